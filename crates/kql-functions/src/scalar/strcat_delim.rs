//! `strcat_delim`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "strcat_delim",
    Types::Overloads(&[takes(&[ANY, ANY, ANY], KqlType::String).variadic()]),
    Eval::Row(run),
    Doc::new(
        "strcat_delim(delimiter, value, value, …)",
        "The values as text, with a delimiter between them.",
        &[("strcat_delim('-', 1, '2', 'A', 1s)", "1-2-A-00:00:01")],
    ),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let parts: Vec<_> = (1..args.len()).map(|i| text(args, i)).collect();
    Value::string(parts.join(text(args, 0).as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn joins() {
        check("strcat_delim", &[s("|"), s("a"), Value::Null, Value::Long(1)], "a||1");
    }
}
