//! `bag_pack_columns(a, b, …)`: these columns as a property bag, by their names.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["bag_pack_columns"], bind };

fn bind(b: &mut Binder<'_>, _name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let mut pairs = Vec::new();
    for argument in args {
        let bound = b.scalar(&argument.value, cx)?;
        let (Some(name), Some(_)) = (&bound.name, &bound.physical) else {
            return b.error("not-a-column", argument.value.span, "a column's name is wanted here");
        };
        pairs.push(Bound::constant(Value::string(name.clone()), KqlType::String));
        pairs.push(bound);
    }
    Some(b.function_call("bag_pack", pairs, span)?.named(None))
}
