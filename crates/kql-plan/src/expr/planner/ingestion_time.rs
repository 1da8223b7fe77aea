//! `ingestion_time()`: the row's own time, because evidence is not ingested anywhere.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["ingestion_time"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], _span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    if !args.is_empty() {
        return b.error("argument-count", name.span, "`ingestion_time` takes no arguments");
    }
    let time = cx.relation.and_then(|r| {
        let time = r.time.as_ref()?;
        Some(crate::expr::name::column(r, r.columns.iter().find(|c| c.physical == *time)?))
    });
    Some(match time {
        Some(time) => time.named(None),
        None => Bound { scope: cx.scope, ..Bound::constant(Value::Null, KqlType::DateTime) },
    })
}
