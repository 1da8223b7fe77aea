use crate::ast::{GraphTable, OperatorKind};
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `graph-to-table nodes [as name] [with_node_id = name], edges [as name] [with_source_id = name] …`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["graph-to-table"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    Ok(OperatorKind::GraphToTable(p.list(table)?))
}

fn table(p: &mut Parser<'_>) -> Parse<GraphTable> {
    let start = p.start();
    let nodes = p.eat_word("nodes");
    if !nodes && !p.eat_word("edges") {
        return Err(p.expected("`nodes` or `edges`"));
    }
    let name = if p.eat_word("as") { Some(p.name("a table's name")?) } else { None };
    let options = p.settings(&["with_node_id", "with_source_id", "with_target_id"])?;
    Ok(GraphTable { nodes, name, options, span: p.since(start) })
}
