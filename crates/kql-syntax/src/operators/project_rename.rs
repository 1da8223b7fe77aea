use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `project-rename new = old, …`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["project-rename"],
    parse: |p, _| {
        let renames = p.list(|p| {
            if p.name_length(0) > 0 && !p.is_name_then(TokenKind::Assign) {
                p.name("a column")?;
                return Err(p.expected("`=` and the column's old name"));
            }
            p.assignment()
        })?;
        Ok(OperatorKind::ProjectRename(renames))
    },
    ..AFTER_PIPE
};
