//! Names, wildcards, types and column lists.

use super::{Parse, Parser, infix};
use crate::ast::{ColumnDecl, Expr, ExprKind, Name, TypeName, TypeSpec};
use crate::lexer::TokenKind;
use crate::literals::decode_string;
use diagnostics::{Diagnostic, Span};

impl Parser<'_> {
    /// Whether `['a b']` or `["a b"]` stands `ahead`.
    pub(crate) fn is_bracketed_name(&self, ahead: usize) -> bool {
        self.peek(ahead).kind == TokenKind::LeftBracket
            && self.peek(ahead + 1).kind == TokenKind::String
            && self.peek(ahead + 2).kind == TokenKind::RightBracket
    }

    /// The tokens of a name `ahead`: one for a word, three for a bracketed name, none otherwise.
    pub(crate) fn name_length(&self, ahead: usize) -> usize {
        if self.peek(ahead).kind == TokenKind::Word {
            1
        } else if self.is_bracketed_name(ahead) {
            3
        } else {
            0
        }
    }

    /// Whether a name and then `mark` stand at the current place.
    pub(crate) fn is_name_then(&self, mark: TokenKind) -> bool {
        let length = self.name_length(0);
        length > 0 && self.peek(length).kind == mark
    }

    /// A name where only a name can stand, so that keywords are names too.
    pub(crate) fn name(&mut self, what: &str) -> Parse<Name> {
        let start = self.start();
        if self.is_bracketed_name(0) {
            self.bump();
            let text = decode_string(self.word());
            self.bump();
            self.bump();
            return Ok(Name { text, span: self.since(start) });
        }
        if self.at(TokenKind::Word) {
            let span = self.bump().span;
            return Ok(Name { text: self.text_of(span).to_owned(), span });
        }
        Err(self.expected(what))
    }

    pub(crate) fn name_expr(&mut self, what: &str) -> Parse<Expr> {
        let name = self.name(what)?;
        let span = name.span;
        Ok(Expr { kind: ExprKind::Name(name), span })
    }

    /// `a`, `a*`, `*a`, `*`: what lists of columns and tables may name.
    pub(crate) fn name_or_wildcard(&mut self, what: &str) -> Parse<Expr> {
        match self.wildcard() {
            Some(expr) => Ok(expr),
            None => self.name_expr(what),
        }
    }

    /// A run of words and stars without blanks, if a star is in it.
    pub(crate) fn wildcard(&mut self) -> Option<Expr> {
        let mut length = 0;
        let mut stars = 0;
        loop {
            let part = match self.peek(length).kind {
                TokenKind::Star => 1,
                TokenKind::Word | TokenKind::Integer => 0,
                _ => break,
            };
            if length > 0 && !self.joined(length) {
                break;
            }
            stars += part;
            length += 1;
        }
        if stars == 0 || self.peek(0).kind == TokenKind::Integer {
            return None;
        }
        let start = self.start();
        for _ in 0..length {
            self.bump();
        }
        let span = self.since(start);
        let kind = if length == 1 {
            ExprKind::Star
        } else {
            ExprKind::Wildcard(Name { text: self.text_of(span).to_owned(), span })
        };
        Some(Expr { kind, span })
    }

    pub(crate) fn type_name(&mut self) -> Parse<TypeName> {
        if !self.at(TokenKind::Word) {
            return Err(self.expected("a type"));
        }
        let span = self.bump().span;
        Ok(TypeName { text: self.text_of(span).to_owned(), span })
    }

    /// `name: type`
    pub(crate) fn column_decl(&mut self) -> Parse<ColumnDecl> {
        let name = self.name("a column's name")?;
        if !self.at(TokenKind::Colon) {
            let message =
                format!("expected `:` and the type of column `{}`, found {}", name.text, self.describe(self.peek(0)));
            return Err(self.missing_type(message, &name));
        }
        self.bump();
        let ty = self.type_name()?;
        Ok(ColumnDecl { name, ty })
    }

    pub(super) fn missing_type(&mut self, message: String, name: &Name) -> super::Reported {
        let span = self.peek(0).span;
        let help = format!("for example `{}: string`", name.text);
        self.fail(Diagnostic::error("syntax", message).at(span, "expected `:`").help(help))
    }

    /// `(name: type, …)`; may be empty.
    pub(crate) fn column_list(&mut self) -> Parse<Vec<ColumnDecl>> {
        self.bracketed(|p| if p.at(TokenKind::RightParen) { Ok(Vec::new()) } else { p.list(Self::column_decl) })
    }

    /// What stands in `typeof(…)` and after `evaluate f() :`; the current token is `(`.
    pub(crate) fn type_spec(&mut self) -> Parse<TypeSpec> {
        self.bracketed(|p| {
            if p.eat(TokenKind::Star) {
                let rest = if p.eat(TokenKind::Comma) { p.list(Self::column_decl)? } else { Vec::new() };
                return Ok(TypeSpec::AnySchema(rest));
            }
            if p.is_name_then(TokenKind::Colon) {
                return Ok(TypeSpec::Schema(p.list(Self::column_decl)?));
            }
            if p.at(TokenKind::RightParen) {
                return Ok(TypeSpec::Schema(Vec::new()));
            }
            Ok(TypeSpec::Scalar(p.type_name()?))
        })
    }

    /// `to typeof(T)`
    pub(crate) fn typeof_target(&mut self) -> Parse<Option<TypeName>> {
        if !self.eat_word("to") {
            return Ok(None);
        }
        self.expect_word("typeof")?;
        self.bracketed(Self::type_name).map(Some)
    }

    /// Whether the current word can begin an expression as a name.
    pub(crate) fn is_free_word(&self) -> bool {
        self.at(TokenKind::Word) && !infix::is_reserved(self.word())
    }

    pub(crate) fn text_between(&self, start: usize) -> (String, Span) {
        let span = self.since(start);
        (self.text_of(span).to_owned(), span)
    }
}

impl Parser<'_> {
    /// Takes `a-b` written without blanks.
    pub(crate) fn eat_hyphenated(&mut self, keyword: &str) -> bool {
        let span = super::hints::hyphenated(self, self.at);
        if !self.at(TokenKind::Word) || self.text_of(span) != keyword {
            return false;
        }
        while self.start() < span.end {
            self.bump();
        }
        true
    }
}
