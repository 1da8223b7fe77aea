//! `series_fill_forward`

use crate::kernel::series::is_missing;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fill_forward",
    Types::Overloads(&[takes(&[DYNAMIC, ANY], KqlType::Dynamic).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "series_fill_forward(series [, placeholder])",
        "The series with the last item before in place of missing items.",
        &[("series_fill_forward(dynamic([1, null, 3, null]))", "[1,1,3,3]")],
    )
    .notes("Items are missing that are null, or equal to the placeholder."),
)
.sees_nulls()
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(mut items) = array(args, 0) else {
        return Value::Null;
    };
    let mut last = None;
    for item in &mut items {
        if !is_missing(item, args.get(1)) {
            last = Some(item.clone());
        } else if let Some(last) = &last {
            item.clone_from(last);
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
        check("series_fill_forward", &[dynamic("[null,1,0]"), Value::Long(0)], "[null,1,1]");
    }
}
