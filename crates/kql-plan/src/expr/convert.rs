//! Conversions that KQL makes by itself.

use super::Bound;
use crate::binder::Binder;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Cast, Expr, TryCast};
use diagnostics::Span;
use kql_functions::{KqlType, Value};

/// The function that converts to a type.
const fn converter(ty: KqlType) -> &'static str {
    match ty {
        KqlType::Bool => "tobool",
        KqlType::Int => "toint",
        KqlType::Long => "tolong",
        KqlType::Real => "todouble",
        KqlType::Decimal => "todecimal",
        KqlType::String => "tostring",
        KqlType::DateTime => "todatetime",
        KqlType::TimeSpan => "totimespan",
        KqlType::Guid => "toguid",
        KqlType::Dynamic => "todynamic",
    }
}

impl Binder<'_> {
    /// Converts as `toX(…)` would; what does not convert becomes null (`""` for a string).
    pub(crate) fn convert(&mut self, bound: Bound, to: KqlType, span: Span) -> Option<Bound> {
        if bound.ty == to {
            return Some(bound);
        }
        if matches!(bound.constant, Some(Value::Null)) {
            let value = if to == KqlType::String { Value::string("") } else { Value::Null };
            return Some(Bound { now: bound.now, ..Bound::constant(value, to) }.named(bound.name));
        }
        let name = bound.name.clone();
        let converted = match (bound.ty, to) {
            (KqlType::Int, KqlType::Long | KqlType::Real) | (KqlType::Long, KqlType::Real) => {
                if let Some(value) = &bound.constant {
                    let value = match to {
                        KqlType::Long => value.as_i64().map(Value::Long),
                        _ => value.as_f64().map(Value::Real),
                    };
                    Bound { now: bound.now, ..Bound::constant(value.unwrap_or(Value::Null), to) }
                } else {
                    let cast = Expr::Cast(Cast::new(Box::new(bound.expr.clone()), to.arrow()));
                    Bound { nullable: bound.nullable, ..Bound::new(cast, to) }.inherit([&bound])
                }
            }
            (KqlType::Long, KqlType::Int) if bound.constant.is_none() => {
                let cast = Expr::TryCast(TryCast::new(Box::new(bound.expr.clone()), to.arrow()));
                Bound::new(cast, to).inherit([&bound])
            }
            (_, KqlType::Dynamic) => return self.dynamic_of(bound, span),
            _ => return self.function_call(converter(to), vec![bound], span).map(|b| b.named(name)),
        };
        Some(converted.named(name))
    }

    /// A value as a dynamic value that holds it: a string becomes a JSON string, it is not parsed.
    fn dynamic_of(&mut self, bound: Bound, span: Span) -> Option<Bound> {
        let name = bound.name.clone();
        let array = self.function_call("pack_array", vec![bound], span)?;
        let first = Bound::constant(Value::Long(0), KqlType::Long);
        Some(self.operator_call("$path", vec![array, first], span)?.named(name))
    }
}

/// Null of a type, `""` for strings.
pub(crate) fn missing(ty: KqlType) -> Expr {
    let scalar = match ty {
        KqlType::String => ScalarValue::Utf8View(Some(String::new())),
        other => ScalarValue::try_from(&other.arrow()).unwrap_or(ScalarValue::Null),
    };
    Expr::Literal(scalar, None)
}

/// A value that joins or padding may have made null: strings become `""` again.
pub(crate) fn never_null_text(expr: Expr, ty: KqlType) -> Expr {
    if ty != KqlType::String {
        return expr;
    }
    datafusion::functions::core::coalesce().call(vec![expr, missing(KqlType::String)])
}
