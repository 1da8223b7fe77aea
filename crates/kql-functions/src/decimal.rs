//! `decimal` values: 34 digits, 17 of them after the point, as integers scaled by 10^17.

use arrow::datatypes::i256;

/// Digits after the point.
pub const SCALE: u32 = 17;
/// 1.
pub const ONE: i128 = 10_i128.pow(SCALE);
const LIMIT: i128 = 10_i128.pow(34);

/// A scaled value, or nothing where it has more than 34 digits.
pub const fn checked(value: i128) -> Option<i128> {
    if -LIMIT < value && value < LIMIT { Some(value) } else { None }
}

/// Reads `-12.5` or `1.25e3`. Digits past the seventeenth after the point are rounded.
pub fn parse(text: &str) -> Option<i128> {
    let text = text.trim();
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() < 100)?),
        None => (rest, 0),
    };
    let (int, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: Vec<u8> = int.bytes().chain(fraction.bytes()).collect();
    if digits.is_empty() || digits.len() > 200 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // Where the digits end relative to the last digit that is kept.
    let shift = i32::try_from(SCALE).ok()? + exponent - i32::try_from(fraction.len()).ok()?;
    let keep = i32::try_from(digits.len()).ok()? + shift.min(0);
    let mut value: i128 = 0;
    for (i, digit) in (0_i32..).zip(&digits) {
        if i < keep {
            value = checked(value * 10 + i128::from(digit - b'0'))?;
        } else {
            value += i128::from(i == keep && *digit >= b'5');
            break;
        }
    }
    for _ in 0..shift.max(0) {
        if value == 0 {
            break;
        }
        value = checked(value * 10)?;
    }
    checked(if negative { -value } else { value })
}

/// The shortest text: `3.14`, `-0.5`, `10`.
pub fn format(value: i128) -> String {
    let (whole, fraction) = (value.unsigned_abs() / ONE.unsigned_abs(), value.unsigned_abs() % ONE.unsigned_abs());
    let sign = if value < 0 { "-" } else { "" };
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{fraction:017}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

/// A real as a decimal; nothing for what has none.
pub fn from_f64(value: f64) -> Option<i128> {
    if !value.is_finite() || value.abs() >= 1e17 {
        return None;
    }
    // The shortest text that reads back as the same real is what a user means by `0.1`.
    parse(&format!("{value}"))
}

/// The real nearest to a decimal.
pub fn to_f64(value: i128) -> f64 {
    format(value).parse().unwrap_or(value as f64 / ONE as f64)
}

/// The product, rounded towards zero.
pub fn mul(a: i128, b: i128) -> Option<i128> {
    let product = i256::from_i128(a).checked_mul(i256::from_i128(b))?;
    checked(product.checked_div(i256::from_i128(ONE))?.to_i128()?)
}

/// The quotient, rounded towards zero; nothing for a division by zero.
pub fn div(a: i128, b: i128) -> Option<i128> {
    let scaled = i256::from_i128(a).checked_mul(i256::from_i128(ONE))?;
    checked(scaled.checked_div(i256::from_i128(b))?.to_i128()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(parse(text).map(format).as_deref(), expect, "{text}");
        check("3.14159265358979323846", Some("3.14159265358979324"));
        check("-0.50", Some("-0.5"));
        check("-0.0", Some("0"));
        check("1.25e3", Some("1250"));
        check("1e-17", Some("0.00000000000000001"));
        check("1e-18", Some("0"));
        check("6e-18", Some("0.00000000000000001"));
        check("99999999999999999", Some("99999999999999999"));
        for bad in ["", "abc", "1.2.3", "1e", "--1", "100000000000000000", "1e30", "1_0", "."] {
            check(bad, None);
        }
    }

    #[test]
    fn arithmetic() {
        let third = div(parse("10").unwrap(), parse("3").unwrap()).unwrap();
        assert_eq!(format(third), "3.33333333333333333");
        assert_eq!(div(ONE, 0), None);
        assert_eq!(mul(parse("2147483648").unwrap(), 2 * ONE).map(format).as_deref(), Some("4294967296"));
        assert_eq!(mul(LIMIT - 1, LIMIT - 1), None);
        assert_eq!(from_f64(0.1).map(format).as_deref(), Some("0.1"));
        assert_eq!(from_f64(f64::NAN), None);
    }
}
