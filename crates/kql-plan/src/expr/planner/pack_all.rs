//! `pack_all([ignore_null_empty])`: the whole row as a property bag.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["pack_all"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let Some(relation) = cx.relation else {
        return b.error("not-a-value", name.span, "`pack_all` packs a table's columns, and there is none here");
    };
    let skip_empty = match args {
        [] => false,
        [only] => matches!(b.constant(&only.value, KqlType::Bool, "the argument")?, Value::Bool(true)),
        _ => return b.error("argument-count", name.span, "`pack_all` takes at most 1 argument"),
    };
    let mut pairs = Vec::new();
    for column in relation.columns.iter().filter(|c| !c.poisoned) {
        pairs.push(Bound::constant(Value::string(column.name.clone()), KqlType::String));
        pairs.push(crate::expr::name::column(relation, column));
    }
    if skip_empty {
        return b.unsupported("pack_all(true)", span);
    }
    Some(b.function_call("bag_pack", pairs, span)?.named(None))
}
