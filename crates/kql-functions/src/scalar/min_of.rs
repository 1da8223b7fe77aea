//! `min_of`

use crate::kernel::common::common_type;
use crate::kernel::compare::{Comparison, compare};
use crate::prelude::*;
use std::cmp::Ordering;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "min_of",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "min_of(value, value, …)",
        "The least of several values.",
        &[("min_of(1, 3, 2)", "1"), ("min_of(int(null), 5)", "5")],
    )
    .notes("Nulls are left out; of nulls alone the result is null."),
)
.sees_nulls();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    if args.len() < 2 {
        return Err("`min_of` takes at least 2 arguments".to_owned());
    }
    let returns = common_type("min_of", args)?;
    Ok(Bound { params: vec![returns; args.len()], returns })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let mut best: Option<&Value<'_>> = None;
    for value in args.iter().filter(|v| !v.is_null()) {
        let ty = value.kql_type().unwrap_or(KqlType::Dynamic);
        best = match best {
            Some(best) => match compare(value, best, (ty, ty)) {
                Comparison::Ordered(Ordering::Less) => Some(value),
                _ => Some(best),
            },
            None => Some(value),
        };
    }
    best.cloned().map_or(Value::Null, Value::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime, s};

    #[test]
    fn extremes() {
        check("min_of", &[Value::Long(1), Value::Real(0.5)], "0.5");
        check("min_of", &[s("a"), s("b")], "a");
        check(
            "min_of",
            &[datetime("2020-01-01"), Value::Long(1)],
            "error: the values of `min_of` must have one type, not datetime and long",
        );
    }
}
