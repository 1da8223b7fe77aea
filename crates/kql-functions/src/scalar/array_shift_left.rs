//! `array_shift_left`

use crate::kernel::arrays::shift_left;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_shift_left",
    Types::Overloads(&[takes(&[DYNAMIC, LONG, ANY], KqlType::Dynamic).optional(1)]),
    Eval::Row(run),
    Doc::new("array_shift_left(array, count [, default])", "The items of an array moved to the left.", &[("array_shift_left(dynamic([1, 2, 3]), 1)", "[2,3,null]")]).notes("What moves out is lost; what is free is filled with null or the default. A negative count moves the other way."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(items), Some(by)) = (array(args, 0), long(args, 1)) else {
        return Value::Null;
    };
    let fill = args.get(2).map_or(serde_json::Value::Null, crate::json::from_value);
    dynamic_array(shift_left(&items, by, &fill))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_shift_left", &[dynamic("[1,2,3,4,5]"), Value::Long(-2), Value::Long(-1)], "[-1,-1,1,2,3]");
        check("array_shift_left", &[dynamic("[1]"), Value::Long(i64::MAX)], "[null]");
    }
}
