//! Times as ticks: units of 100 ns since 0001-01-01T00:00:00Z in the proleptic Gregorian calendar.

/// Ticks in a second.
pub const SECOND: i64 = 10_000_000;
/// Ticks in a day.
pub const DAY: i64 = 86_400 * SECOND;
/// 1970-01-01.
pub const UNIX_EPOCH: i64 = 719_162 * DAY;
/// 1601-01-01, where `FILETIME` counts from.
pub const FILETIME_EPOCH: i64 = 584_388 * DAY;

/// A moment from its parts; none when the calendar has no such moment, or its year is not in 1 to 9999.
/// `fraction` is in ticks. A leap second counts as the second before it.
pub fn from_parts(date: (i64, i64, i64), time: (i64, i64, i64), fraction: i64) -> Option<i64> {
    let (year, month, day) = date;
    let (hour, minute, second) = time;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let month_days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let fits = (1..=9999).contains(&year)
        && (1..=month_days).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second)
        && (0..SECOND).contains(&fraction);
    if !fits {
        return None;
    }
    // Days before the month, counted from March so that the leap day comes last.
    let (y, m) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 307;
    Some(days * DAY + (hour * 3600 + minute * 60 + second.min(59)) * SECOND + fraction)
}

/// Reads `2026-01-02T03:04:05.1234567Z`: `T` or a space between date and time, up to nine digits of a fraction
/// (past the seventh they are cut off), `Z`, nothing, or an offset `+02:00`. A date alone is midnight.
pub fn parse_iso(text: &str) -> Option<i64> {
    let bytes = text.trim().as_bytes();
    let mut at = 0;
    let mut number = |most: usize| {
        let digits = bytes.get(at..)?.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        let value = bytes.get(at..at + digits)?.iter().fold(0_i64, |n, b| n * 10 + i64::from(b - b'0'));
        at += digits;
        let separator = bytes.get(at).copied();
        at += usize::from(separator.is_some());
        (digits > 0).then_some((value, digits, separator))
    };
    let (year, 4, Some(b'-')) = number(4)? else { return None };
    let (month, _, Some(b'-')) = number(2)? else { return None };
    let (day, _, separator) = number(2)?;
    if separator.is_none() {
        return from_parts((year, month, day), (0, 0, 0), 0);
    }
    if !matches!(separator, Some(b'T' | b't' | b' ')) {
        return None;
    }
    let (hour, _, Some(b':')) = number(2)? else { return None };
    let (minute, _, mut separator) = number(2)?;
    let mut second = 0;
    let mut fraction = 0;
    if separator == Some(b':') {
        (second, _, separator) = number(2)?;
    }
    if matches!(separator, Some(b'.' | b',')) {
        let digits;
        (fraction, digits, separator) = number(9)?;
        for _ in digits..7 {
            fraction *= 10;
        }
        for _ in 7..digits {
            fraction /= 10;
        }
    }
    let moment = from_parts((year, month, day), (hour, minute, second), fraction)?;
    let sign = match separator {
        None => return Some(moment),
        Some(b'Z' | b'z') => return bytes.get(at).is_none().then_some(moment),
        Some(b'+') => -1,
        Some(b'-') => 1,
        Some(_) => return None,
    };
    Some(moment + sign * offset(bytes.get(at..)?)?)
}

/// `02:00`, `0200` or `02` after the sign of an offset, in ticks.
fn offset(text: &[u8]) -> Option<i64> {
    let digits: Vec<i64> = match text {
        [a, b] => vec![*a, *b, b'0', b'0'],
        [a, b, c, d] | [a, b, b':', c, d] => vec![*a, *b, *c, *d],
        _ => return None,
    }
    .into_iter()
    .map(|byte| char::from(byte).to_digit(10).map(i64::from))
    .collect::<Option<_>>()?;
    let [a, b, c, d] = digits.as_slice() else { return None };
    Some(((a * 10 + b) * 60 + c * 10 + d) * 60 * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs() {
        assert_eq!(from_parts((1, 1, 1), (0, 0, 0), 0), Some(0));
        assert_eq!(from_parts((1601, 1, 1), (0, 0, 0), 0), Some(FILETIME_EPOCH));
        assert_eq!(from_parts((1970, 1, 1), (0, 0, 0), 0), Some(UNIX_EPOCH));
        assert_eq!(from_parts((9999, 12, 31), (23, 59, 59), 9_999_999), Some(3_155_378_975_999_999_999));
    }

    #[test]
    fn iso() {
        let base = from_parts((2024, 2, 29), (3, 4, 5), 0);
        let check = |text, expect: Option<i64>| assert_eq!(parse_iso(text), expect, "{text}");
        check("2024-02-29T03:04:05Z", base);
        check("2024-02-29 03:04:05", base);
        check("2024-02-29T03:04:05.1234567Z", base.map(|t| t + 1_234_567));
        check("2024-02-29T03:04:05.123Z", base.map(|t| t + 1_230_000));
        check("2024-02-29T03:04:05.123456789Z", base.map(|t| t + 1_234_567));
        check("2024-02-29T05:04:05+02:00", base);
        check("2024-02-28T22:04:05-0500", base);
        check("2024-02-29T05:04:05+02", base);
        check("2024-02-29T05:04:05+2:00", None);
        check("2024-02-28T22:04:05-05:00", base);
        check("2024-02-29", base.map(|t| t - (3 * 3600 + 4 * 60 + 5) * SECOND));
        check("2023-02-29", None);
        check("2024-13-01T00:00:00Z", None);
        check("0000-01-01T00:00:00Z", None);
        check("yesterday", None);
        check("2024-02-29T03:04:05Zx", None);
        check("", None);
        check("2024-02-29T03:04:05.", None);
    }
}
