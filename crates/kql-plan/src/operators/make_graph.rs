//! `make-graph source --> target [with nodes on key, …]`: a graph whose edges are the rows.

use crate::binder::Binder;
use crate::env::Binding;
use crate::graph::{EDGE, Graph, NODE};
use crate::operator::Operator;
use crate::relation::Relation;
use crate::template::{INPUT, name_expr, quoted};
use crate::timeline::column;
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["make-graph"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::MakeGraph { source, target, nodes, options, partition } = &op.kind else { return input };
    let (relation, span) = (input?, op.span);
    if let Some((name, _)) = partition {
        return b.unsupported("partitioned graphs", name.span);
    }
    let mut ends = Vec::new();
    for end in [source, target] {
        let (name, ty) = column(b, &relation, &name_expr(&end.text, end.span))?;
        b.check_key(ty, end.span, "the end of an edge")?;
        ends.push((name, ty));
    }
    let [(source, ty), (target, other)] = <[_; 2]>::try_from(ends).ok()?;
    if ty != other {
        let message = format!("an edge leads from a value of type {ty} to one of type {other}");
        return b.error("type-mismatch", span, message);
    }
    let mut described: Option<Relation> = None;
    let mut ids: Vec<String> = Vec::new();
    for table in nodes {
        let rows = b.table(&table.table)?;
        let (key, key_ty) = column(b, &rows, &name_expr(&table.key.text, table.key.span))?;
        if key_ty != ty {
            let message = format!("the ids of nodes are of type {key_ty}, the ends of edges of type {ty}");
            return b.error("type-mismatch", table.key.span, message);
        }
        // Of several rows for one node any describes it.
        let key_name = quoted(&key);
        let text = format!(
            "{INPUT} | extend {NODE} = {key_name} | summarize take_any(*) by {NODE} | extend {key_name} = {NODE}"
        );
        let rows = b.template(&text, rows, Vec::new(), span)?;
        described = Some(match described {
            None => rows,
            Some(before) => {
                let more = vec![("$more", Binding::Table(Arc::new(rows)))];
                b.template(&format!("union {INPUT}, ['$more']"), before, more, span)?
            }
        });
        if !ids.contains(&key) {
            ids.push(key);
        }
    }
    // With several, each stands in the rows of its own table only.
    if ids.len() > 1 {
        ids.clear();
    }
    ids.extend(Binder::word(options, &["with_node_id"]).filter(|_| nodes.is_empty()));
    let text = format!("{INPUT} | serialize {EDGE} = row_number()");
    let edges = b.template(&text, relation, Vec::new(), span)?;
    Some(Graph { edges, source, target, nodes: described, ids }.relation())
}
