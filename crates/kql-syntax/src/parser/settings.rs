//! `name = value` among an operator's parameters, and hints.

use super::{Parse, Parser};
use crate::ast::{Expr, ExprKind, Name, Setting};
use crate::lexer::TokenKind;

impl Parser<'_> {
    /// The settings that stand here: those whose names are `known`, and hints, which are put aside.
    pub(crate) fn settings(&mut self, known: &[&str]) -> Parse<Vec<Setting>> {
        let mut settings = Vec::new();
        loop {
            if self.at_word("hint") && self.peek(1).kind == TokenKind::Dot {
                let start = self.start();
                self.bump();
                self.bump();
                self.name("a hint's name")?;
                let (text, span) = self.text_between(start);
                let hint = self.setting_value(Name { text, span })?;
                self.hints.push(hint);
            } else if self.peek(1).kind == TokenKind::Assign && known.contains(&self.word()) {
                let name = self.name("a setting's name")?;
                settings.push(self.setting_value(name)?);
            } else {
                return Ok(settings);
            }
        }
    }

    /// Every `name = value` that stands here, with or without commas between.
    pub(crate) fn open_settings(&mut self) -> Parse<Vec<Setting>> {
        let mut settings = self.settings(&[])?;
        while self.is_name_then(TokenKind::Assign) {
            let name = self.name("a setting's name")?;
            settings.push(self.setting_value(name)?);
            if self.at(TokenKind::Comma) && self.name_length(1) > 0 {
                self.bump();
            }
        }
        Ok(settings)
    }

    /// `= value`, where a value is a literal or a plain name: `withsource = X (T)` is not a call of `X`.
    fn setting_value(&mut self, name: Name) -> Parse<Setting> {
        self.expect(TokenKind::Assign)?;
        let value = match self.kind() {
            TokenKind::Word if self.peek(1).kind != TokenKind::LeftParen && matches!(self.word(), "true" | "false") => {
                self.expr_word()?
            }
            TokenKind::Word => self.dotted_name()?,
            TokenKind::LeftBracket if self.is_bracketed_name(0) => self.name_expr("a value")?,
            TokenKind::Minus | TokenKind::Plus | TokenKind::String | TokenKind::Integer | TokenKind::Real => {
                self.setting_literal()?
            }
            TokenKind::TimeSpan | TokenKind::Typed => self.setting_literal()?,
            TokenKind::LeftParen => self.expr()?,
            _ => return Err(self.expected(&format!("a value for `{}`", name.text))),
        };
        Ok(Setting { name, value })
    }

    fn expr_word(&mut self) -> Parse<Expr> {
        self.primary()
    }

    fn setting_literal(&mut self) -> Parse<Expr> {
        let start = self.start();
        let negative = self.at(TokenKind::Minus);
        if negative || self.at(TokenKind::Plus) {
            self.bump();
            let operand = Box::new(self.primary()?);
            let op = if negative { crate::ast::UnaryOp::Minus } else { crate::ast::UnaryOp::Plus };
            return Ok(Expr { kind: ExprKind::Unary { op, operand }, span: self.since(start) });
        }
        self.primary()
    }

    fn dotted_name(&mut self) -> Parse<Expr> {
        let mut expr = self.name_expr("a value")?;
        let start = expr.span.start;
        while self.at(TokenKind::Dot) && self.peek(1).kind == TokenKind::Word {
            self.bump();
            let member = Box::new(self.name_expr("a value")?);
            self.grow()?;
            expr = Expr { kind: ExprKind::Path { base: Box::new(expr), member }, span: self.since(start) };
        }
        Ok(expr)
    }

    /// `with (name = value, …)`, if `with` stands here. A value may be a list: `ycolumns = a, b, series = c`.
    pub(crate) fn with_properties(&mut self) -> Parse<Vec<Setting>> {
        if !self.eat_word("with") {
            return Ok(Vec::new());
        }
        if !self.at(TokenKind::LeftParen) {
            return Err(self.expected("`(` after `with`"));
        }
        self.bracketed(|p| {
            let mut settings = Vec::new();
            while !p.at(TokenKind::RightParen) {
                let name = p.name("a property's name")?;
                p.expect(TokenKind::Assign)?;
                settings.push(Setting { name, value: p.property_value()? });
                if !p.eat(TokenKind::Comma) {
                    break;
                }
            }
            Ok(settings)
        })
    }

    fn property_value(&mut self) -> Parse<Expr> {
        let start = self.start();
        let first = self.expr()?;
        let mut items = vec![first];
        while self.at(TokenKind::Comma) {
            let length = self.name_length(1);
            if self.peek(1).kind == TokenKind::RightParen
                || (length > 0 && self.peek(1 + length).kind == TokenKind::Assign)
            {
                break;
            }
            self.bump();
            items.push(self.expr()?);
        }
        match items.pop() {
            Some(only) if items.is_empty() => Ok(only),
            Some(last) => {
                items.push(last);
                Ok(Expr { kind: ExprKind::List(items), span: self.since(start) })
            }
            None => Err(self.expected("a value")),
        }
    }
}
