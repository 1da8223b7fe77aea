//! `arg_max(key, *)`, `arg_max(key, a, b)` and `arg_min`: columns of the row with the greatest or least key.

use crate::aggregate::{AnyAggregate, MultiAggregate};
use crate::binder::Binder;
use crate::expr::{Bound, Cx, never_null_text};
use crate::extreme::{Extreme, call};
use diagnostics::Span;
use kql_syntax::ast::{Argument, ExprKind, Name};

pub(crate) static AGGREGATE: AnyAggregate =
    AnyAggregate::Several(MultiAggregate { names: &["arg_max", "arg_min", "argmax", "argmin"], bind });

fn bind(
    b: &mut Binder<'_>,
    name: &Name,
    args: &[Argument],
    keys: &[Option<String>],
    span: Span,
    cx: &mut Cx<'_>,
) -> Option<Vec<Bound>> {
    let Some((key, rest)) = args.split_first() else {
        return b.error("argument-count", name.span, format!("`{}` takes at least 1 argument", name.text));
    };
    let extreme = if name.text.ends_with("max") { Extreme::Max } else { Extreme::Min };
    let relation = cx.relation?;
    let outer = cx.aggregates.take();
    let bound_key = b.scalar(&key.value, cx);
    let mut values: Vec<Option<Bound>> = Vec::new();
    for argument in rest {
        if matches!(argument.value.kind, ExprKind::Star) {
            let skip: Option<&str> = bound_key.as_ref().and_then(|k| k.physical.as_deref());
            for column in relation.columns.iter().filter(|c| !c.poisoned) {
                let is_key =
                    Some(column.physical.as_str()) == skip || keys.iter().flatten().any(|k| *k == column.physical);
                if !is_key {
                    values.push(Some(crate::expr::name::column(relation, column)));
                }
            }
        } else {
            values.push(b.scalar(&argument.value, cx));
        }
    }
    cx.aggregates = outer;
    let bound_key = bound_key?;
    b.check_key(bound_key.ty, key.value.span, &format!("the key of `{}`", name.text))?;
    let values: Vec<Bound> = values.into_iter().collect::<Option<_>>()?;
    let key_expr = b.aggregate_argument(&bound_key, cx);
    let mut columns = Vec::with_capacity(values.len() + 1);
    for value in std::iter::once(&bound_key).chain(&values) {
        let argument = b.aggregate_argument(value, cx);
        let auto = value.name.clone();
        let base = auto.clone().unwrap_or_else(|| "value".to_owned());
        let mut column = b.add_aggregate(call(extreme, key_expr.clone(), argument), value.ty, &base, cx);
        column.expr = never_null_text(column.expr, value.ty);
        columns.push(column.inherit([value, &bound_key]).named(auto));
    }
    if let Some(first) = columns.first_mut()
        && first.name.is_none()
    {
        first.name = Some(if extreme == Extreme::Max { "max_" } else { "min_" }.to_owned());
    }
    let _ = span;
    Some(columns)
}
