//! `isempty`, `isnotempty`, `isnull`, `isnotnull`: a string is never null, so each asks what its type can answer.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use datafusion::logical_expr::{Expr, Operator, binary_expr};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction =
    PlannerFunction { names: &["isempty", "isnotempty", "notempty", "isnull", "isnotnull", "notnull"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let [argument] = args else {
        let message = format!("`{}` takes 1 argument, not {}", name.text, args.len());
        return b.error("argument-count", name.span, message);
    };
    let mut value = b.scalar(&argument.value, cx)?;
    let asks_null = name.text.ends_with("null");
    let negated = name.text.contains("not");
    if value.ty == KqlType::Dynamic && !asks_null {
        value = b.convert(value, KqlType::String, span)?;
    }
    let missing: Option<bool> = match &value.constant {
        Some(Value::Null) => Some(true),
        Some(Value::String(s)) => Some(!asks_null && s.is_empty()),
        Some(_) => Some(false),
        None if value.ty == KqlType::String && asks_null => Some(false),
        None => None,
    };
    if let Some(missing) = missing {
        return Some(Bound::constant(Value::Bool(missing != negated), KqlType::Bool).inherit([&value]));
    }
    let text = value.ty == KqlType::String;
    let empty = crate::expr::missing(KqlType::String);
    let expr = match (text, negated) {
        (true, false) => binary_expr(value.expr.clone(), Operator::Eq, empty),
        (true, true) => binary_expr(value.expr.clone(), Operator::NotEq, empty),
        (false, false) => Expr::IsNull(Box::new(value.expr.clone())),
        (false, true) => Expr::IsNotNull(Box::new(value.expr.clone())),
    };
    Some(Bound { nullable: false, ..Bound::new(expr, KqlType::Bool) }.inherit([&value]))
}
