//! `series_fill_const`

use crate::kernel::series::is_missing;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fill_const",
    Types::Overloads(&[takes(&[DYNAMIC, ANY, ANY], KqlType::Dynamic).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "series_fill_const(series, constant [, placeholder])",
        "The series with a constant in place of missing items.",
        &[("series_fill_const(dynamic([111, null, 36]), -1)", "[111,-1,36]")],
    )
    .notes("Items are missing that are null, or equal to the placeholder."),
)
.sees_nulls()
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(mut items) = array(args, 0) else {
        return Value::Null;
    };
    let constant = args.get(1).map_or(serde_json::Value::Null, crate::json::from_value);
    for item in &mut items {
        if is_missing(item, args.get(2)) {
            item.clone_from(&constant);
        }
    }
    dynamic_array(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn fills() {
        check("series_fill_const", &[dynamic("[1,null]"), Value::Real(0.0)], "[1,0.0]");
    }
}
