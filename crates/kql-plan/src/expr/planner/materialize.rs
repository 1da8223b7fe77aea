//! `materialize(…)` gives a table; as a value it has no meaning.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["materialize"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], _span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    match args {
        // `materialize(x)` of a value is the value.
        [only] if !b.is_table(&only.value) => b.scalar(&only.value, cx),
        _ => b.error("not-a-value", name.span, "`materialize` gives a table where a value is wanted"),
    }
}
