//! The two forms of a moment in ASN.1.

use super::Value;

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// A moment in seconds since 1970 UTC; fractions are dropped. `None` for anything but these two types, for times
/// without a zone, and for dates that are none.
pub fn parse_time(value: &Value<'_>) -> Option<i64> {
    let text = std::str::from_utf8(value.body).ok()?;
    let (year_digits, is_short) = match value.tag {
        UTC_TIME => (2, true),
        GENERALIZED_TIME => (4, false),
        _ => return None,
    };
    let (moment, zone) = text.split_at_checked(text.find(['Z', '+', '-'])?)?;
    let digits = moment.split('.').next()?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |at: usize, count: usize| digits.get(at..at + count)?.parse::<i64>().ok();
    let year = number(0, year_digits)?;
    // RFC 5280, 4.1.2.5.1.
    let year = match (is_short, year) {
        (true, 50..) => 1900 + year,
        (true, _) => 2000 + year,
        (false, _) => year,
    };
    let (month, day) = (number(year_digits, 2)?, number(year_digits + 2, 2)?);
    let (hour, minute) = (number(year_digits + 4, 2)?, number(year_digits + 6, 2)?);
    let second = number(year_digits + 8, 2).unwrap_or(0);
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
    fits.then_some(())?;
    let local = days_since_1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    Some(local - zone_offset(zone)?)
}

fn zone_offset(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("Z", _) => return Some(0),
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let number = |at: usize| digits.get(at..at + 2)?.parse::<i64>().ok();
    Some(sign * (number(0)? * 3_600 + number(2)? * 60))
}

/// Days in the Gregorian calendar, by counting years from March.
const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let check = |tag, text: &str, expect| {
            let value = Value { tag, raw: &[], body: text.as_bytes() };
            assert_eq!(parse_time(&value), expect, "{text}");
        };
        check(UTC_TIME, "700101000000Z", Some(0));
        check(UTC_TIME, "491231235959Z", Some(2_524_607_999));
        check(UTC_TIME, "500101000000Z", Some(-631_152_000));
        check(UTC_TIME, "7001010000Z", Some(0));
        check(UTC_TIME, "700101020000+0200", Some(0));
        check(GENERALIZED_TIME, "20240229120000.123Z", Some(1_709_208_000));
        check(GENERALIZED_TIME, "20240229120000", None);
        check(GENERALIZED_TIME, "20241329120000Z", None);
        check(GENERALIZED_TIME, "2024é", None);
        check(0x0c, "20240229120000Z", None);
        check(UTC_TIME, "Z", None);
    }
}
