//! Operands: literals, names, calls and parentheses.

use super::{Ends, Parse, Parser};
use crate::ast::{Argument, Expr, ExprKind, Literal, Name};
use crate::lexer::{Token, TokenKind};
use crate::literals::{
    Typed, decode_string, is_typed_literal, parse_integer, parse_real, parse_timespan_literal, parse_typed,
};
use diagnostics::{Diagnostic, Severity, Span};

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Parse<Expr> {
        let token = self.peek(0);
        match token.kind {
            TokenKind::Integer | TokenKind::Real | TokenKind::TimeSpan | TokenKind::Typed => {
                Ok(self.plain_literal(token))
            }
            TokenKind::String => self.string_literal(),
            TokenKind::Star => {
                self.bump();
                Ok(Expr { kind: ExprKind::Star, span: token.span })
            }
            TokenKind::LeftParen => self.parenthesised(),
            TokenKind::LeftBracket if self.is_bracketed_name(0) => self.named(),
            TokenKind::Word => match self.special_word(token) {
                Some(result) => result,
                None => self.named(),
            },
            _ => Err(self.expected("an expression")),
        }
    }

    fn parenthesised(&mut self) -> Parse<Expr> {
        let start = self.start();
        let inner = self.bracketed(|p| p.pipeline(Ends::Paren))?;
        self.grow()?;
        Ok(Expr { kind: ExprKind::Paren(Box::new(inner)), span: self.since(start) })
    }

    fn string_literal(&mut self) -> Parse<Expr> {
        let (text, span) = self.string()?;
        Ok(literal(Literal::String(text), span))
    }

    fn named(&mut self) -> Parse<Expr> {
        let name = self.name("an expression")?;
        self.name_or_call(name)
    }

    /// What a word is that is no plain name: a literal, `typeof(…)`, or nothing that may stand here.
    fn special_word(&mut self, token: Token) -> Option<Parse<Expr>> {
        let word = self.text_of(token.span);
        let next = self.peek(1).kind;
        let called = next == TokenKind::LeftParen;
        match word {
            "true" | "false" | "True" | "False" | "TRUE" | "FALSE" if !called => {
                self.bump();
                Some(Ok(literal(Literal::Bool(word.eq_ignore_ascii_case("true")), token.span)))
            }
            "dynamic" if called => Some(self.dynamic_literal()),
            "typeof" if called => Some(self.typeof_expr()),
            "entity_group" if next == TokenKind::LeftBracket => Some(self.entity_group()),
            _ if called && is_typed_literal(word) => Some(Err(self.literal_only(token, word))),
            _ if !self.is_free_word() || (word == "not" && !called) => Some(Err(self.expected("an expression"))),
            _ => None,
        }
    }

    fn dynamic_literal(&mut self) -> Parse<Expr> {
        let start = self.bump().span.start;
        let value = self.dynamic()?;
        Ok(literal(value, self.since(start)))
    }

    fn typeof_expr(&mut self) -> Parse<Expr> {
        let start = self.bump().span.start;
        let spec = self.type_spec()?;
        Ok(Expr { kind: ExprKind::Typeof(spec), span: self.since(start) })
    }

    /// `entity_group [a, b]`, kept as a call.
    fn entity_group(&mut self) -> Parse<Expr> {
        let name = self.name("`entity_group`")?;
        let start = name.span.start;
        let entities = self.bracketed(|p| p.list(Self::table))?;
        let args = entities.into_iter().map(|value| Argument { name: None, value }).collect();
        Ok(Expr { kind: ExprKind::Call { name, args }, span: self.since(start) })
    }

    /// `int(x)`: the parentheses of a typed literal hold raw text, not an expression.
    fn literal_only(&mut self, token: Token, word: &str) -> super::Reported {
        let ty = crate::literals::canonical_type(word).unwrap_or(word);
        let function = match ty {
            "real" => "todouble".to_owned(),
            other => format!("to{other}"),
        };
        if !self.joined(1) {
            let span = token.span.to(self.peek(1).span);
            return self.fail(
                Diagnostic::error("syntax", format!("a blank stands between `{word}` and `(`"))
                    .at(span, format!("write `{word}(` in one")),
            );
        }
        self.fail(
            Diagnostic::error("syntax", format!("`{word}(…)` holds a literal, not an expression"))
                .at(token.span, "only a literal may follow, directly")
                .help(format!("to convert a value, write {function}(…)")),
        )
    }

    /// A name, or a call of it if `(` follows.
    pub(super) fn name_or_call(&mut self, name: Name) -> Parse<Expr> {
        let start = name.span.start;
        let kind = if self.at(TokenKind::LeftParen) {
            let args = self.arguments()?;
            ExprKind::Call { name, args }
        } else {
            ExprKind::Name(name)
        };
        Ok(Expr { kind, span: self.since(start) })
    }

    /// `(a, name = b, T | count)`; the current token is `(`.
    pub(crate) fn arguments(&mut self) -> Parse<Vec<Argument>> {
        self.bracketed(|p| {
            let mut arguments = Vec::new();
            if p.at(TokenKind::RightParen) {
                return Ok(arguments);
            }
            loop {
                let name = p.argument_name()?;
                arguments.push(Argument { name, value: p.pipeline(Ends::List)? });
                if !p.eat(TokenKind::Comma) {
                    return Ok(arguments);
                }
            }
        })
    }

    fn argument_name(&mut self) -> Parse<Option<Name>> {
        if !self.is_name_then(TokenKind::Assign) {
            return Ok(None);
        }
        let name = self.name("a name")?;
        self.bump();
        Ok(Some(name))
    }

    /// One string literal, or several that stand side by side and are joined.
    pub(crate) fn string(&mut self) -> Parse<(String, Span)> {
        if !self.at(TokenKind::String) {
            return Err(self.expected("a string"));
        }
        let start = self.start();
        let mut text = decode_string(self.word());
        self.bump();
        while self.at(TokenKind::String) {
            text.push_str(&decode_string(self.word()));
            self.bump();
        }
        Ok((text, self.since(start)))
    }

    /// A literal of one token that is no string.
    pub(super) fn plain_literal(&mut self, token: Token) -> Expr {
        self.bump();
        let text = self.text_of(token.span);
        let value = match token.kind {
            TokenKind::Integer => parse_integer(text).map(Literal::Long),
            TokenKind::Real => parse_real(text).map(Literal::Real),
            TokenKind::TimeSpan => parse_timespan_literal(text).map(Literal::TimeSpan),
            _ => match parse_typed(text) {
                Typed::Value(value) => Some(value),
                Typed::Now => {
                    let name = Name { text: "now".to_owned(), span: token.span };
                    return Expr { kind: ExprKind::Call { name, args: Vec::new() }, span: token.span };
                }
                Typed::Invalid(ty) => {
                    self.invalid_typed(token.span, ty);
                    Some(Literal::Null(ty.to_owned()))
                }
            },
        };
        let Some(value) = value else {
            let ty = if token.kind == TokenKind::Integer { "long" } else { "timespan" };
            self.report(
                Diagnostic::error("invalid-literal", format!("`{text}` does not fit a {ty}"))
                    .at(token.span, "more than 64 bits"),
            );
            return literal(Literal::Null(ty.to_owned()), token.span);
        };
        literal(value, token.span)
    }

    fn invalid_typed(&mut self, span: Span, ty: &'static str) {
        let inner = self.text_of(span).split_once('(').map_or("", |(_, rest)| rest).trim_end_matches(')').trim();
        let form = match ty {
            "datetime" => "2020-01-31 or 2020-01-31T10:20:30.1234567Z",
            "timespan" => "1d, 1.5h or 1.02:03:04.5",
            "guid" => "74be27de-1e4e-49d9-b579-fe0b331d3642",
            "bool" => "true or false",
            "int" => "a whole number of 32 bits",
            "long" => "a whole number of 64 bits",
            _ => "a number",
        };
        let named = inner.starts_with(|c: char| c.is_ascii_alphabetic());
        let function = if ty == "real" { "todouble" } else { &format!("to{ty}") };
        let help = if named {
            format!("the parentheses hold a literal: {form}; to convert a value, write {function}(…)")
        } else {
            format!("expected {form}")
        };
        // Kusto takes any text in quotes, and gives null for what it cannot convert.
        let quoted = inner.starts_with(['"', '\'']);
        let severity = if quoted { Severity::Warning } else { Severity::Error };
        self.report(
            Diagnostic::new(severity, "invalid-literal", format!("`{inner}` is no {ty}"))
                .at(span, if quoted { "this is null" } else { "not a value of this type" })
                .help(help),
        );
    }

    /// `-9223372036854775808`, whose digits alone do not fit. The minus at `minus` is taken already.
    pub(super) fn least_long(&mut self, minus: Span) -> Option<Expr> {
        if !self.at(TokenKind::Integer) || self.word() != "9223372036854775808" {
            return None;
        }
        self.bump();
        Some(literal(Literal::Long(i64::MIN), self.since(minus.start)))
    }
}

pub(super) fn literal(value: Literal, span: Span) -> Expr {
    Expr { kind: ExprKind::Literal(value), span }
}
