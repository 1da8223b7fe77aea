//! `summarize aggregates by keys`: the keys first, in the order of `by`, then the aggregates.

use super::extend::poisoned;
use crate::aggregate::{self, aggregate_plan};
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use crate::lineage;
use crate::operator::Operator;
use crate::relation::{Col, LINEAGE, Relation, col, unique};
use crate::udaf::aggregate_expr;
use datafusion::functions_aggregate::first_last::first_value_udaf;
use datafusion::logical_expr::Expr;
use diagnostics::Span;
use kql_syntax::ast::{self, Assignment, ExprKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["summarize"], starts: false, row_local: false, within: true, bind };

/// A result column on its way: its name as written, or the one it gets by itself.
struct Item {
    explicit: Option<String>,
    bound: Option<Bound>,
}

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Summarize { aggregates, by, .. } = &op.kind else { return input };
    summarize(b, input?, aggregates, by, op.span)
}

/// Aggregates by keys.
pub(crate) fn summarize(
    b: &mut Binder<'_>,
    relation: Relation,
    aggregates: &[Assignment],
    by: &[Assignment],
    span: Span,
) -> Option<Relation> {
    if aggregates.is_empty() && by.is_empty() {
        return b.error("type-mismatch", span, "`summarize` wants at least one aggregate or a key after `by`");
    }
    let mut keys: Vec<Item> = Vec::new();
    for assignment in by {
        let bound = b.scalar(&assignment.value, &mut Cx::row(&relation));
        let bound = bound.and_then(|v| {
            b.note_now(v.now);
            b.group_key(&relation, v, assignment.value.span, "a key of `summarize`")
        });
        keys.push(Item { explicit: name_of(assignment, bound.as_ref()), bound });
    }
    let key_columns: Vec<Option<String>> =
        keys.iter().map(|k| k.bound.as_ref().and_then(|b| b.physical.clone())).collect();
    let mut cx = Cx::summarize(&relation);
    let mut items: Vec<Item> = Vec::new();
    for assignment in aggregates {
        match columns_of(b, assignment, &key_columns, &mut cx) {
            Some(columns) => items.extend(columns),
            None => {
                let names = assignment.names.iter();
                items.extend(names.map(|n| Item { explicit: Some(n.text.clone()), bound: None }));
                if assignment.names.is_empty() {
                    items.push(Item { explicit: None, bound: None });
                }
            }
        }
    }
    let failed = items.iter().any(|i| i.bound.is_none() && i.explicit.is_none());
    let found = cx.aggregates.unwrap_or_default();
    build(b, relation, keys, items, found, span).map(|mut result| {
        result.poisoned |= failed;
        result
    })
}

fn name_of(assignment: &Assignment, bound: Option<&Bound>) -> Option<String> {
    assignment.names.first().map(|n| n.text.clone()).or_else(|| match (bound, &assignment.value.kind) {
        (None, ExprKind::Name(name)) => Some(name.text.clone()),
        _ => None,
    })
}

/// The columns that one aggregate expression gives.
fn columns_of(
    b: &mut Binder<'_>,
    assignment: &Assignment,
    keys: &[Option<String>],
    cx: &mut Cx<'_>,
) -> Option<Vec<Item>> {
    let mut value = &assignment.value;
    while let ExprKind::Paren(inner) = &value.kind {
        value = inner;
    }
    if let ExprKind::Call { name, args } = &value.kind
        && b.env.get(&name.text).is_none()
        && let Some(multi) = aggregate::multi(&name.text)
    {
        let columns = (multi.bind)(b, name, args, keys, value.span, cx)?;
        if assignment.names.len() > columns.len() {
            let message = format!("{} names stand for {} columns", assignment.names.len(), columns.len());
            return b.error("argument-count", assignment.span, message);
        }
        let mut names = assignment.names.iter();
        let items = columns.into_iter().map(|bound| {
            b.note_now(bound.now);
            Item { explicit: names.next().map(|n| n.text.clone()), bound: Some(bound) }
        });
        return Some(items.collect());
    }
    if let [_, second, ..] = assignment.names.as_slice() {
        return b.error("argument-count", second.span, "this gives one value, and there are several names");
    }
    let bound = b.scalar(value, cx)?;
    b.note_now(bound.now);
    if let Some(column) = bare_column(&bound, cx) {
        let message = format!("`{column}` stands outside of any aggregate");
        let help = format!("name it after `by`, or write `take_any({column})`");
        return b.error_help("not-aggregated", value.span, message, help);
    }
    Some(vec![Item { explicit: assignment.names.first().map(|n| n.text.clone()), bound: Some(bound) }])
}

