//! `ago(x)`: `now()` less a time span.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx, NowUse};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["ago"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let [argument] = args else {
        return b.error("argument-count", name.span, format!("`ago` takes 1 argument, not {}", args.len()));
    };
    let back = b.scalar(&argument.value, cx)?;
    if !matches!(back.ty, KqlType::TimeSpan | KqlType::Dynamic) {
        let message = format!("`ago` takes a timespan, not a value of type {}", back.ty);
        return b.error_help("type-mismatch", argument.value.span, message, "write `1d`, `2h`, `30m` …");
    }
    let back = b.convert(back, KqlType::TimeSpan, span)?;
    if let (Some(ticks), NowUse::None) = (back.constant.as_ref().and_then(Value::as_i64), back.now) {
        return Some(super::now::at(b, ticks));
    }
    let now = super::now::at(b, 0);
    let mut bound = b.arithmetic("-", now, back, span)?;
    bound.now = NowUse::Other;
    Some(bound)
}
