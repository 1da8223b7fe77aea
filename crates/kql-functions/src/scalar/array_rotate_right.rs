//! `array_rotate_right`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_rotate_right",
    Types::Overloads(&[takes(&[DYNAMIC, LONG], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "array_rotate_right(array, count)",
        "The items of an array moved to the right in a circle.",
        &[("array_rotate_right(dynamic([1, 2, 3, 4, 5]), 2)", "[4,5,1,2,3]")],
    )
    .notes("A negative count moves the other way."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(mut items), Some(by)) = (array(args, 0), long(args, 1)) else {
        return Value::Null;
    };
    if let Some(by) = i64::try_from(items.len()).ok().and_then(|n| by.checked_rem_euclid(n)) {
        items.rotate_right(usize::try_from(by).unwrap_or(0));
    }
    dynamic_array(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_rotate_right", &[dynamic("[1,2,3]"), Value::Long(4)], "[3,1,2]");
    }
}
