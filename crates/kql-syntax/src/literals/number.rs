/// A decimal or `0x` integer, with an optional sign; `None` when it is none or needs more than 64 bits.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        // All 64 bits may be given: `0xFFFFFFFFFFFFFFFF` is -1.
        Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            let bits = u64::from_str_radix(hex, 16).ok()?;
            i128::from(bits.cast_signed())
        }
        Some(_) => return None,
        None if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse::<i128>().ok()?,
        None => return None,
    };
    i64::try_from(if negative { -value } else { value }).ok()
}

/// A real number as `real(…)` takes it: also `nan`, `+inf`, `-inf`.
pub(crate) fn parse_real(text: &str) -> Option<f64> {
    match text.to_ascii_lowercase().as_str() {
        "nan" => Some(f64::NAN),
        "inf" | "+inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        lower if lower.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'+' | b'-')) => {
            lower.parse().ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers() {
        let check = |text: &str, expected: Option<i64>| assert_eq!(parse_integer(text), expected, "{text}");
        check("0", Some(0));
        check("-5", Some(-5));
        check("+5", Some(5));
        check("0x1F", Some(31));
        check("0XfF", Some(255));
        check("9223372036854775807", Some(i64::MAX));
        check("-9223372036854775808", Some(i64::MIN));
        check("9223372036854775808", None);
        check("0xFFFFFFFFFFFFFFFF", Some(-1));
        check("0xFFFFFFFFFFFFFFFFF", None);
        check("1.5", None);
        check("", None);
        check("--5", None);
    }

    #[test]
    fn reals() {
        assert_eq!(parse_real("1.5e-3"), Some(0.0015));
        assert_eq!(parse_real("1."), Some(1.0));
        assert_eq!(parse_real("-INF"), Some(f64::NEG_INFINITY));
        assert!(parse_real("nan").is_some_and(f64::is_nan));
        assert_eq!(parse_real("infinity"), None);
        assert_eq!(parse_real("x"), None);
    }
}
