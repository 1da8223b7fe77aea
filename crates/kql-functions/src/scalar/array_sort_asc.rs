//! `array_sort_asc`

use crate::kernel::arrays::sort;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_sort_asc",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic), takes(&[DYNAMIC, BOOL], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new("array_sort_asc(array [, nulls_last])", "The items of an array in ascending order.", &[("array_sort_asc(dynamic([3, 1, 2]))", "[1,2,3]"), ("array_sort_asc(dynamic([null, 'b', 'a']), false)", "[null,\"a\",\"b\"]")]).notes("Numbers come before texts. Nulls come last, unless the second argument is false. Sorting several arrays at once is not supported."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(mut items) = array(args, 0) else {
        return Value::Null;
    };
    let nulls_last = args.get(1).and_then(Value::as_bool).unwrap_or(true);
    sort(&mut items, false, nulls_last);
    dynamic_array(items)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_sort_asc", &[dynamic("[1,3,2.5,\"a\",\"c\",\"b\",null]")], "[1,2.5,3,\"a\",\"b\",\"c\",null]");
    }
}
