//! `(parameters) { body }`

use super::{Parse, Parser};
use crate::ast::{Function, Parameter, ParameterKind};
use crate::lexer::TokenKind;

impl Parser<'_> {
    /// Whether `[view] (…) {` stands here. Only the brace after the parentheses tells a function from a value.
    pub(super) fn starts_function(&self) -> bool {
        let open = usize::from(self.at_word("view"));
        if self.peek(open).kind != TokenKind::LeftParen {
            return false;
        }
        match self.partner(open) {
            Some(close) => self.peek(close + 1).kind == TokenKind::LeftBrace,
            None => false,
        }
    }

    pub(super) fn function(&mut self) -> Parse<Function> {
        let start = self.start();
        let view = self.eat_word("view");
        let parameters = self.parameters()?;
        let body = self.bracketed(Self::block_statements)?;
        Ok(Function { view, parameters, body, span: self.since(start) })
    }

    /// `(name: type = default, T: (a: string), U: (*))`
    pub(crate) fn parameters(&mut self) -> Parse<Vec<Parameter>> {
        self.bracketed(|p| if p.at(TokenKind::RightParen) { Ok(Vec::new()) } else { p.list(Self::parameter) })
    }

    fn parameter(&mut self) -> Parse<Parameter> {
        let start = self.start();
        let name = self.name("a parameter's name")?;
        if !self.at(TokenKind::Colon) {
            let found = self.describe(self.peek(0));
            let message = format!("expected `:` and the type of parameter `{}`, found {found}", name.text);
            return Err(self.missing_type(message, &name));
        }
        self.bump();
        let kind = if self.at(TokenKind::LeftParen) {
            ParameterKind::Tabular(self.tabular_schema()?)
        } else {
            ParameterKind::Scalar(self.type_name()?)
        };
        let default = if self.eat(TokenKind::Assign) { Some(self.expr()?) } else { None };
        Ok(Parameter { name, kind, default, span: self.since(start) })
    }

    fn tabular_schema(&mut self) -> Parse<Option<Vec<crate::ast::ColumnDecl>>> {
        if self.peek(1).kind == TokenKind::Star {
            return self.bracketed(|p| {
                p.bump();
                Ok(None)
            });
        }
        self.column_list().map(Some)
    }
}
