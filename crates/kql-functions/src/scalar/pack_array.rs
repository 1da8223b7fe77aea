//! `pack_array`

use crate::json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "pack_array",
    Types::Overloads(&[takes(&[ANY], KqlType::Dynamic).variadic()]),
    Eval::Row(|args| dynamic_array(args.iter().map(json::from_value).collect())),
    Doc::new(
        "pack_array(value, …)",
        "An array of the values.",
        &[("pack_array(1, 'a', 2.0, true)", "[1,\"a\",2.0,true]"), ("pack_array(int(null))", "[null]")],
    ),
)
.sees_nulls();

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, timespan};

    #[test]
    fn arrays() {
        check("pack_array", &[dynamic("{\"a\":1}"), timespan("1d"), Value::Null], r#"[{"a":1},"1.00:00:00",null]"#);
    }
}
