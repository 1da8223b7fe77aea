//! Statements: `let`, `set`, `declare`, `alias`, `restrict`, and queries.

use super::{Ends, Parse, Parser};
use crate::ast::{Expr, ExprKind, Name, Statement, StatementKind};
use crate::lexer::TokenKind;
use diagnostics::{Diagnostic, Span};

/// A word that begins a statement other than a query.
#[derive(Clone, Copy)]
pub(super) enum StatementKeyword {
    Let,
    Set,
    QueryParameters,
    Pattern,
    Alias,
    Restrict,
}

impl Parser<'_> {
    pub(super) fn query_statements(&mut self) -> Vec<Statement> {
        let mut statements = Vec::new();
        while self.pass_semicolons() {
            self.muted = false;
            self.height = 0;
            statements.push(self.statement(Ends::Statement));
            self.end_statement();
        }
        statements
    }

    /// Statements up to the closer of the block they stand in; the closer is not taken.
    pub(crate) fn block_statements(&mut self) -> Parse<Vec<Statement>> {
        let mut statements = Vec::new();
        while self.pass_semicolons() && !self.kind().is_closer() {
            statements.push(self.statement(Ends::Block));
            if self.kind().is_closer() {
                break;
            }
            self.end_statement();
        }
        Ok(statements)
    }

    /// Whether anything but the end follows the semicolons.
    fn pass_semicolons(&mut self) -> bool {
        while self.eat(TokenKind::Semicolon) {}
        !self.at(TokenKind::End)
    }

    /// After a statement: its `;`, or what stands in its place.
    fn end_statement(&mut self) {
        if matches!(self.kind(), TokenKind::End | TokenKind::Semicolon) {
            return;
        }
        let end = self.since(0).end;
        let found = self.peek(0).span;
        let after_block =
            self.at > 0 && self.token(self.at - 1).kind == TokenKind::RightBrace && self.at(TokenKind::Word);
        if after_block || self.starts_statement() {
            self.report(
                Diagnostic::error("syntax", "a `;` is missing between two statements")
                    .at(Span::new(end, end), "expected `;` here")
                    .at(found, "the next statement"),
            );
            return;
        }
        let begin = self.at;
        self.expected("`;` or the end of the query");
        self.bump();
        self.recover(begin, false);
    }

    fn statement(&mut self, ends: Ends) -> Statement {
        let (begin, start) = (self.at, self.start());
        let outer = self.aside();
        let result = match self.statement_keyword() {
            Some(StatementKeyword::Let) => self.let_statement(ends),
            Some(StatementKeyword::Set) => self.set_statement(),
            Some(StatementKeyword::QueryParameters) => self.query_parameters(),
            Some(StatementKeyword::Pattern) => self.pattern_statement(begin),
            Some(StatementKeyword::Alias) => self.alias_statement(ends),
            Some(StatementKeyword::Restrict) => self.restrict_statement(),
            None if self.at(TokenKind::Dot) => Err(self.management_command()),
            None => self.pipeline(ends).map(StatementKind::Expr),
        };
        self.beside(outer);
        let kind = result.unwrap_or_else(|_reported| {
            self.recover(begin, false);
            StatementKind::Error
        });
        Statement { kind, span: self.since(start) }
    }

    /// The statement that begins here; its words are names elsewhere, so what follows them decides.
    pub(super) fn statement_keyword(&self) -> Option<StatementKeyword> {
        let next_is_name = self.peek(1).kind == TokenKind::Word || self.is_bracketed_name(1);
        match self.word() {
            "let"
                if next_is_name
                    || self.peek(1).kind == TokenKind::Assign
                    || self.peek(1).kind != TokenKind::Pipe && self.peek(2).kind == TokenKind::Assign =>
            {
                Some(StatementKeyword::Let)
            }
            "set" if self.peek(1).kind == TokenKind::Word => Some(StatementKeyword::Set),
            "declare" if self.is_word(1, "query_parameters") => Some(StatementKeyword::QueryParameters),
            "declare" if self.is_word(1, "pattern") => Some(StatementKeyword::Pattern),
            "alias" if self.is_word(1, "database") => Some(StatementKeyword::Alias),
            "restrict" if self.is_word(1, "access") => Some(StatementKeyword::Restrict),
            _ => None,
        }
    }

    fn let_statement(&mut self, ends: Ends) -> Parse<StatementKind> {
        self.bump();
        let name = self.name("a name after `let`")?;
        self.expect(TokenKind::Assign)?;
        if self.starts_function() {
            return Ok(StatementKind::LetFunction { name, function: self.function()? });
        }
        let value = self.value_or_error(ends);
        Ok(StatementKind::Let { name, value })
    }

    /// The value of a `let`; a broken one keeps the name known to what follows.
    fn value_or_error(&mut self, ends: Ends) -> Expr {
        let (begin, start, outer) = (self.at, self.start(), self.height);
        self.pipeline(ends).unwrap_or_else(|_reported| {
            self.height = self.height.max(outer);
            self.recover(begin, false);
            Expr { kind: ExprKind::Error, span: self.since(start) }
        })
    }

    fn set_statement(&mut self) -> Parse<StatementKind> {
        self.bump();
        let option = self.name("an option's name after `set`")?;
        let value = if self.eat(TokenKind::Assign) { Some(self.expr()?) } else { None };
        Ok(StatementKind::Set { option, value })
    }

    fn query_parameters(&mut self) -> Parse<StatementKind> {
        self.bump();
        self.bump();
        Ok(StatementKind::DeclareParameters(self.parameters()?))
    }

    /// `declare pattern name = (…)[…] { … }`: only the name is kept.
    fn pattern_statement(&mut self, begin: usize) -> Parse<StatementKind> {
        self.bump();
        self.bump();
        let name: Option<Name> = if self.name_length(0) > 0 { Some(self.name("a name")?) } else { None };
        if self.eat(TokenKind::Assign) {
            if !self.at(TokenKind::LeftParen) {
                return Err(self.expected("`(` and the pattern's parameters"));
            }
            self.recover(begin, false);
        }
        Ok(StatementKind::DeclarePattern { name })
    }

    fn alias_statement(&mut self, ends: Ends) -> Parse<StatementKind> {
        self.bump();
        self.bump();
        let name = self.name("a name after `alias database`")?;
        self.expect(TokenKind::Assign)?;
        Ok(StatementKind::Alias { name, value: self.value_or_error(ends) })
    }

    fn restrict_statement(&mut self) -> Parse<StatementKind> {
        self.bump();
        self.bump();
        self.expect_word("to")?;
        if !self.at(TokenKind::LeftParen) {
            return Err(self.expected("`(` and the entities to which access is restricted"));
        }
        let entities = self.bracketed(|p| p.list(Self::table))?;
        Ok(StatementKind::Restrict { entities })
    }

    fn management_command(&mut self) -> super::Reported {
        let span = self.peek(0).span.to(self.peek(1).span);
        let word = self.text_of(span);
        let word = word.lines().next().unwrap_or(".");
        self.fail(
            Diagnostic::error("syntax", format!("`{word}` is a management command, not a query"))
                .at(span, "queries do not start with `.`"),
        )
    }
}
