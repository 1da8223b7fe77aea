//! Lists of columns to compute, sort keys, and the tables that operators take.

use super::{Parse, Parser};
use crate::ast::{Assignment, Expr, OrderKey};
use crate::lexer::TokenKind;

impl Parser<'_> {
    /// `name = expr`, `(a, b) = expr` or `expr`
    pub(crate) fn assignment(&mut self) -> Parse<Assignment> {
        let start = self.start();
        let mut names = Vec::new();
        if self.is_name_then(TokenKind::Assign) {
            names.push(self.name("a column's name")?);
            self.bump();
        } else if self.at(TokenKind::LeftParen)
            && self.partner(0).is_some_and(|close| self.peek(close + 1).kind == TokenKind::Assign)
        {
            names = self.bracketed(|p| p.list(|p| p.name("a column's name")))?;
            self.bump();
        }
        self.refuse_lone_star()?;
        let value = self.expr()?;
        Ok(Assignment { names, value, span: self.since(start) })
    }

    /// `*` stands for all columns only where an operator says so.
    pub(crate) fn refuse_lone_star(&mut self) -> Parse<()> {
        let next = self.peek(1).kind;
        let ends = matches!(next, TokenKind::Comma | TokenKind::Pipe | TokenKind::Semicolon | TokenKind::End);
        if self.at(TokenKind::Star) && (ends || next.is_closer()) {
            return Err(self.expected("an expression"));
        }
        Ok(())
    }

    pub(crate) fn assignments(&mut self) -> Parse<Vec<Assignment>> {
        self.list(Self::assignment)
    }

    /// `by a, b = expr`, if `by` stands here.
    pub(crate) fn by_assignments(&mut self) -> Parse<Vec<Assignment>> {
        if self.eat_word("by") { self.assignments() } else { Ok(Vec::new()) }
    }

    /// `expr [asc|desc] [nulls first|last]`
    pub(crate) fn order_key(&mut self) -> Parse<OrderKey> {
        let expr = self.expr()?;
        let ascending = self.direction();
        let nulls_first = if self.eat_word("nulls") {
            if self.eat_word("first") {
                Some(true)
            } else if self.eat_word("last") {
                Some(false)
            } else {
                return Err(self.expected("`first` or `last`"));
            }
        } else {
            None
        };
        Ok(OrderKey { expr, ascending, nulls_first })
    }

    /// `asc`, `desc`, or neither.
    pub(crate) fn direction(&mut self) -> Option<bool> {
        if self.eat_word("asc") {
            Some(true)
        } else if self.eat_word("desc") {
            Some(false)
        } else {
            None
        }
    }

    /// A table as `join` and `union` take it: `(pipeline)`, a name, a wildcard, or a path or call that gives one.
    pub(crate) fn table(&mut self) -> Parse<Expr> {
        if let Some(wildcard) = self.wildcard() {
            return Ok(wildcard);
        }
        let outer = self.aside();
        let table = self.operand(true)?;
        self.beside(outer);
        Ok(table)
    }

    /// `(table, table, …)`; the current token is `(`.
    pub(crate) fn tables_in_parens(&mut self) -> Parse<Vec<Expr>> {
        if !self.at(TokenKind::LeftParen) {
            return Err(self.expected("`(` and a list of tables"));
        }
        self.bracketed(|p| p.list(Self::table))
    }

    /// One flat scalar expression list, for `on` and the like.
    pub(crate) fn exprs(&mut self) -> Parse<Vec<Expr>> {
        self.list(Self::expr)
    }
}
