//! `format_bytes`

use crate::prelude::*;

const UNITS: [&str; 7] = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "format_bytes",
    Types::Overloads(&[takes(&[REAL, LONG, STRING], KqlType::String).optional(2)]),
    Eval::Row(run),
    Doc::new(
        "format_bytes(bytes [, digits [, unit]])",
        "A number of bytes with its unit.",
        &[
            ("format_bytes(564)", "564 Bytes"),
            ("format_bytes(10332, 1)", "10.1 KB"),
            ("format_bytes(20010332)", "19 MB"),
            ("format_bytes(20010332, 2, 'KB')", "19541.34 KB"),
        ],
    )
    .notes("Units are powers of 1024."),
)
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(bytes) = real(args, 0) else {
        return Value::Null;
    };
    let digits = long(args, 1).and_then(|d| usize::try_from(d).ok()).unwrap_or(0).min(15);
    let asked = text(args, 2);
    let fitting = || (0..UNITS.len()).rev().find(|i| bytes.abs() >= 1024_f64.powi(*i as i32)).unwrap_or(0);
    let index = UNITS.iter().position(|u| u.eq_ignore_ascii_case(&asked)).unwrap_or_else(fitting);
    let scale = 10_f64.powi(digits as i32);
    let number = (bytes / 1024_f64.powi(index as i32) * scale).round() / scale;
    Value::string(format!("{number} {}", UNITS.get(index).copied().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn units() {
        check("format_bytes", &[Value::Long(1024)], "1 KB");
        check("format_bytes", &[Value::Long(8_000_000), Value::Long(2)], "7.63 MB");
        check("format_bytes", &[Value::Long(0)], "0 Bytes");
    }
}
