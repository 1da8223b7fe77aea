//! `tohex`

use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "tohex",
    Types::Overloads(&[takes(&[LONG, LONG], KqlType::String).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "tohex(number [, length])",
        "A whole number in hexadecimal digits, filled with zeros to a length.",
        &[("tohex(256)", "100"), ("tohex(-256)", "ffffffffffffff00"), ("tohex(256, 8)", "00000100")],
    ),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(number) = long(args, 0) else {
        return Value::Null;
    };
    let width = long(args, 1).and_then(|w| usize::try_from(w).ok()).unwrap_or(0).min(64);
    Value::string(format!("{number:0width$x}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn digits() {
        check("tohex", &[Value::Int(160)], "a0");
        check("tohex", &[Value::Long(1), Value::Long(-1)], "1");
    }
}
