//! `take_any(a, b)`, `take_any(*)`, `any(x)`: values of one row, here the first; of a single column the first value
//! that is there.

use crate::aggregate::{AnyAggregate, MultiAggregate};
use crate::binder::Binder;
use crate::expr::{Bound, Cx, never_null_text};
use crate::extreme::{Extreme, call};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Case, Expr, lit};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, ExprKind, Name};

pub(crate) static AGGREGATE: AnyAggregate =
    AnyAggregate::Several(MultiAggregate { names: &["take_any", "any", "anyif", "take_anyif"], bind });

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: &[Argument],
    keys: &[Option<String>],
    _span: Span,
    cx: &mut Cx<'_>,
) -> Option<Vec<Bound>> {
    let relation = cx.relation?;
    let conditional = name.text.ends_with("if");
    let (value_args, condition) = match (conditional, args.split_last()) {
        (false, _) => (args, None),
        (true, Some((condition, rest))) => (rest, Some(condition)),
        (true, None) => (args, None),
    };
    if value_args.is_empty() || (conditional && condition.is_none()) {
        return b.error("argument-count", name.span, format!("`{}` is called with too few arguments", name.text));
    }
    let outer = cx.aggregates.take();
    let mut values: Vec<Option<Bound>> = Vec::new();
    let mut star = false;
    for argument in value_args {
        if matches!(argument.value.kind, ExprKind::Star) {
            star = true;
            let others =
                relation.columns.iter().filter(|c| !c.poisoned && !keys.iter().flatten().any(|k| *k == c.physical));
            values.extend(others.map(|c| Some(crate::expr::name::column(relation, c))));
        } else {
            values.push(b.scalar(&argument.value, cx));
        }
    }
    let condition = match condition {
        Some(condition) => {
            let bound = b.scalar(&condition.value, cx);
            Some(bound.and_then(|bound| b.condition(bound, condition.value.span)))
        }
        None => None,
    };
    cx.aggregates = outer;
    let values: Vec<Bound> = values.into_iter().collect::<Option<_>>()?;
    let condition = match condition {
        Some(condition) => Some(condition?),
        None => None,
    };
    let single = values.len() == 1 && !star;
    let mut columns = Vec::with_capacity(values.len());
    for value in &values {
        // The key is 1 for rows that count and null for others, so the first that counts is found.
        let counts = if single { present(value) } else { lit(true) };
        let counts = match &condition {
            Some(condition) => counts.and(condition.expr.clone()),
            None => counts,
        };
        let one = lit(1i64);
        let null = Expr::Literal(ScalarValue::Int64(None), None);
        let key = Expr::Case(Case::new(None, vec![(Box::new(counts), Box::new(one))], Some(Box::new(null))));
        let key = Bound::new(key, KqlType::Long).inherit([value]);
        let key = b.aggregate_argument(&key, cx);
        let argument = b.aggregate_argument(value, cx);
        let own = value.name.clone().unwrap_or_default();
        let auto = if name.text.starts_with("any") { Some(format!("any_{own}")) } else { value.name.clone() };
        let base = auto.clone().unwrap_or_else(|| "any".to_owned());
        let mut column = b.add_aggregate(call(Extreme::Max, key, argument), value.ty, &base, cx);
        column.expr = never_null_text(column.expr, value.ty);
        columns.push(column.inherit([value]).named(auto));
    }
    Some(columns)
}

fn present(value: &Bound) -> Expr {
    if value.ty == KqlType::String {
        value.expr.clone().not_eq(crate::expr::missing(KqlType::String))
    } else {
        value.expr.clone().is_not_null()
    }
}
