//! `graph-where-edges condition` and `graph-where-nodes condition`: parts of a graph. An edge goes with its ends.

use super::graph_to_table::graph_of;
use crate::binder::Binder;
use crate::env::Binding;
use crate::graph::{Graph, NODE};
use crate::operator::Operator;
use crate::relation::Relation;
use crate::template::{INPUT, quoted};
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator = Operator {
    keywords: &["graph-where-edges", "graph-where-nodes"],
    starts: false,
    row_local: false,
    within: false,
    bind,
};

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let span = op.span;
    let graph = graph_of(b, input?, op)?;
    let (source, target, ids) = (graph.source.clone(), graph.target.clone(), graph.ids.clone());
    match &op.kind {
        OperatorKind::GraphWhereEdges(condition) => {
            // The nodes stay, though no edge may lead to them any more.
            let nodes = graph.all_nodes(b, span)?;
            let edges = super::r#where::filtered(b, graph.edges.clone(), condition, span)?;
            Some(Graph { edges, source, target, nodes: Some(nodes), ids }.relation())
        }
        OperatorKind::GraphWhereNodes(condition) => {
            let nodes = graph.all_nodes(b, span)?;
            let nodes = super::r#where::filtered(b, nodes, condition, span)?;
            let text = format!(
                "{INPUT} | extend {NODE} = {} | join kind=leftsemi (['$nodes']) on {NODE} \
                 | extend {NODE} = {} | join kind=leftsemi (['$nodes']) on {NODE} | project-away {NODE}",
                quoted(&source),
                quoted(&target)
            );
            let kept = vec![("$nodes", Binding::Table(Arc::new(nodes.clone())))];
            let edges = b.template(&text, graph.edges.clone(), kept, span)?;
            Some(Graph { edges, source, target, nodes: Some(nodes), ids }.relation())
        }
        _ => None,
    }
}
