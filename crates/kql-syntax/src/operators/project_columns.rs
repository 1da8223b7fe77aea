use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};

/// `project-away a, b*` and `project-keep a, b*`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax {
    keywords: &["project-away", "project-keep"],
    parse: |p, keyword| {
        let columns = p.list(|p| p.name_or_wildcard("a column"))?;
        Ok(if keyword == "project-keep" {
            OperatorKind::ProjectKeep(columns)
        } else {
            OperatorKind::ProjectAway(columns)
        })
    },
    ..AFTER_PIPE
};
