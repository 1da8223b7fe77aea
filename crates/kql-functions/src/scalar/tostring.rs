//! `tostring`

use crate::call::by_row;
use crate::json::string_text;
use crate::prelude::*;
use crate::{BatchFunction, ColumnArg, Nulls};
use arrow::array::{Array, AsArray, StringViewBuilder};
use std::sync::Arc;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tostring",
    Types::Overloads(&[takes(&[ANY], KqlType::String)]),
    Eval::Batch(prepare),
    Doc::new(
        "tostring(value)",
        "A value as text.",
        &[
            ("tostring(123)", "123"),
            ("tostring(1.0)", "1.0"),
            ("tostring(true)", "True"),
            ("tostring(datetime(2020-01-01))", "2020-01-01T00:00:00.0000000Z"),
            ("tostring(1d)", "1.00:00:00"),
            ("tostring(dynamic({'a':[1,2]}))", "{\"a\":[1,2]}"),
            ("tostring(int(null))", ""),
        ],
    )
    .notes("Null gives `\"\"`. A dynamic string comes without its quotes."),
)
.named_by_argument()
.sees_nulls();

/// Parts of `dynamic` values go column by column.
fn prepare(call: &Call<'_>) -> Result<BatchFunction, String> {
    let rest = by_row(call, Nulls::Handled, |args| Value::string(text(args, 0)));
    let dynamic = call.types.first() == Some(&KqlType::Dynamic);
    Ok(Arc::new(move |args, rows| {
        let column = match args.first() {
            Some(ColumnArg::Array(array)) if dynamic => array.as_string_view_opt(),
            _ => None,
        };
        let Some(column) = column else { return rest(args, rows) };
        let mut texts = StringViewBuilder::with_capacity(column.len());
        for part in column {
            texts.append_value(part.map_or(std::borrow::Cow::Borrowed(""), string_text));
        }
        Ok(Arc::new(texts.finish()))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, timespan};

    #[test]
    fn texts() {
        check("tostring", &[dynamic("\"x\"")], "x");
        check("tostring", &[dynamic("false")], "false");
        check("tostring", &[Value::Bool(false)], "False");
        check("tostring", &[timespan("-1.02:03:04")], "-1.02:03:04");
        check("tostring", &[Value::Null], "");
    }
}
