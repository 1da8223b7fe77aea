//! `datetime_diff('part', later, earlier)`: a whole number, which Microsoft's engine gives as a `real` where the part is
//! a week and as a `long` otherwise (seen in its recorded answers).

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["datetime_diff"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let args = b.arguments(args, cx)?;
    let part = args.first().and_then(|a| a.constant());
    let weeks = part.as_ref().and_then(|p| p.as_str()).is_some_and(|p| p.eq_ignore_ascii_case("week"));
    let function = kql_functions::scalar(&name.text)?;
    let bound = b.apply_with_types(function, args, span)?;
    if weeks { b.convert(bound, KqlType::Real, span) } else { Some(bound) }
}
