//! `==` and `!=`.

use crate::kernel::compare::{Comparison, comparable, kernel};
use crate::{Bound, Doc, Eval, KqlType, Scalar, Types};

pub(crate) static FUNCTIONS: &[Scalar] = &[
    Scalar::new(
        "==",
        Types::Custom(bind),
        Eval::Batch(|call| Ok(kernel(call, Comparison::equal))),
        Doc::new(
            "a == b",
            "Whether two values are equal.",
            &[("1 == 1.0", "True"), ("'a' == 'A'", "False"), ("'4688' == 4688", "True"), ("int(null) == 1", "False")],
        )
        .notes(NOTES),
    )
    .sees_nulls(),
    Scalar::new(
        "!=",
        Types::Custom(bind),
        Eval::Batch(|call| Ok(kernel(call, |c| c.equal().map(|equal| !equal)))),
        Doc::new(
            "a != b",
            "Whether two values differ.",
            &[("1 != 2", "True"), ("int(null) != 1", "True"), ("real(nan) != real(nan)", "True")],
        )
        .notes(NOTES),
    )
    .aliases(&["<>"])
    .sees_nulls(),
];

const NOTES: &str = "Null differs from every value; null against null is null. A `dynamic` is read as the other side's type, a string against a number as that number; what cannot be read so differs.";

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    let [a, b] = args else {
        return Err("a comparison takes two values".to_owned());
    };
    comparable(*a, *b)?;
    Ok(Bound { params: args.to_vec(), returns: KqlType::Bool })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_operator as check, dynamic, s};
    use crate::{KqlType, Value, evaluate_constants, operator};

    #[test]
    fn equality() {
        check("==", &[s("4688"), Value::Int(4688)], "True");
        check("==", &[dynamic("\"a\""), s("a")], "True");
        check("!=", &[dynamic("5"), Value::Long(6)], "True");
        check("<>", &[s("a"), s("a")], "False");
        check("==", &[Value::Real(f64::NAN), Value::Real(f64::NAN)], "False");
    }

    #[test]
    fn nulls() {
        let check = |symbol: &str, a, b, expect: Option<bool>| {
            let types = [KqlType::Long, KqlType::Long];
            let got = evaluate_constants(operator(symbol).unwrap(), &[a, b], &types, KqlType::Bool);
            assert_eq!(got, Ok(expect.into()), "{symbol}");
        };
        check("==", Value::Null, Value::Long(1), Some(false));
        check("!=", Value::Null, Value::Long(1), Some(true));
        check("==", Value::Null, Value::Null, None);
        check("!=", Value::Null, Value::Null, None);
    }
}
