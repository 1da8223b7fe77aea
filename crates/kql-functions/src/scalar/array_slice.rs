//! `array_slice`

use crate::kernel::arrays::from_end;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_slice",
    Types::Overloads(&[takes(&[DYNAMIC, LONG, LONG], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "array_slice(array, start, end)",
        "The items of an array from one position to another, both included.",
        &[
            ("array_slice(dynamic([1, 2, 3, 4]), 1, 2)", "[2,3]"),
            ("array_slice(dynamic([1, 2, 3, 4]), -2, -1)", "[3,4]"),
        ],
    )
    .notes("Negative positions count from the end."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(items), Some(start), Some(end)) = (array(args, 0), long(args, 1), long(args, 2)) else {
        return Value::Null;
    };
    let start = from_end(start, items.len()).max(0);
    let end = from_end(end, items.len());
    let inside = |i: usize| i64::try_from(i).is_ok_and(|i| start <= i && i <= end);
    dynamic_array(items.into_iter().enumerate().filter(|(i, _)| inside(*i)).map(|(_, item)| item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_slice", &[dynamic("[1,2,3]"), Value::Long(0), Value::Long(100)], "[1,2,3]");
        check("array_slice", &[dynamic("[1,2,3]"), Value::Long(2), Value::Long(0)], "[]");
        check("array_slice", &[dynamic("[1,2,3]"), Value::Long(-100), Value::Long(0)], "[1]");
    }
}
