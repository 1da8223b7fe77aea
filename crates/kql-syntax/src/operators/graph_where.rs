use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `graph-where-nodes condition`, `graph-where-edges condition`
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["graph-where-edges", "graph-where-nodes"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    let condition = p.expr()?;
    Ok(match keyword {
        "graph-where-nodes" => OperatorKind::GraphWhereNodes(condition),
        _ => OperatorKind::GraphWhereEdges(condition),
    })
}
