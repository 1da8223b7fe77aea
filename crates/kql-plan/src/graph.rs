//! Graphs: tables of edges and nodes between `make-graph` and what makes rows of them again.

use crate::binder::Binder;
use crate::env::Binding;
use crate::relation::Relation;
use crate::template::{INPUT, quoted};
use diagnostics::Span;
use std::sync::Arc;

/// The column that numbers edges.
pub(crate) const EDGE: &str = "['$edge']";
/// The column of a node's id.
pub(crate) const NODE: &str = "['$node']";

/// What `make-graph` makes.
#[derive(Debug)]
pub(crate) struct Graph {
    /// With a number for each edge.
    pub(crate) edges: Relation,
    /// The columns of an edge's ends.
    pub(crate) source: String,
    pub(crate) target: String,
    /// The nodes that are described, each once, with their ids in a column of their own.
    pub(crate) nodes: Option<Relation>,
    /// The property that holds every node's id, if there is one.
    pub(crate) ids: Vec<String>,
}

/// Whether an operator takes a graph.
pub(crate) fn takes(keyword: &str) -> bool {
    keyword.starts_with("graph-") || keyword == "as"
}

/// Refuses a graph where rows are wanted.
pub(crate) fn no_table<T>(b: &mut Binder<'_>, span: Span) -> Option<T> {
    let help = "`graph-match … project …` and `graph-to-table` make rows of it";
    b.error_help("not-a-table", span, "a graph is no table", help)
}

impl Graph {
    /// The graph as what goes through a pipeline.
    pub(crate) fn relation(self) -> Relation {
        let edges = self.edges.clone();
        Relation { graph: Some(Arc::new(self)), ..edges }
    }

    /// The properties of nodes: columns of the tables that describe them, and the id.
    pub(crate) fn properties(&self) -> Vec<String> {
        let described = self.nodes.iter().flat_map(|n| n.columns.iter()).map(|c| c.name.clone());
        let described = described.filter(|name| name != "$node" && !self.ids.contains(name));
        self.ids.iter().cloned().chain(described).collect()
    }

    /// Every node: those that are described, and those that only edges name.
    pub(crate) fn all_nodes(&self, b: &mut Binder<'_>, span: Span) -> Option<Relation> {
        let (source, target) = (quoted(&self.source), quoted(&self.target));
        let named = format!(
            "union ({INPUT} | project {NODE} = {source}), ({INPUT} | project {NODE} = {target}) | distinct {NODE}"
        );
        let named = b.template(&named, self.edges.clone(), Vec::new(), span)?;
        let all = match &self.nodes {
            None => named,
            Some(nodes) => {
                let described = vec![("$nodes", Binding::Table(Arc::new(nodes.clone())))];
                let text = format!("union ['$nodes'], ({INPUT} | join kind=leftanti (['$nodes']) on {NODE})");
                b.template(&text, named, described, span)?
            }
        };
        self.with_ids(b, all, span)
    }

    /// Nodes with their ids in the properties that hold them, which come first.
    fn with_ids(&self, b: &mut Binder<'_>, nodes: Relation, span: Span) -> Option<Relation> {
        let ids = self.ids.iter().map(|id| format!("{} = {NODE}", quoted(id)));
        let others = nodes.columns.iter().map(|c| c.name.clone()).filter(|n| !self.ids.contains(n));
        let columns: Vec<String> = ids.chain(others.map(|n| quoted(&n))).collect();
        b.template(&format!("{INPUT} | project {}", columns.join(", ")), nodes, Vec::new(), span)
    }
}
