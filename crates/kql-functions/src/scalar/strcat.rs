//! `strcat`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "strcat",
    Types::Overloads(&[takes(&[ANY], KqlType::String).variadic()]),
    Eval::Row(run),
    Doc::new(
        "strcat(value, …)",
        "The values as text, one after the other.",
        &[("strcat('a', 1, true, int(null), '-')", "a1True-")],
    )
    .notes("Null adds nothing."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    Value::string((0..args.len()).map(|i| text(args, i)).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn joins() {
        check("strcat", &[s("a"), Value::Null, dynamic("\"b\""), Value::Real(1.0)], "ab1.0");
    }
}
