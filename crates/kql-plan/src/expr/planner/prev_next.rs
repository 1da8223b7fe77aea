//! `prev(column [, offset [, default]])` and `next(…)`: the value some rows before or after.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use datafusion::functions_window::lead_lag::{lag_udwf, lead_udwf};
use datafusion::logical_expr::{WindowFunctionDefinition, lit};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["prev", "next"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let Some(first) = args.first().filter(|_| args.len() <= 3) else {
        let message = format!("`{}` takes 1 to 3 arguments, not {}", name.text, args.len());
        return b.error("argument-count", name.span, message);
    };
    let value = b.scalar(&first.value, cx)?;
    let offset = match args.get(1) {
        Some(offset) => b.constant(&offset.value, KqlType::Long, "the offset")?.as_i64().unwrap_or(1),
        None => 1,
    };
    let mut call_args = vec![value.expr.clone(), lit(offset)];
    let mut nullable = true;
    match args.get(2) {
        Some(default) => {
            let default_value = b.scalar(&default.value, cx)?;
            let default_value = b.convert(default_value, value.ty, default.value.span)?;
            nullable = value.nullable || default_value.nullable;
            call_args.push(default_value.expr);
        }
        None if value.ty == KqlType::String => call_args.push(crate::expr::missing(value.ty)),
        None => {}
    }
    let function = if name.text == "prev" { lag_udwf() } else { lead_udwf() };
    let function = WindowFunctionDefinition::WindowUDF(function);
    let mut bound = b.window(&name.text, function, call_args, value.ty, span, cx)?;
    bound.nullable = nullable && value.ty != KqlType::String;
    Some(bound)
}
