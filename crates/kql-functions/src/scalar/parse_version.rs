//! `parse_version`

use crate::prelude::*;

/// A version has at most so many parts, of at most so many digits.
const PARTS: usize = 4;
const DIGITS: usize = 8;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "parse_version",
    Types::Overloads(&[takes(&[STRING], KqlType::Decimal)]),
    Eval::Row(run),
    Doc::new(
        "parse_version(text)",
        "A number by which versions compare.",
        &[
            ("parse_version('1.2.3.40') > parse_version('1.2.3.4')", "True"),
            ("parse_version('0.0.7') == parse_version('0.0.7.0')", "True"),
            ("parse_version('1.2.3.4')", "10000000.20000000300000004"),
            ("parse_version('1.x')", "null"),
        ],
    )
    .notes("A version has one to four parts of at most eight digits. The number is that of Microsoft's engine with its point seventeen places to the left, because a `decimal` has seventeen digits before the point here: versions compare alike."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let version = text(args, 0);
    let mut parts: Vec<i128> = Vec::new();
    for part in version.trim().split('.') {
        let digits = !part.is_empty() && part.len() <= DIGITS && part.bytes().all(|b| b.is_ascii_digit());
        match part.parse() {
            Ok(number) if digits && parts.len() < PARTS => parts.push(number),
            _ => return Value::Null,
        }
    }
    parts.resize(PARTS, 0);
    // A scaled decimal counts in 10^-17, so the whole number is stored as it is.
    Value::Decimal(parts.into_iter().fold(0, |sum, part| sum * 100_000_000 + part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn versions() {
        let of = |text| match run(&[s(text)]) {
            Value::Decimal(v) => v,
            other => panic!("{other:?}"),
        };
        assert_eq!(of("1.2.3.4"), 1_000_000_020_000_000_300_000_004);
        assert!(of("99999999.99999999.99999999.99999999") > of("99999999.1"));
        assert!(of("10.0") > of("9.9.9.9"));
        for bad in ["", "1.2.3.4.5", "123456789", "1..2", "v1", "1.-2"] {
            check("parse_version", &[s(bad)], "null");
        }
    }
}