/// A column of the input that a result uses directly.
fn bare_column(bound: &Bound, cx: &Cx<'_>) -> Option<String> {
    let relation = cx.relation?;
    let used = bound.expr.column_refs();
    let found = relation.columns.iter().find(|c| used.iter().any(|u| u.name == c.physical))?;
    Some(found.name.clone())
}

fn build(
    b: &mut Binder<'_>,
    relation: Relation,
    keys: Vec<Item>,
    items: Vec<Item>,
    found: crate::expr::Aggregates,
    span: Span,
) -> Option<Relation> {
    let mut columns: Vec<Col> = Vec::new();
    let mut numbered = 0;
    let mut before = found.arguments;
    let mut groups: Vec<String> = Vec::new();
    for key in keys {
        let name = result_name(&key, &columns, &mut numbered);
        let Some(bound) = key.bound else {
            columns.push(poisoned(b, name));
            continue;
        };
        let physical = match bound.physical {
            Some(physical) => physical,
            None => {
                let physical = b.fresh(&name);
                before.push((physical.clone(), bound.expr));
                physical
            }
        };
        if !groups.contains(&physical) {
            groups.push(physical.clone());
        }
        columns.push(Col { name, ty: bound.ty, physical, nullable: bound.nullable, poisoned: false });
    }
    let mut after = Vec::new();
    for item in items {
        let name = result_name(&item, &columns, &mut numbered);
        let Some(bound) = item.bound else {
            columns.push(poisoned(b, name));
            continue;
        };
        let physical = match &bound.expr {
            Expr::Column(column) => column.name.clone(),
            _ => {
                let physical = b.fresh(&name);
                after.push((physical.clone(), bound.expr));
                physical
            }
        };
        columns.push(Col { name, ty: bound.ty, physical, nullable: bound.nullable, poisoned: false });
    }
    let (lineage, nodes, group) = (relation.lineage, relation.nodes, relation.group.clone());
    let calls_empty = found.calls.is_empty();
    let input = b.add_columns(relation, before, span)?;
    let mut calls: Vec<_> = found.calls.into_iter().map(|c| c.expr.alias(c.physical)).collect();
    if lineage {
        calls.push(lineage::merge(col(LINEAGE)).alias(LINEAGE));
    }
    calls.extend(carry(&input, &mut groups));
    let mut grouped = if groups.is_empty() && calls_empty {
        // Only broken expressions: there is nothing to compute, and the diagnostics are out.
        Relation::new((*input.plan).clone(), Vec::new(), 0)
    } else {
        let group_exprs = groups.iter().map(|g| col(g)).collect();
        let plan = b.built(aggregate_plan(input.plan, group_exprs, calls), span)?;
        let aggregated = columns.iter().filter(|c| !c.poisoned && !after.iter().any(|(n, _)| *n == c.physical));
        let mut live: Vec<Col> = aggregated.cloned().collect();
        // Aggregates that only feed an expression must survive until it is computed.
        live.retain(|c| plan.schema().fields().iter().any(|f| *f.name() == c.physical));
        let mut grouped = Relation::new(plan, live, 0);
        grouped.lineage = lineage;
        grouped.group.clone_from(&group);
        grouped
    };
    grouped = b.add_columns(grouped, after, span)?;
    grouped.columns = columns;
    grouped.scope = b.fresh_scope();
    grouped.group = group;
    grouped.nodes = nodes.saturating_add(3);
    Some(grouped)
}

/// Inside `mv-apply`: the row's number joins the keys, and its other columns come along.
pub(crate) fn carry(input: &Relation, groups: &mut Vec<String>) -> Vec<Expr> {
    let (row, carried) = input.group_columns();
    let Some(row) = row else { return Vec::new() };
    groups.push(row.to_owned());
    let others: Vec<&String> = carried.iter().filter(|c| !groups.contains(c)).collect();
    others.into_iter().map(|c| aggregate_expr(first_value_udaf(), vec![col(c)], None).alias(c)).collect()
}

fn result_name(item: &Item, columns: &[Col], numbered: &mut usize) -> String {
    let own = item.explicit.clone().or_else(|| item.bound.as_ref().and_then(|b| b.name.clone()));
    let base = own.unwrap_or_else(|| {
        *numbered += 1;
        format!("Column{numbered}")
    });
    unique(&base, |n| columns.iter().any(|c| c.name == n))
}
