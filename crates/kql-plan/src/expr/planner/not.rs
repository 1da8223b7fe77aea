//! `not(condition)`; null stays null.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use datafusion::logical_expr::Expr;
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["not"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], _span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let [argument] = args else {
        return b.error("argument-count", name.span, format!("`not` takes 1 argument, not {}", args.len()));
    };
    let value = b.scalar(&argument.value, cx)?;
    let value = b.condition(value, argument.value.span)?;
    if let Some(Value::Bool(v)) = value.constant {
        return Some(Bound::constant(Value::Bool(!v), KqlType::Bool).inherit([&value]));
    }
    let mut bound = Bound::new(Expr::Not(Box::new(value.expr.clone())), KqlType::Bool).inherit([&value]);
    bound.nullable = value.nullable;
    Some(bound)
}
