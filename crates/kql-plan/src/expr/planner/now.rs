//! `now([offset])`: the time of the evidence, the same in the whole query.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx, NowUse};
use diagnostics::Span;
use kql_functions::{KqlType, OwnedValue, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["now"], bind };

/// `now()` less some ticks; null past the ends of time.
pub(super) fn at(b: &Binder<'_>, back: i64) -> Bound {
    const LAST: i64 = 3_155_378_975_999_999_999;
    let ticks = b.now.checked_sub(back).filter(|t| (0..=LAST).contains(t));
    let value: OwnedValue = ticks.map_or(Value::Null, Value::DateTime);
    Bound { now: NowUse::Ago(back), ..Bound::constant(value, KqlType::DateTime) }
}

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    match args {
        [] => Some(at(b, 0)),
        [offset] => {
            let offset = b.scalar(&offset.value, cx)?;
            if let (KqlType::TimeSpan, Some(Value::TimeSpan(ticks))) = (offset.ty, &offset.constant) {
                return Some(at(b, ticks.saturating_neg()));
            }
            let now = at(b, 0);
            b.arithmetic("+", now, offset, span)
        }
        _ => b.error("argument-count", name.span, format!("`now` takes at most 1 argument, not {}", args.len())),
    }
}
