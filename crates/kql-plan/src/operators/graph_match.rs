//! `graph-match (a)-[e]->(b), … where condition project …`: the places of a graph that look like a pattern.
//!
//! Each edge of the pattern is a join with the table of edges on the nodes that are known already; then every named node
//! gets its properties. What a condition calls `a.name` is a column of that name.

use super::graph_to_table::graph_of;
use crate::binder::Binder;
use crate::env::Binding;
use crate::graph::{EDGE, Graph, NODE};
use crate::graph_edges::{self, Computed};
use crate::operator::Operator;
use crate::relation::Relation;
use crate::template::{INPUT, assign, quoted};
use diagnostics::Span;
use kql_syntax::ast::{self, Assignment, ExprKind, GraphDirection, GraphEdge, Name, OperatorKind};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["graph-match"], starts: false, row_local: false, within: false, bind };

/// How many edges one of the pattern may stand for.
const MOST: i64 = 16;

/// Which walks through the graph count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cycles {
    All,
    None,
    UniqueEdges,
}

/// What has been matched so far.
struct Match<'g> {
    graph: &'g Graph,
    rows: Option<Relation>,
    cycles: Cycles,
    /// The nodes that are known, by name.
    nodes: Vec<String>,
    /// The steps whose edges are known: whether each is several.
    steps: Vec<bool>,
    names: BTreeSet<String>,
    /// What edges have beside their columns.
    computed: Vec<Computed>,
    span: Span,
}

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::GraphMatch { options, paths, condition, project } = &op.kind else { return input };
    let (graph, span) = (graph_of(b, input?, op)?, op.span);
    let cycles = match Binder::word(options, &["cycles"]).as_deref() {
        None | Some("unique_edges") => Cycles::UniqueEdges,
        Some("all") => Cycles::All,
        Some("none") => Cycles::None,
        Some(_) => return b.error("invalid-argument", span, "`cycles` is one of `all`, `none` and `unique_edges`"),
    };
    if project.is_empty() {
        return b.error_help("missing-project", span, "`graph-match` has no columns", "add `project …` at its end");
    }
    let named_edges = graph_edges::named(paths);
    let (mut condition, mut project) = (condition.clone(), project.clone());
    let mut computed = Vec::new();
    for expr in condition.iter_mut().chain(project.iter_mut().map(|a| &mut a.value)) {
        graph_edges::lift(expr, &named_edges, &mut computed);
    }
    let mut found = Match {
        graph: &graph,
        rows: None,
        cycles,
        nodes: Vec::new(),
        steps: Vec::new(),
        names: BTreeSet::new(),
        computed,
        span,
    };
    let mut unnamed = 0;
    for path in paths {
        let mut called = |name: &Option<Name>| match name {
            Some(name) => name.text.clone(),
            None => {
                unnamed += 1;
                format!("$unnamed{unnamed}")
            }
        };
        let mut at = called(&path.start);
        if path.steps.is_empty() {
            found.alone(b, &at)?;
        }
        for (edge, node) in &path.steps {
            let to = called(node);
            found.step(b, &at, edge, &to)?;
            at = to;
        }
    }
    let rows = found.with_properties(b)?;
    let mut members = Vec::new();
    for expr in condition.iter_mut().chain(project.iter_mut().map(|a| &mut a.value)) {
        graph_edges::members(expr, &mut members);
    }
    let mut missing = false;
    for (whose, which) in members {
        let known = found.names.contains(&whose.text) || found.nodes.contains(&whose.text);
        let name = format!("{}.{}", whose.text, which.text);
        if known && rows.column(&name).is_none() {
            let near: Vec<&str> = rows.names().filter(|n| n.starts_with(&format!("{}.", whose.text))).collect();
            b.unknown::<()>("unknown-column", "column", &name, whose.span.to(which.span), &near);
            missing = true;
        }
    }
    if missing {
        return None;
    }
    let rows = match condition {
        Some(condition) => super::r#where::filtered(b, rows, &condition, span)?,
        None => rows,
    };
    // `a.name` is called `a_name`.
    let named = |assignment: &Assignment| {
        let mut assignment = assignment.clone();
        if let (true, ExprKind::Path { base, member }) = (assignment.names.is_empty(), &assignment.value.kind)
            && let (ExprKind::Name(base), ExprKind::Name(member)) = (&base.kind, &member.kind)
        {
            let name = Name { text: format!("{}_{}", base.text, member.text), span: assignment.span };
            assignment.names.push(name);
        }
        assignment
    };
    let project = OperatorKind::Project(project.iter().map(named).collect());
    let mut result =
        (super::project::OPERATOR.bind)(b, Some(rows), &ast::Operator { kind: project, hints: Vec::new(), span })?;
    (result.serialized, result.sorted) = (false, false);
    Some(result)
}

/// The column of a node's id, of a step's edges.
fn id(node: &str) -> String {
    quoted(&format!("$id:{node}"))
}

fn walked(step: usize) -> String {
    quoted(&format!("$walked:{step}"))
}

