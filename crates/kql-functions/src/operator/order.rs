//! `<`, `<=`, `>` and `>=`.

use crate::kernel::compare::{comparable, kernel};
use crate::{Bound, Doc, Eval, KqlType, Scalar, Types};
use std::cmp::Ordering;

pub(crate) static FUNCTIONS: &[Scalar] = &[
    Scalar::new(
        "<",
        Types::Custom(bind),
        Eval::Batch(|call| Ok(kernel(call, |c| c.holds(Ordering::is_lt)))),
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
        Eval::Batch(|call| Ok(kernel(call, |c| c.holds(Ordering::is_le)))),
        Doc::new("a <= b", "Whether the first value does not come after the second.", &[("'a' <= 'B'", "False")])
            .notes(NOTES),
    )
    .sees_nulls(),
    Scalar::new(
        ">",
        Types::Custom(bind),
        Eval::Batch(|call| Ok(kernel(call, |c| c.holds(Ordering::is_gt)))),
        Doc::new("a > b", "Whether the first value comes after the second.", &[("dynamic({'n':7}).n > 5", "True")])
            .notes(NOTES),
    )
    .sees_nulls(),
    Scalar::new(
        ">=",
        Types::Custom(bind),
        Eval::Batch(|call| Ok(kernel(call, |c| c.holds(Ordering::is_ge)))),
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
