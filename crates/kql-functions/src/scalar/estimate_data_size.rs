//! `estimate_data_size`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "estimate_data_size",
    Types::Overloads(&[takes(&[ANY], KqlType::Long).variadic()]),
    Eval::Row(run),
    Doc::new(
        "estimate_data_size(value, …)",
        "About how many bytes the values take.",
        &[("estimate_data_size('abc')", "3"), ("estimate_data_size(1, true)", "9")],
    )
    .notes("An estimate: Microsoft's engine counts its own storage."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let size = |value: &Value<'_>| match value {
        Value::Null | Value::Type(_) => 0,
        Value::Bool(_) => 1,
        Value::Int(_) => 4,
        Value::Long(_) | Value::Real(_) | Value::DateTime(_) | Value::TimeSpan(_) => 8,
        Value::Decimal(_) | Value::Guid(_) => 16,
        Value::String(text) | Value::Dynamic(text) => text.len(),
    };
    i64::try_from(args.iter().map(size).sum::<usize>()).ok().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn sizes() {
        check("estimate_data_size", &[s("é"), Value::Int(1), Value::Null], "6");
    }
}
