//! `array_sort_desc`

use crate::kernel::arrays::sort;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_sort_desc",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Dynamic), takes(&[DYNAMIC, BOOL], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new("array_sort_desc(array [, nulls_last])", "The items of an array in descending order.", &[("array_sort_desc(dynamic([3, 1, 2]))", "[3,2,1]")]).notes("Numbers come before texts. Nulls come last, unless the second argument is false. Sorting several arrays at once is not supported."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(mut items) = array(args, 0) else {
        return Value::Null;
    };
    let nulls_last = args.get(1).and_then(Value::as_bool).unwrap_or(true);
    sort(&mut items, true, nulls_last);
    dynamic_array(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_sort_desc", &[dynamic("[1,3,2,\"a\",\"c\",\"b\"]")], "[3,2,1,\"c\",\"b\",\"a\"]");
        check("array_sort_desc", &[Value::Null], "null");
    }
}
