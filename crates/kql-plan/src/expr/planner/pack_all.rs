//! `pack_all([ignore_null_empty])`: the whole row as a property bag.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use datafusion::logical_expr::when;
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["pack_all"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let Some(relation) = cx.relation else {
        return Some(Bound::constant(Value::Dynamic("{}".into()), KqlType::Dynamic));
    };
    let skip_empty = match args {
        [] => false,
        [only] => matches!(b.constant(&only.value, KqlType::Bool, "the argument")?, Value::Bool(true)),
        _ => return b.error("argument-count", name.span, "`pack_all` takes at most 1 argument"),
    };
    let columns = relation.columns.iter().filter(|c| !c.poisoned);
    let pair = |c| {
        let value = crate::expr::name::column(relation, c);
        [Bound::constant(Value::string(c.name.clone()), KqlType::String), value]
    };
    if !skip_empty {
        return Some(b.function_call("bag_pack", columns.flat_map(pair).collect(), span)?.named(None));
    }
    // One bag for each column, empty where its value is missing.
    let mut bags = Vec::new();
    for column in columns {
        let empty = Bound::constant(Value::Dynamic("{}".into()), KqlType::Dynamic);
        let text = b.convert(crate::expr::name::column(relation, column), KqlType::String, span)?;
        let bag = b.function_call("bag_pack", pair(column).into(), span)?;
        let there = text.expr.clone().not_eq(crate::expr::missing(KqlType::String));
        let expr = when(there, bag.expr.clone()).otherwise(empty.expr);
        bags.push(Bound::new(b.built(expr, span)?, KqlType::Dynamic).inherit([&bag, &text]));
    }
    Some(b.function_call("bag_merge", bags, span)?.named(None))
}
