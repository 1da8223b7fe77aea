//! Printing and reading reals as KQL does.

/// The shortest text that reads back as the same number: `1.0`, `0.1`, `1e22`, `NaN`, `Infinity`.
pub fn format(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    // `{:?}` prints the shortest digits, with an exponent outside 1e-5..1e16; KQL keeps plain digits up to 21.
    let magnitude = value.abs();
    if magnitude == 0.0 || (1e-6..1e21).contains(&magnitude) {
        let text = format!("{value}");
        if text.contains('.') { text } else { format!("{text}.0") }
    } else {
        format!("{value:e}")
    }
}

/// Reads a real; anything that is not a number gives nothing. `nan`, `inf` and `infinity` are read in the spellings
/// that Microsoft's engine reads.
pub fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    match text {
        "NaN" | "nan" => return Some(f64::NAN),
        "Infinity" | "+Infinity" | "inf" | "+inf" | "Inf" | "+Inf" => return Some(f64::INFINITY),
        "-Infinity" | "-inf" | "-Inf" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text() {
        for (value, expect) in [
            (1.0, "1.0"),
            (1500.0, "1500.0"),
            (-2.5, "-2.5"),
            (0.1, "0.1"),
            (1e20, "100000000000000000000.0"),
            (1e22, "1e22"),
            (1e-7, "1e-7"),
            (-0.0, "-0.0"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(format(value), expect);
        }
    }

    #[test]
    fn numbers() {
        let check = |text: &str, expect: Option<f64>| assert_eq!(parse(text), expect, "{text}");
        check("1.5e10", Some(1.5e10));
        check(" 7 ", Some(7.0));
        check("-inf", Some(f64::NEG_INFINITY));
        check("+Infinity", Some(f64::INFINITY));
        for bad in ["INF", "", "1_000", "0x1F", "0b101", "abc", "e", "infinity "] {
            check(bad, None);
        }
        assert!(parse("  NaN  ").is_some_and(f64::is_nan));
    }
}
