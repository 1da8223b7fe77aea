//! Dates and times of a log, which are UTC.

/// The day of `2026-03-14`: days since 0001-01-01. None for any other form and for a day that no month has.
pub fn day(text: &[u8]) -> Option<i64> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *text else { return None };
    let year = number(&[a, b, c, d])?;
    let (month, day) = (number(&[e, f])?, number(&[g, h])?);
    let leap = i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    let lengths = [31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: i64 = lengths.get(..usize::try_from(month - 1).ok()?)?.iter().sum();
    if year == 0 || !(1..=*lengths.get(usize::try_from(month - 1).ok()?)?).contains(&day) {
        return None;
    }
    let years = year - 1;
    Some(years * 365 + years / 4 - years / 100 + years / 400 + before + day - 1)
}

/// The time of `01:22:03` or `01:22:03.456`: ticks of 100 ns since midnight. None for any other form.
pub fn time_of_day(text: &[u8]) -> Option<i64> {
    let (clock, fraction) = match text.iter().position(|byte| *byte == b'.') {
        Some(dot) => (text.get(..dot)?, text.get(dot + 1..)?),
        None => (text, &b""[..]),
    };
    let [a, b, b':', c, d, b':', e, f] = *clock else { return None };
    let (hour, minute, second) = (number(&[a, b])?, number(&[c, d])?, number(&[e, f])?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut ticks = ((hour * 60 + minute) * 60 + second) * 10_000_000;
    let mut unit = 1_000_000;
    for byte in fraction {
        if !byte.is_ascii_digit() {
            return None;
        }
        ticks += i64::from(byte - b'0') * unit;
        unit /= 10;
    }
    Some(ticks)
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days() {
        let check = |text: &str, expect| assert_eq!(day(text.as_bytes()), expect, "{text}");
        check("0001-01-01", Some(0));
        check("1970-01-01", Some(719_162));
        check("2024-02-29", Some(738_944));
        check("2026-03-14", Some(739_688));
        check("2023-02-29", None);
        check("2026-00-14", None);
        check("2026-13-14", None);
        check("2026-03-00", None);
        check("0000-01-01", None);
        check("2026-3-14", None);
        check("2026/03/14", None);
        check("", None);
    }

    #[test]
    fn times() {
        let check = |text: &str, expect| assert_eq!(time_of_day(text.as_bytes()), expect, "{text}");
        check("00:00:00", Some(0));
        check("01:22:03", Some(49_230_000_000));
        check("01:22:03.456", Some(49_234_560_000));
        check("01:22:03.12345678", Some(49_231_234_567));
        check("23:59:60", Some(864_000_000_000));
        check("24:00:00", None);
        check("1:22:03", None);
        check("01:22:03.x", None);
        check("", None);
    }
}
