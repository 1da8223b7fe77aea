//! `strcat_array`

use crate::json::text_of;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "strcat_array",
    Types::Overloads(&[takes(&[DYNAMIC, ANY], KqlType::String)]),
    Eval::Row(run),
    Doc::new(
        "strcat_array(array, delimiter)",
        "The items of an array as text, with a delimiter between them.",
        &[("strcat_array(dynamic([1, 'a', 2.5]), '-')", "1-a-2.5"), ("strcat_array(dynamic([]), ',')", "")],
    )
    .notes("A null item adds nothing but its delimiter."),
)
.aliases(&["array_strcat"]);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let items = array(args, 0).unwrap_or_default();
    Value::string(items.iter().map(text_of).collect::<Vec<_>>().join(&text(args, 1)))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, dynamic, s};

    #[test]
    fn joins() {
        check("strcat_array", &[dynamic("[1,null,3]"), s("-")], "1--3");
        check("strcat_array", &[dynamic("{}"), s("-")], "");
    }
}
