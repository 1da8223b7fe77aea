//! `coalesce(a, b, …)`: the first that is not null; for strings the first that is not empty.

use super::PlannerFunction;
use super::case::one_type;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use datafusion::logical_expr::{Case, Expr, Operator, binary_expr};
use diagnostics::Span;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Argument, Name};

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["coalesce"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], _span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    if args.is_empty() {
        return b.error("argument-count", name.span, "`coalesce` takes at least 1 argument, not 0");
    }
    let bound: Vec<Option<Bound>> = args.iter().map(|a| b.scalar(&a.value, cx)).collect();
    let bound: Vec<Bound> = bound.into_iter().collect::<Option<_>>()?;
    let mut ty = bound.first()?.ty;
    for (value, argument) in bound.iter().zip(args).skip(1) {
        match one_type(ty, value.ty) {
            Some(one) => ty = one,
            None => {
                let message = format!("`coalesce` wants values of one type, not {ty} and {}", value.ty);
                return b.error("type-mismatch", argument.value.span, message);
            }
        }
    }
    let mut values = Vec::new();
    for (value, argument) in bound.iter().zip(args) {
        values.push(b.convert(value.clone(), ty, argument.value.span)?);
    }
    let empty = |v: &OwnedText| v.is_empty();
    values.retain(|v| match &v.constant {
        Some(Value::Null) => false,
        Some(Value::String(s)) => !empty(s),
        _ => true,
    });
    let Some(last) = values.pop() else {
        let value = if ty == KqlType::String { Value::string("") } else { Value::Null };
        return Some(Bound::constant(value, ty).inherit(&bound));
    };
    if values.is_empty() {
        return Some(last.inherit(&bound).named(None));
    }
    let present = |v: &Bound| {
        if ty == KqlType::String {
            binary_expr(v.expr.clone(), Operator::NotEq, crate::expr::missing(ty))
        } else {
            v.expr.clone().is_not_null()
        }
    };
    let branches = values.iter().map(|v| (Box::new(present(v)), Box::new(v.expr.clone()))).collect();
    let nullable = last.nullable;
    let expr = Expr::Case(Case::new(None, branches, Some(Box::new(last.expr))));
    Some(Bound { nullable, ..Bound::new(expr, ty) }.inherit(&bound))
}

type OwnedText = std::borrow::Cow<'static, str>;
