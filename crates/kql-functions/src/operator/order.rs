//! `<`, `<=`, `>` and `>=`.

use crate::kernel::compare::{comparable, compare, types};
use crate::{Bound, Call, Doc, Eval, KqlType, OwnedValue, RowFunction, Scalar, Types, Value};
use std::cmp::Ordering;
use std::sync::Arc;

pub(crate) static FUNCTIONS: &[Scalar] = &[
    Scalar::new(
        "<",
        Types::Custom(bind),
        Eval::Prepared(|call| prepare(call, Ordering::is_lt)),
        Doc::new(
            "a < b",
            "Whether the first value comes before the second.",
            &[("1 < 2.5", "True"), ("int(null) < 1", "null")],
        )
        .notes(NOTES),
    )
    .sees_nulls(),
    Scalar::new(
        "<=",
        Types::Custom(bind),
        Eval::Prepared(|call| prepare(call, Ordering::is_le)),
        Doc::new("a <= b", "Whether the first value does not come after the second.", &[("'a' <= 'B'", "False")])
            .notes(NOTES),
    )
    .sees_nulls(),
    Scalar::new(
        ">",
        Types::Custom(bind),
        Eval::Prepared(|call| prepare(call, Ordering::is_gt)),
        Doc::new("a > b", "Whether the first value comes after the second.", &[("dynamic({'n':7}).n > 5", "True")])
            .notes(NOTES),
    )
    .sees_nulls(),
    Scalar::new(
        ">=",
        Types::Custom(bind),
        Eval::Prepared(|call| prepare(call, Ordering::is_ge)),
        Doc::new(
            "a >= b",
            "Whether the first value does not come before the second.",
            &[("real(nan) >= 1.0", "False")],
        )
        .notes(NOTES),
    )
    .sees_nulls(),
];

const NOTES: &str = "Null on either side gives null. Texts compare by code point. A `dynamic` is read as the other side's type; what cannot be read so gives false.";

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    let [a, b] = args else {
        return Err("a comparison takes two values".to_owned());
    };
    comparable(*a, *b)?;
    Ok(Bound { params: args.to_vec(), returns: KqlType::Bool })
}

fn prepare(call: &Call<'_>, test: fn(Ordering) -> bool) -> Result<RowFunction, String> {
    let types = types(call);
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        match args {
            [a, b] => compare(a, b, types).holds(test).into(),
            _ => Value::Null,
        }
    }))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check_operator as check, datetime, dynamic, s};

    #[test]
    fn orders() {
        check("<", &[Value::Int(1), Value::Real(1.5)], "True");
        check(">=", &[s("b"), s("a")], "True");
        check(">", &[dynamic("\"2020-01-02\""), datetime("2020-01-01")], "True");
        check("<", &[dynamic("[1]"), Value::Long(5)], "False");
        check(">", &[Value::Real(f64::NAN), Value::Real(0.0)], "False");
    }
}
