//! `iff`, `iif`

use crate::kernel::common::common_type;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "iff",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "iff(condition, then, else)",
        "The first value where the condition is true, else the second.",
        &[("iff(1 > 2, 'a', 'b')", "b"), ("iff(bool(null), 1, 2.5)", "2.5")],
    )
    .notes("A null condition counts as false. Numbers of different types meet in the wider one."),
)
.aliases(&["iif"])
.sees_nulls();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    let [condition, then, otherwise] = *args else {
        return Err(format!("`iff` takes 3 arguments, not {}", args.len()));
    };
    if !matches!(condition, KqlType::Bool | KqlType::Dynamic) {
        return Err(format!("the condition of `iff` must be a bool, not {condition}"));
    }
    let returns = common_type("iff", &[then, otherwise])?;
    Ok(Bound { params: vec![KqlType::Bool, returns, returns], returns })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let taken = if args.first().and_then(Value::as_bool) == Some(true) { 1 } else { 2 };
    args.get(taken).cloned().map_or(Value::Null, Value::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, check_type, s};

    #[test]
    fn choices() {
        check("iff", &[Value::Bool(true), s("a"), s("b")], "a");
        check("iif", &[Value::Bool(false), Value::Long(1), Value::Real(2.0)], "2.0");
        check("iff", &[Value::Bool(true), Value::Long(1), Value::Real(2.0)], "1.0");
    }

    #[test]
    fn types() {
        use KqlType::{Bool, Dynamic, Int, Long, String};
        check_type(&FUNCTION, &[Bool, Long, Int], Ok(Long));
        check_type(&FUNCTION, &[Bool, Dynamic, Int], Ok(Dynamic));
        check_type(&FUNCTION, &[Bool, String, Int], Err("the values of `iff` must have one type, not string and int"));
    }
}
