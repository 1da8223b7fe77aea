use crate::ast::{Assignment, OperatorKind};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `distinct a, b = expr` or `distinct *`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["distinct"],
    parse: |p, _| {
        p.settings(&[])?;
        let columns = p.list(|p| {
            if !p.at(TokenKind::Star) {
                return p.assignment();
            }
            let value = p.operand(false)?;
            Ok(Assignment { names: Vec::new(), span: value.span, value })
        })?;
        Ok(OperatorKind::Distinct(columns))
    },
    ..AFTER_PIPE
};
