//! Scalar expressions by precedence, then what may follow an operand: `.member`, `[index]`.

use super::infix::{Infix, LOOSEST, Level, SUM};
use super::{Ends, Parse, Parser};
use crate::ast::{Expr, ExprKind, InOp, LogicalOp, UnaryOp};
use crate::lexer::TokenKind;
use diagnostics::{Diagnostic, Span};

impl Parser<'_> {
    /// A scalar expression; a pipeline stands in one only within parentheses.
    pub(crate) fn expr(&mut self) -> Parse<Expr> {
        self.beside(|p| p.binary(LOOSEST))
    }

    /// An expression of arithmetic only, so that `in` and comparisons end it.
    pub(crate) fn sum(&mut self) -> Parse<Expr> {
        self.beside(|p| p.binary(SUM))
    }

    /// An expression of operators that bind at least as tightly as `least`.
    fn binary(&mut self, least: Level) -> Parse<Expr> {
        let start = self.start();
        let mut left = self.unary()?;
        let mut most = Level::MAX;
        while let Some((infix, op_span, tokens)) = self.infix() {
            let level = infix.level();
            if level < least || level > most {
                break;
            }
            left = match infix {
                Infix::Logical(op) => self.logical(op, left, start)?,
                _ => {
                    for _ in 0..tokens {
                        self.bump();
                    }
                    self.infix_right(infix, op_span, left, start)?
                }
            };
            most = if infix.chains() { level } else { level - 1 };
        }
        Ok(left)
    }

    /// `left and b and c`: one flat node, however long.
    fn logical(&mut self, op: LogicalOp, left: Expr, start: usize) -> Parse<Expr> {
        let same = Infix::Logical(op);
        let mut operands = vec![left];
        while self.infix().is_some_and(|(infix, ..)| infix == same) {
            self.bump();
            operands.push(self.beside(|p| p.binary(same.level() + 1))?);
        }
        self.grow()?;
        Ok(Expr { kind: ExprKind::Logical { op, operands }, span: self.since(start) })
    }

    /// The right side of an operator already taken.
    fn infix_right(&mut self, infix: Infix, op_span: Span, left: Expr, start: usize) -> Parse<Expr> {
        let left = Box::new(left);
        let kind = match infix {
            Infix::In(op) => self.in_list(op, op_span, left)?,
            Infix::Between { negated } => {
                if !self.at(TokenKind::LeftParen) {
                    return Err(self.expected("`(` and a range `low .. high`"));
                }
                let (low, high) = self.bracketed(|p| {
                    let low = p.expr()?;
                    p.expect(TokenKind::DotDot)?;
                    Ok((Box::new(low), Box::new(p.expr()?)))
                })?;
                ExprKind::Between { negated, left, low, high }
            }
            Infix::Binary(op) => {
                let right = Box::new(self.beside(|p| p.binary(infix.level() + 1))?);
                ExprKind::Binary { op, op_span, left, right }
            }
            Infix::Logical(op) => ExprKind::Logical { op, operands: vec![*left] },
        };
        self.grow()?;
        Ok(Expr { kind, span: self.since(start) })
    }

    fn in_list(&mut self, op: InOp, op_span: Span, left: Box<Expr>) -> Parse<ExprKind> {
        if op == InOp::NotHasAny {
            let word = self.text_of(op_span).trim_start_matches('!').to_owned();
            self.report(
                Diagnostic::error("syntax", format!("there is no operator `!{word}`"))
                    .at(op_span, "not an operator")
                    .help(format!("write not(x {word} (…))")),
            );
        }
        if !self.at(TokenKind::LeftParen) {
            return Err(self.expected("`(` and a list"));
        }
        let list = self.bracketed(|p| {
            let mut list = vec![p.pipeline(Ends::List)?];
            while p.eat(TokenKind::Comma) && !p.at(TokenKind::RightParen) {
                list.push(p.pipeline(Ends::List)?);
            }
            Ok(list)
        })?;
        Ok(ExprKind::In { op, op_span, left, list })
    }

    /// An operand with its sign.
    fn unary(&mut self) -> Parse<Expr> {
        let op = match self.kind() {
            TokenKind::Minus => UnaryOp::Minus,
            TokenKind::Plus => UnaryOp::Plus,
            _ => return self.operand(false),
        };
        let span = self.bump().span;
        if op == UnaryOp::Minus
            && let Some(least) = self.least_long(span)
        {
            return Ok(least);
        }
        if matches!(self.kind(), TokenKind::Minus | TokenKind::Plus) {
            return Err(self.expected("an expression"));
        }
        let operand = Box::new(self.operand(false)?);
        self.grow()?;
        Ok(Expr { kind: ExprKind::Unary { op, operand }, span: self.since(span.start) })
    }

    /// An operand and all `.member` and `[index]` after it. With `wildcards`, a member may be `a*`.
    pub(crate) fn operand(&mut self, wildcards: bool) -> Parse<Expr> {
        let start = self.start();
        let mut expr = self.primary()?;
        loop {
            let kind = match self.kind() {
                TokenKind::Dot => {
                    self.bump();
                    if self.at(TokenKind::LeftBracket) && !self.is_bracketed_name(0) {
                        // `a.[0]` is `a[0]`.
                        continue;
                    }
                    let member = self.beside(|p| p.member(wildcards))?;
                    ExprKind::Path { base: Box::new(expr), member: Box::new(member) }
                }
                TokenKind::LeftBracket => {
                    let index = self.bracketed(Self::expr)?;
                    ExprKind::Index { base: Box::new(expr), index: Box::new(index) }
                }
                _ => return Ok(expr),
            };
            self.grow()?;
            expr = Expr { kind, span: self.since(start) };
        }
    }

    /// What follows a `.`: a name, `['a name']`, or a call.
    fn member(&mut self, wildcards: bool) -> Parse<Expr> {
        if wildcards && let Some(wildcard) = self.wildcard() {
            return Ok(wildcard);
        }
        if !self.at(TokenKind::Word) && !self.is_bracketed_name(0) {
            return Err(self.expected("a name after `.`"));
        }
        let name = self.name("a name after `.`")?;
        self.name_or_call(name)
    }
}
