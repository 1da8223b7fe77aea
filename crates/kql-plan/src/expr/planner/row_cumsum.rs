//! `row_cumsum(number [, restart])`: the sum of a column up to and with the row.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::row_function::RowFunction;
use crate::expr::{Bound, Cx};
use datafusion::logical_expr::WindowFunctionDefinition;
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["row_cumsum"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let Some((value, restart)) = args.split_first() else {
        return b.error("argument-count", name.span, "`row_cumsum` takes 1 or 2 arguments, not 0");
    };
    let bound = b.scalar(&value.value, cx)?;
    let ty = match bound.ty {
        KqlType::Int | KqlType::Long => KqlType::Long,
        KqlType::Real | KqlType::Dynamic => KqlType::Real,
        KqlType::TimeSpan => KqlType::TimeSpan,
        other => {
            let message = format!("values of type {other} have no sum");
            return b.error("type-mismatch", value.value.span, message);
        }
    };
    let bound = b.convert(bound, ty, value.value.span)?;
    over_rows(b, name, RowFunction::Sum, bound, ty, restart, span, cx)
}

/// A function over the rows so far, which may start again where a condition holds.
#[allow(clippy::too_many_arguments, reason = "the parts of one call")]
pub(super) fn over_rows(
    b: &mut Binder<'_>,
    name: &Name,
    function: RowFunction,
    value: Bound,
    ty: KqlType,
    restart: &[Argument],
    span: Span,
    cx: &mut Cx<'_>,
) -> Option<Bound> {
    let mut args = vec![value.expr.clone()];
    let mut from = vec![value];
    match restart {
        [] => {}
        [condition] => {
            let bound = b.scalar(&condition.value, cx)?;
            let bound = b.condition(bound, condition.value.span)?;
            args.push(bound.expr.clone());
            from.push(bound);
        }
        [_, extra, ..] => {
            let message = format!("`{}` takes no such argument", name.text);
            return b.error("argument-count", extra.value.span, message);
        }
    }
    let definition = WindowFunctionDefinition::WindowUDF(function.udwf());
    let bound = b.window(&name.text, definition, args, ty, span, cx)?;
    Some(Bound { nullable: false, ..bound }.inherit(&from).named(None))
}
