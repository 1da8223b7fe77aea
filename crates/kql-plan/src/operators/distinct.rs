//! `distinct a, b`: each combination once, in the order in which they first come.

use crate::aggregate::aggregate_plan;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use crate::lineage;
use crate::operator::Operator;
use crate::relation::{Col, LINEAGE, Relation, col, unique};
use kql_syntax::ast::{self, ExprKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["distinct"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Distinct(assignments) = &op.kind else { return input };
    distinct(b, input?, assignments, op.span)
}

/// Each combination of values once.
pub(crate) fn distinct(
    b: &mut Binder<'_>,
    relation: Relation,
    assignments: &[ast::Assignment],
    span: diagnostics::Span,
) -> Option<Relation> {
    let place = span;
    let mut values: Vec<(Option<String>, Option<Bound>, diagnostics::Span)> = Vec::new();
    for assignment in assignments {
        let span = assignment.value.span;
        if matches!(assignment.value.kind, ExprKind::Star) {
            let all = relation.columns.iter().filter(|c| !c.poisoned);
            values.extend(all.map(|c| (None, Some(crate::expr::name::column(&relation, c)), span)));
            continue;
        }
        let bound = b.scalar(&assignment.value, &mut Cx::row(&relation));
        values.push((assignment.names.first().map(|n| n.text.clone()), bound, span));
    }
    let mut columns: Vec<Col> = Vec::new();
    let mut new = Vec::new();
    let mut numbered = 0;
    for (named, bound, span) in values {
        let base = named.or_else(|| bound.as_ref().and_then(|b| b.name.clone())).unwrap_or_else(|| {
            numbered += 1;
            format!("Column{numbered}")
        });
        let name = unique(&base, |n| columns.iter().any(|c| c.name == n));
        let bound = bound.and_then(|v| b.group_key(&relation, v, span, "a key of `distinct`"));
        let Some(bound) = bound else {
            columns.push(super::extend::poisoned(b, name));
            continue;
        };
        b.note_now(bound.now);
        let physical = match bound.physical {
            Some(physical) => physical,
            None => {
                let physical = b.fresh(&name);
                new.push((physical.clone(), bound.expr));
                physical
            }
        };
        columns.push(Col { name, ty: bound.ty, physical, nullable: bound.nullable, poisoned: false });
    }
    let lineage = relation.lineage;
    let nodes = relation.nodes;
    let input = b.add_columns(relation, new, place)?;
    let mut keys: Vec<String> = Vec::new();
    for column in columns.iter().filter(|c| !c.poisoned) {
        if !keys.contains(&column.physical) {
            keys.push(column.physical.clone());
        }
    }
    let mut calls = if lineage { vec![lineage::merge(col(LINEAGE)).alias(LINEAGE)] } else { Vec::new() };
    let group = input.group.clone();
    calls.extend(super::summarize::carry(&input, &mut keys));
    let plan = if keys.is_empty() {
        (*input.plan).clone()
    } else {
        b.built(aggregate_plan(input.plan, keys.iter().map(|k| col(k)).collect(), calls), place)?
    };
    let scope = b.fresh_scope();
    let mut result = Relation::new(plan, columns, scope);
    result.lineage = lineage;
    result.group = group;
    result.nodes = nodes.saturating_add(2);
    Some(result)
}
