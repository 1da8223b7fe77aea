//! `make-series aggregate [default = v], … on axis [from a] [to b] step s [by keys]`: an array with one item for each
//! step, and what stands for steps without rows.

use super::summarize::summarize;
use crate::binder::Binder;
use crate::env::Binding;
use crate::expr::{Bound, Cx};
use crate::operator::Operator;
use crate::relation::Relation;
use crate::template::{INPUT, assign, name_expr, quoted};
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{self, Assignment, Expr, OperatorKind};
use std::fmt::Write as _;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["make-series"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::MakeSeries { aggregates, on, from, to, step, by, options } = &op.kind else { return input };
    let (relation, span) = (input?, op.span);
    // The older form `in range(a, b, s)` counts its end in.
    let inclusive = Binder::word(options, &["in"]).as_deref() == Some("range");
    let axis = b.scalar(&on.value, &mut Cx::row(&relation))?;
    let axis_ty = match axis.ty {
        KqlType::Int => KqlType::Long,
        ty @ (KqlType::Long | KqlType::Real | KqlType::DateTime | KqlType::TimeSpan) => ty,
        other => {
            return b.error(
                "type-mismatch",
                on.value.span,
                format!("a series cannot run along values of type {other}"),
            );
        }
    };
    let axis_name = on.names.first().map(|n| n.text.clone()).or_else(|| axis.name.clone());
    let axis_name = axis_name.unwrap_or_else(|| "Column1".to_owned());
    let axis = b.convert(axis, axis_ty, on.value.span)?;
    b.note_now(axis.now);
    let step_ty = if axis_ty == KqlType::DateTime { KqlType::TimeSpan } else { axis_ty };
    let step = bounded(b, step.as_ref()?, step_ty)?;
    if step.constant.as_ref().is_some_and(|s| !positive(s)) {
        return b.error("invalid-argument", span, "the step of a series must be greater than zero");
    }
    let from = match from {
        Some(from) => Some(bounded(b, from, axis_ty)?),
        None => None,
    };
    let to = match to {
        Some(to) => Some(bounded(b, to, axis_ty)?),
        None => None,
    };
    // The axis in a column of its own.
    let axis_column = b.fresh("axis");
    let mut relation = b.add_columns(relation, vec![(axis_column.clone(), axis.expr)], span)?;
    relation.columns.push(crate::relation::Col {
        name: "$axis".to_owned(),
        ty: axis_ty,
        physical: axis_column,
        nullable: true,
        poisoned: false,
    });
    let mut names = vec![("$step", Binder::scalar_binding(step))];
    // Without ends the series runs from the first to the last step that has rows.
    let start = if from.is_some() {
        "['$from']".to_owned()
    } else {
        format!("toscalar({INPUT} | summarize bin(min(['$axis']), ['$step']))")
    };
    let end = match (&to, inclusive) {
        (Some(_), false) => "['$to']".to_owned(),
        (Some(_), true) => "['$to'] + ['$step']".to_owned(),
        (None, _) => format!("toscalar({INPUT} | summarize max(['$axis'])) + ['$step']"),
    };
    let length = match (&to, inclusive) {
        // The last step begins before the end.
        (Some(_), false) => "tolong(ceiling(todouble(['$end'] - ['$start']) / todouble(['$step'])))",
        _ => "tolong(floor(todouble(['$end'] - ['$start']) / todouble(['$step']), 1))",
    };
    names.extend(from.map(|f| ("$from", Binder::scalar_binding(f))));
    names.extend(to.map(|t| ("$to", Binder::scalar_binding(t))));
    let kinds = kind_of(axis_ty);
    let input = relation.clone();
    let scalar = |b: &mut Binder<'_>, text: &str, more: &[(&str, Binding)]| -> Option<Bound> {
        let mut env = b.env.with("$input", Binding::Table(std::sync::Arc::new(input.clone())));
        for (name, binding) in names.iter().chain(more) {
            env = env.with(name, binding.clone());
        }
        b.with_env(env, |b| b.template_scalar(text, span))
    };
    let start = scalar(b, &start, &[])?;
    let start = b.convert(start, axis_ty, span)?;
    let end = scalar(b, &end, &[])?;
    let end = b.convert(end, axis_ty, span)?;
    let mut ends = vec![("$start", Binder::scalar_binding(start)), ("$end", Binder::scalar_binding(end))];
    let length = length.replace("todouble(['$end'] - ['$start']) / todouble(['$step'])", kinds);
    let length = scalar(b, &length, &ends)?;
    ends.push(("$length", Binder::scalar_binding(length)));
    let mut bindings: Vec<(&str, Binding)> = names.clone();
    bindings.extend(ends);
    // Rows inside, each with the number of its step.
    let number = kinds.replace("['$end']", "bin_at(['$axis'], ['$step'], ['$start'])");
    let inside = format!(
        "{INPUT} | where ['$axis'] >= ['$start'] and ['$axis'] < ['$end'] \
         | extend ['$number'] = tolong(round({number}))"
    );
    let numbered = b.template(&inside, relation, bindings.clone(), span)?;
    // The aggregates of each step.
    let mut calls: Vec<Assignment> = Vec::new();
    for aggregate in aggregates {
        calls.push(aggregate.assignment.clone());
    }
    let mut keys = by.to_vec();
    keys.push(assign(None, name_expr("$number", span)));
    let grouped = summarize(b, numbered, &calls, &keys, span)?;
    let key_names: Vec<String> = grouped.columns.iter().take(by.len()).map(|c| c.name.clone()).collect();
    let made: Vec<(String, KqlType)> =
        grouped.columns.iter().skip(keys.len()).map(|c| (c.name.clone(), c.ty)).collect();
    if made.len() != aggregates.len() {
        return b.unsupported("aggregates of several columns in make-series", span);
    }
    // Numbers and values side by side, then the arrays.
    let mut lists = String::new();
    let mut arrays = String::new();
    for (i, ((name, ty), aggregate)) in made.iter().zip(aggregates).enumerate() {
        let name = quoted(name);
        let default = default_value(b, aggregate.default.as_ref(), *ty)?;
        let key: &'static str = DEFAULTS.get(i).copied().unwrap_or("$default");
        if i >= DEFAULTS.len() {
            return b.unsupported("more than 16 aggregates in make-series", span);
        }
        bindings.push((key, Binder::scalar_binding(default)));
        let comma = if i == 0 { "" } else { ", " };
        let _ = write!(lists, "{comma}{name} = make_list(bag_pack('at', ['$number'], 'is', {name}), 1048576)");
        let _ = write!(arrays, "{comma}{name} = ['$series']({name}, ['$length'], pack_array(['{key}']))");
    }
    let keys: Vec<String> = key_names.iter().map(|k| quoted(k)).collect();
    let by = if keys.is_empty() { String::new() } else { format!(" by {}", keys.join(", ")) };
    let nonempty = Binder::word(options, &["kind"]).as_deref() == Some("nonempty");
    let axis = quoted(&axis_name);
    // Without keys and rows there is no series, unless it is asked for.
    let some = if keys.is_empty() && !nonempty { " | where ['$rows'] > 0 | project-away ['$rows']" } else { "" };
    let rows = if some.is_empty() { "" } else { ", ['$rows'] = count()" };
    let text = format!(
        "{INPUT} | summarize {lists}{rows}{by}{some} | extend {arrays}, \
         {axis} = range(['$start'], ['$start'] + (['$length'] - 1) * ['$step'], ['$step'])"
    );
    let mut result = b.template(&text, grouped, bindings, span)?;
    result.name = None;
    Some(result)
}

