//! `graph-to-table nodes`, `graph-to-table edges`: a graph's parts as rows.

use crate::binder::Binder;
use crate::graph::{EDGE, NODE};
use crate::operator::Operator;
use crate::relation::Relation;
use crate::template::{INPUT, quoted};
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["graph-to-table"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::GraphToTable(tables) = &op.kind else { return input };
    let graph = graph_of(b, input?, op)?;
    let mut results = Vec::new();
    for table in tables {
        let word = |name: &str| Binder::word(&table.options, &[name]).map(|w| quoted(&w));
        let rows = if table.nodes {
            let nodes = graph.all_nodes(b, table.span)?;
            let more = word("with_node_id").map(|name| format!(" | extend {name} = {NODE}")).unwrap_or_default();
            b.template(&format!("{INPUT}{more} | project-away {NODE}"), nodes, Vec::new(), table.span)?
        } else {
            let mut more = String::new();
            for (option, column) in [("with_source_id", &graph.source), ("with_target_id", &graph.target)] {
                if let Some(name) = word(option) {
                    more.push_str(&format!(" | extend {name} = {}", quoted(column)));
                }
            }
            b.template(&format!("{INPUT}{more} | project-away {EDGE}"), graph.edges.clone(), Vec::new(), table.span)?
        };
        let name = table.name.as_ref().map(|n| n.text.clone());
        results.push((Relation { name, ..rows }, table.span));
    }
    // Of several tables the last one goes on.
    let last = results.pop()?.0;
    b.extra_results.extend(results);
    Some(last)
}

/// The graph that an operator takes.
pub(crate) fn graph_of(b: &mut Binder<'_>, relation: Relation, op: &ast::Operator) -> Option<Arc<crate::graph::Graph>> {
    match relation.graph {
        Some(graph) => Some(graph),
        None => {
            let message = format!("`{}` takes a graph", op.kind.keyword());
            b.error_help("not-a-graph", op.span, message, "`make-graph source --> target` makes one")
        }
    }
}
