//! `series_fill_backward`

use crate::kernel::series::is_missing;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fill_backward",
    Types::Overloads(&[takes(&[DYNAMIC, ANY], KqlType::Dynamic).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "series_fill_backward(series [, placeholder])",
        "The series with the next item in place of missing items.",
        &[("series_fill_backward(dynamic([null, 3, null]))", "[3,3,null]")],
    )
    .notes("Items are missing that are null, or equal to the placeholder."),
)
.sees_nulls()
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(mut items) = array(args, 0) else {
        return Value::Null;
    };
    let mut next = None;
    for item in items.iter_mut().rev() {
        if !is_missing(item, args.get(1)) {
            next = Some(item.clone());
        } else if let Some(next) = &next {
            item.clone_from(next);
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
        check("series_fill_backward", &[dynamic("[0,0,5]"), Value::Long(0)], "[5,5,5]");
    }
}