/// How many steps lie between the start and the end.
const fn kind_of(axis: KqlType) -> &'static str {
    match axis {
        KqlType::DateTime | KqlType::TimeSpan => "(['$end'] - ['$start']) / ['$step']",
        _ => "todouble(['$end'] - ['$start']) / todouble(['$step'])",
    }
}

/// Names for the defaults; a binding's name lives as long as the program.
const DEFAULTS: &[&str] = &[
    "$default0",
    "$default1",
    "$default2",
    "$default3",
    "$default4",
    "$default5",
    "$default6",
    "$default7",
    "$default8",
    "$default9",
    "$default10",
    "$default11",
    "$default12",
    "$default13",
    "$default14",
    "$default15",
];

/// An end or a step: a value that is the same for all rows.
fn bounded(b: &mut Binder<'_>, expr: &Expr, ty: KqlType) -> Option<Bound> {
    let bound = b.scalar(expr, &mut Cx::none())?;
    b.note_now(bound.now);
    b.convert(bound, ty, expr.span)
}

fn positive(value: &Value<'_>) -> bool {
    value.as_i64().map_or_else(|| value.as_f64().is_some_and(|v| v > 0.0), |v| v > 0)
}

/// What stands for a step without rows: 0 unless said otherwise.
fn default_value(b: &mut Binder<'_>, expr: Option<&Expr>, ty: KqlType) -> Option<Bound> {
    match expr {
        Some(expr) => {
            let bound = b.scalar(expr, &mut Cx::none())?;
            if bound.ty.is_numeric() && ty.is_numeric() && !matches!(bound.constant, Some(Value::Null)) {
                return b.convert(bound, ty, expr.span);
            }
            Some(bound)
        }
        None => {
            let zero = Bound::constant(Value::Long(0), KqlType::Long);
            match ty {
                KqlType::Real => Some(Bound::constant(Value::Real(0.0), KqlType::Real)),
                KqlType::TimeSpan => Some(Bound::constant(Value::TimeSpan(0), KqlType::TimeSpan)),
                _ => Some(zero),
            }
        }
    }
}
