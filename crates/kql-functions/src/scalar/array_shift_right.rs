//! `array_shift_right`

use crate::kernel::arrays::shift_left;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_shift_right",
    Types::Overloads(&[takes(&[DYNAMIC, LONG, ANY], KqlType::Dynamic).optional(1)]),
    Eval::Row(run),
    Doc::new("array_shift_right(array, count [, default])", "The items of an array moved to the right.", &[("array_shift_right(dynamic([1, 2, 3]), 1)", "[null,1,2]")]).notes("What moves out is lost; what is free is filled with null or the default. A negative count moves the other way."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(items), Some(by)) = (array(args, 0), long(args, 1)) else {
        return Value::Null;
    };
    let fill = args.get(2).map_or(serde_json::Value::Null, crate::json::from_value);
    dynamic_array(shift_left(&items, by.saturating_neg(), &fill))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_shift_right", &[dynamic("[1,2,3,4,5]"), Value::Long(-2), Value::Long(-1)], "[3,4,5,-1,-1]");
        check("array_shift_right", &[dynamic("[1]"), Value::Long(i64::MIN)], "[null]");
    }
}
