//! `row_window_session(time, longest, gap [, restart])`: when the session of a row began.

use super::PlannerFunction;
use super::row_cumsum::over_rows;
use crate::binder::Binder;
use crate::expr::row_function::RowFunction;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["row_window_session"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let [time, longest, gap, restart @ ..] = args else {
        let message = format!("`{}` takes 3 or 4 arguments, not {}", name.text, args.len());
        return b.error("argument-count", name.span, message);
    };
    let value = b.scalar(&time.value, cx)?;
    if value.ty != KqlType::DateTime {
        let message = format!("a session is made of values of type datetime, not {}", value.ty);
        return b.error("type-mismatch", time.value.span, message);
    }
    let longest = b.constant(&longest.value, KqlType::TimeSpan, "the length of a session")?.as_i64().unwrap_or(0);
    let gap = b.constant(&gap.value, KqlType::TimeSpan, "the gap between sessions")?.as_i64().unwrap_or(0);
    let bound = over_rows(b, name, RowFunction::Session { longest, gap }, value, KqlType::DateTime, restart, span, cx)?;
    Some(Bound { nullable: true, ..bound })
}
