//! `column_names_of(T)`: the names of a table's columns as an array.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["column_names_of"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], _span: Span, _cx: &mut Cx<'_>) -> Option<Bound> {
    let [only] = args else {
        return b.error("argument-count", name.span, "`column_names_of` takes a table");
    };
    let relation = b.table(&only.value)?;
    let names: Vec<&str> = relation.columns.iter().map(|c| c.name.as_str()).collect();
    let json = serde_json::Value::from(names);
    Some(Bound::constant(Value::json(&json), KqlType::Dynamic))
}