impl Match<'_> {
    /// A node that stands alone in the pattern.
    fn alone(&mut self, b: &mut Binder<'_>, node: &str) -> Option<()> {
        if self.nodes.iter().any(|n| n == node) {
            return Some(());
        }
        if self.rows.is_some() {
            return b.unsupported("patterns that share no node", self.span);
        }
        let nodes = self.graph.all_nodes(b, self.span)?;
        self.rows =
            Some(b.template(&format!("{INPUT} | project {} = {NODE}", id(node)), nodes, Vec::new(), self.span)?);
        self.nodes.push(node.to_owned());
        Some(())
    }

    /// Goes along an edge of the pattern.
    fn step(&mut self, b: &mut Binder<'_>, from: &str, edge: &GraphEdge, to: &str) -> Option<()> {
        let span = edge.span;
        let name = edge.name.as_ref().map_or_else(String::new, |n| n.text.clone());
        if !name.is_empty() && !self.names.insert(name.clone()) {
            return b.error("duplicate-name", span, format!("two edges of the pattern are called `{name}`"));
        }
        let edges = self.edges(b, &name, edge)?;
        let walks = match edge.length {
            None => edges,
            Some((least, most)) => {
                let (least, most) = (least.unwrap_or(1), most.unwrap_or(0));
                if least < 1 || most < least || most > MOST {
                    let message = format!("an edge of the pattern stands for 1 to {MOST} edges, written `*1..{MOST}`");
                    return b.error("invalid-argument", span, message);
                }
                if self.cycles == Cycles::None {
                    return b.unsupported("`cycles = none` with edges of several steps", span);
                }
                self.walks(b, edges, (least, most), span)?
            }
        };
        let step = self.steps.len();
        let properties: Vec<String> =
            walks.columns.iter().map(|c| c.name.clone()).filter(|n| !n.starts_with('$')).collect();
        let properties: String = properties.iter().map(|p| format!(", {}", quoted(p))).collect();
        // A loop leads back to its own node.
        let text = if from == to {
            format!(
                "{INPUT} | where ['$from'] == ['$to'] | project {} = ['$from'], {} = {EDGE}{properties}",
                id(from),
                walked(step)
            )
        } else {
            let ends = format!("{} = ['$from'], {} = ['$to']", id(from), id(to));
            format!("{INPUT} | project {ends}, {} = {EDGE}{properties}", walked(step))
        };
        let walks = b.template(&text, walks, Vec::new(), span)?;
        let shared: BTreeSet<&str> = [from, to].into_iter().filter(|n| self.nodes.iter().any(|k| k == n)).collect();
        let rows = match self.rows.take() {
            None => walks,
            Some(rows) => {
                if shared.is_empty() {
                    return b.unsupported("patterns that share no node", span);
                }
                let on: Vec<String> = shared.iter().map(|n| id(n)).collect();
                let away: Vec<String> = shared.iter().map(|n| quoted(&format!("$id:{n}1"))).collect();
                let text = format!(
                    "{INPUT} | join kind=inner (['$walks']) on {} | project-away {}",
                    on.join(", "),
                    away.join(", ")
                );
                b.template(&text, rows, vec![("$walks", Binding::Table(Arc::new(walks)))], span)?
            }
        };
        let several = edge.length.is_some();
        let conditions = self.different(step, several, from, to);
        let rows = match conditions.is_empty() {
            true => rows,
            false => b.template(&format!("{INPUT} | where {}", conditions.join(" and ")), rows, Vec::new(), span)?,
        };
        for node in [from, to] {
            if !self.nodes.iter().any(|n| n == node) {
                self.nodes.push(node.to_owned());
            }
        }
        self.steps.push(several);
        self.rows = Some(rows);
        Some(())
    }

    /// What must differ for a walk to count.
    fn different(&self, step: usize, several: bool, from: &str, to: &str) -> Vec<String> {
        let here = walked(step);
        match self.cycles {
            Cycles::All => Vec::new(),
            Cycles::None => {
                let mut known: Vec<&str> = self.nodes.iter().map(String::as_str).collect();
                let mut conditions = Vec::new();
                for node in [from, to] {
                    if !known.contains(&node) {
                        conditions.extend(known.iter().map(|k| format!("{} != {}", id(k), id(node))));
                        known.push(node);
                    }
                }
                conditions
            }
            Cycles::UniqueEdges => self
                .steps
                .iter()
                .enumerate()
                .map(|(i, before)| match (before, several) {
                    (false, false) => format!("{} != {here}", walked(i)),
                    (true, false) => format!("array_index_of({}, {here}) == -1", walked(i)),
                    (false, true) => format!("array_index_of({here}, {}) == -1", walked(i)),
                    (true, true) => format!("array_length(set_intersect({}, {here})) == 0", walked(i)),
                })
                .collect(),
        }
    }

    /// The edges in the direction of the pattern, with their properties under the edge's name.
    fn edges(&self, b: &mut Binder<'_>, name: &str, edge: &GraphEdge) -> Option<Relation> {
        let own = self.computed.iter().filter(|c| c.edge == name);
        let own: Vec<Assignment> = own.map(|c| assign(Some(&c.name), c.value.clone())).collect();
        let edges = super::extend::extend(b, self.graph.edges.clone(), &own, edge.span)?;
        let mut properties = String::new();
        for column in edges.columns.iter().filter(|c| c.name != "$edge" && !name.is_empty()) {
            properties.push_str(&format!(
                ", {} = {}",
                quoted(&format!("{name}.{}", column.name)),
                quoted(&column.name)
            ));
        }
        let (source, target) = (quoted(&self.graph.source), quoted(&self.graph.target));
        let from = |a: &str, z: &str| format!("{INPUT} | project ['$from'] = {a}, ['$to'] = {z}, {EDGE}{properties}");
        let text = match edge.direction {
            GraphDirection::Forward => from(&source, &target),
            GraphDirection::Backward => from(&target, &source),
            // A loop is the same in both directions.
            GraphDirection::Either => {
                format!("union ({}), ({} | where ['$from'] != ['$to'])", from(&source, &target), from(&target, &source))
            }
        };
        b.template(&text, edges, Vec::new(), edge.span)
    }

    /// Walks of several edges; their properties are arrays.
    fn walks(&self, b: &mut Binder<'_>, edges: Relation, length: (i64, i64), span: Span) -> Option<Relation> {
        let (least, most) = length;
        let properties: Vec<String> =
            edges.columns.iter().map(|c| c.name.clone()).filter(|n| !n.starts_with('$')).map(|n| quoted(&n)).collect();
        let arrays: String = properties.iter().map(|p| format!(", {p} = pack_array({p})")).collect();
        let text = format!("{INPUT} | project ['$from'], ['$to'], {EDGE} = pack_array({EDGE}){arrays}");
        let mut walk = b.template(&text, edges.clone(), Vec::new(), span)?;
        let next: String = edges
            .columns
            .iter()
            .map(|c| format!(", {} = {}", quoted(&format!("$next:{}", c.name)), quoted(&c.name)))
            .collect();
        let next = b.template(&format!("{INPUT} | project ['$to'] = ['$from']{next}"), edges, Vec::new(), span)?;
        let next = Binding::Table(Arc::new(next));
        let unique = match self.cycles {
            Cycles::All => "",
            _ => " | where array_index_of(['$edge'], ['$next:$edge']) == -1",
        };
        let longer: String = std::iter::once(EDGE.to_owned())
            .chain(properties)
            .map(|p| {
                let more = quoted(&format!("$next:{}", p.trim_start_matches("['").trim_end_matches("']")));
                format!(", {p} = array_concat({p}, pack_array({more}))")
            })
            .collect();
        let text = format!(
            "{INPUT} | join kind=inner (['$next']) on ['$to']{unique} \
             | project ['$from'], ['$to'] = ['$next:$to']{longer}"
        );
        let mut all: Option<Relation> = None;
        for length in 1..=most {
            if length > 1 {
                walk = b.template(&text, walk, vec![("$next", next.clone())], span)?;
            }
            if length < least {
                continue;
            }
            all = Some(match all {
                None => walk.clone(),
                Some(shorter) => {
                    let more = vec![("$longer", Binding::Table(Arc::new(walk.clone())))];
                    b.template(&format!("union {INPUT}, ['$longer']"), shorter, more, span)?
                }
            });
        }
        all
    }

    /// The matches with the properties of their named nodes.
    fn with_properties(&mut self, b: &mut Binder<'_>) -> Option<Relation> {
        let mut rows = self.rows.take()?;
        let properties = self.graph.properties();
        for node in self.nodes.iter().filter(|n| !n.starts_with('$')) {
            if self.names.contains(node) {
                return b.error("duplicate-name", self.span, format!("`{node}` is both a node and an edge"));
            }
            let ids = self.graph.ids.iter();
            let ids: Vec<String> = ids.map(|p| format!("{} = {}", quoted(&format!("{node}.{p}")), id(node))).collect();
            if !ids.is_empty() {
                rows = b.template(&format!("{INPUT} | extend {}", ids.join(", ")), rows, Vec::new(), self.span)?;
            }
            let Some(described) = &self.graph.nodes else { continue };
            let others = properties.iter().filter(|p| !self.graph.ids.contains(p));
            let others: String =
                others.map(|p| format!(", {} = {}", quoted(&format!("{node}.{p}")), quoted(p))).collect();
            let text = format!("{INPUT} | project {} = {NODE}{others}", id(node));
            let described = b.template(&text, described.clone(), Vec::new(), self.span)?;
            let text = format!(
                "{INPUT} | join kind=leftouter (['$described']) on {} | project-away {}",
                id(node),
                quoted(&format!("$id:{node}1"))
            );
            rows = b.template(&text, rows, vec![("$described", Binding::Table(Arc::new(described)))], self.span)?;
        }
        Some(rows)
    }
}
