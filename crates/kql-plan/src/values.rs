//! Between KQL's values and the literals of a plan.

use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result};
use kql_functions::{KqlType, OwnedValue, Value, read};

/// A value as the literal of a plan. A value of another type than `ty` counts as null.
pub(crate) fn to_scalar(value: &Value<'_>, ty: KqlType) -> ScalarValue {
    let text = |v: Option<&str>| ScalarValue::Utf8View(v.map(str::to_owned));
    match ty {
        KqlType::Bool => ScalarValue::Boolean(value.as_bool()),
        KqlType::Int => ScalarValue::Int32(value.as_i64().and_then(|v| i32::try_from(v).ok())),
        KqlType::Long | KqlType::DateTime | KqlType::TimeSpan => ScalarValue::Int64(value.as_i64()),
        KqlType::Real => ScalarValue::Float64(value.as_f64()),
        KqlType::Decimal => ScalarValue::Decimal128(
            match value {
                Value::Decimal(v) => Some(*v),
                _ => None,
            },
            34,
            17,
        ),
        KqlType::String => text(Some(match value {
            Value::String(s) | Value::Guid(s) | Value::Dynamic(s) => s,
            _ => "",
        })),
        KqlType::Guid | KqlType::Dynamic => text(match value {
            Value::String(s) | Value::Guid(s) | Value::Dynamic(s) => Some(s),
            _ => None,
        }),
    }
}

/// A plan's literal as a value.
pub(crate) fn from_scalar(scalar: &ScalarValue, ty: KqlType) -> Result<OwnedValue> {
    if scalar.is_null() {
        return Ok(if ty == KqlType::String { Value::string("") } else { Value::Null });
    }
    let array = scalar.to_array()?;
    let reader = read(array.as_ref(), ty).map_err(DataFusionError::Internal)?;
    Ok(reader.get(0).into_owned())
}

/// A text as a literal of a plan.
pub(crate) fn to_scalar_expr(text: &str) -> datafusion::logical_expr::Expr {
    datafusion::logical_expr::Expr::Literal(ScalarValue::Utf8View(Some(text.to_owned())), None)
}
