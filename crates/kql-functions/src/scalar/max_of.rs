//! `max_of`

use crate::kernel::common::common_type;
use crate::kernel::compare::{Comparison, compare};
use crate::prelude::*;
use std::cmp::Ordering;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "max_of",
    Types::Custom(bind),
    Eval::Row(run),
    Doc::new(
        "max_of(value, value, …)",
        "The greatest of several values.",
        &[("max_of(1, 3.5, 2)", "3.5"), ("max_of(1, long(null))", "1")],
    )
    .notes("Nulls are left out; of nulls alone the result is null."),
)
.sees_nulls();

fn bind(args: &[KqlType]) -> Result<Bound, String> {
    if args.len() < 2 {
        return Err("`max_of` takes at least 2 arguments".to_owned());
    }
    let returns = common_type("max_of", args)?;
    Ok(Bound { params: vec![returns; args.len()], returns })
}

fn run(args: &[Value<'_>]) -> OwnedValue {
    let mut best: Option<&Value<'_>> = None;
    for value in args.iter().filter(|v| !v.is_null()) {
        let ty = value.kql_type().unwrap_or(KqlType::Dynamic);
        best = match best {
            Some(best) => match compare(value, best, (ty, ty)) {
                Comparison::Ordered(Ordering::Greater) => Some(value),
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
        check("max_of", &[Value::Long(1), Value::Real(2.5)], "2.5");
        check("max_of", &[Value::Null, Value::Null], "null");
        check("max_of", &[datetime("2020-01-01"), datetime("2020-01-02")], "2020-01-02T00:00:00.0000000Z");
        check("max_of", &[s("a"), s("b")], "b");
    }
}
