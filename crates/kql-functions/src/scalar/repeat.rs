//! `repeat`

use crate::kernel::arrays::{MOST_BYTES, MOST_ITEMS};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "repeat",
    Types::Overloads(&[takes(&[ANY, LONG], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "repeat(value, count)",
        "An array that holds a value several times.",
        &[("repeat(1, 3)", "[1,1,1]"), ("repeat('a', 0)", "[]")],
    )
    .notes("At most 1,048,576 times; more than 64 MiB give null."),
)
.named(AutoName::Prefix("repeat_"));

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(value), Some(count)) = (args.first(), long(args, 1)) else {
        return Value::Null;
    };
    let count = usize::try_from(count).unwrap_or(0).min(MOST_ITEMS);
    let item = crate::json::from_value(value);
    if item.to_string().len().saturating_mul(count) > MOST_BYTES {
        return Value::Null;
    }
    dynamic_array(vec![item; count])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("repeat", &[Value::Real(2.0), Value::Long(2)], "[2.0,2.0]");
        check("repeat", &[Value::Long(1), Value::Long(-1)], "[]");
        check("repeat", &[dynamic("[1]"), Value::Long(2)], "[[1],[1]]");
    }
}
