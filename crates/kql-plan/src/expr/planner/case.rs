//! `case(condition, value, …, otherwise)`: only the chosen branch counts.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use datafusion::logical_expr::{Case, Expr};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["case"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    if args.len() < 3 || args.len().is_multiple_of(2) {
        let message = "`case` takes pairs of a condition and a value, and one value for the rest";
        return b.error("argument-count", name.span, message);
    }
    choose(b, args, span, cx)
}

/// `condition, value, …, otherwise`
pub(super) fn choose(b: &mut Binder<'_>, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let bound: Vec<Option<Bound>> = args.iter().map(|a| b.scalar(&a.value, cx)).collect();
    let bound: Vec<Bound> = bound.into_iter().collect::<Option<_>>()?;
    let spans: Vec<Span> = args.iter().map(|a| a.value.span).collect();
    let last = bound.len().saturating_sub(1);
    let is_value = |i: usize| i % 2 == 1 || i == last;
    let mut ty: Option<KqlType> = None;
    for (i, value) in bound.iter().enumerate().filter(|(i, _)| is_value(*i)) {
        // A null literal takes the type of the others.
        if matches!(value.constant, Some(Value::Null)) && value.ty == KqlType::Dynamic {
            continue;
        }
        ty = Some(match ty {
            None => value.ty,
            Some(ty) => match one_type(ty, value.ty) {
                Some(one) => one,
                None => {
                    let message = format!("the branches give {ty} here and {} there", value.ty);
                    let at = spans.get(i).copied().unwrap_or(span);
                    return b.error_help("type-mismatch", at, message, "convert one, for example with `tostring(…)`");
                }
            },
        });
    }
    let ty = ty.unwrap_or(KqlType::Dynamic);
    let all = bound.clone();
    let mut branches: Vec<(Bound, Bound)> = Vec::new();
    let mut otherwise: Option<Bound> = None;
    let mut condition: Option<Bound> = None;
    for (i, value) in bound.into_iter().enumerate() {
        let at = spans.get(i).copied().unwrap_or(span);
        if !is_value(i) {
            condition = Some(b.condition(value, at)?);
            continue;
        }
        let value = b.convert(value, ty, at)?;
        match condition.take() {
            None => otherwise = otherwise.or(Some(value)),
            Some(c) => match c.constant {
                Some(Value::Bool(true)) => otherwise = otherwise.or(Some(value)),
                Some(_) => {}
                None if otherwise.is_none() => branches.push((c, value)),
                None => {}
            },
        }
    }
    let otherwise = otherwise?;
    if branches.is_empty() {
        return Some(otherwise.inherit(&all).named(None));
    }
    let nullable = otherwise.nullable || branches.iter().any(|(_, v)| v.nullable);
    let pairs = branches.into_iter().map(|(c, v)| (Box::new(c.into_filter()), Box::new(v.expr))).collect();
    let expr = Expr::Case(Case::new(None, pairs, Some(Box::new(otherwise.expr))));
    Some(Bound { nullable, ..Bound::new(expr, ty) }.inherit(&all))
}

/// The type that two branches share.
pub(super) fn one_type(left: KqlType, right: KqlType) -> Option<KqlType> {
    if left == right {
        return Some(left);
    }
    match (left, right) {
        // What is not dynamic decides.
        (KqlType::Dynamic, other) | (other, KqlType::Dynamic) => Some(other),
        _ => left.wider(right),
    }
}
