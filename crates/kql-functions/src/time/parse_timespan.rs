//! Reading time spans.

use super::{DAY, HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND};

/// Reads a span: `1.02:03:04.5`, `03:04`, `-00:30:00`, a whole number of days (`7`), or a number with its unit
/// (`1d`, `1.5h`, `30m`, `10s`, `5ms`, `7microseconds`, `3ticks`).
pub fn parse_timespan(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let ticks = if rest.contains(':') { clock(rest)? } else { amount(rest)? };
    let signed = if negative { -ticks } else { ticks };
    i64::try_from(signed).ok()
}

/// `[d.]hh:mm[:ss[.fffffff]]`
fn clock(text: &str) -> Option<i128> {
    let (head, rest) = text.split_once(':')?;
    let (days, hours) = match head.split_once('.') {
        Some((days, hours)) => (whole(days)?, whole(hours)?),
        None => (0, whole(head)?),
    };
    let (minutes, seconds) = match rest.split_once(':') {
        Some((minutes, seconds)) => (whole(minutes)?, seconds),
        None => (whole(rest)?, "0"),
    };
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let seconds = whole(seconds)?;
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let ticks = fraction_ticks(fraction)?;
    Some(
        days * i128::from(DAY)
            + hours * i128::from(HOUR)
            + minutes * i128::from(MINUTE)
            + seconds * i128::from(SECOND)
            + i128::from(ticks),
    )
}

/// `7`, `1d`, `1.5h`
fn amount(text: &str) -> Option<i128> {
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = (text.get(..split)?, text.get(split..)?.trim());
    let size = match unit {
        "" => {
            return Some(whole(number)? * i128::from(DAY));
        }
        "d" | "day" | "days" => DAY,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "m" | "min" | "minute" | "minutes" => MINUTE,
        "s" | "sec" | "second" | "seconds" => SECOND,
        "ms" | "milli" | "millis" | "millisec" | "millisecond" | "milliseconds" => MILLISECOND,
        "micro" | "micros" | "microsec" | "microsecond" | "microseconds" => MICROSECOND,
        "tick" | "ticks" => 1,
        _ => return None,
    };
    let (int, fraction) = number.split_once('.').unwrap_or((number, ""));
    if int.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut ticks = if int.is_empty() { 0 } else { whole(int)? * i128::from(size) };
    if !fraction.is_empty() {
        // Nine digits more than cover a tick of a day.
        let digits = fraction.get(..fraction.len().min(15))?;
        let scale = 10_i128.checked_pow(u32::try_from(digits.len()).ok()?)?;
        ticks += whole(digits)? * i128::from(size) / scale;
    }
    Some(ticks)
}

fn whole(text: &str) -> Option<i128> {
    let valid = !text.is_empty() && text.len() <= 20 && text.bytes().all(|b| b.is_ascii_digit());
    if valid { text.parse().ok() } else { None }
}

/// Digits after the point of a second, as ticks; digits past the seventh are dropped.
pub(super) fn fraction_ticks(digits: &str) -> Option<i64> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let kept = digits.get(..digits.len().min(7))?;
    let value: i64 = kept.parse().ok()?;
    Some(value * 10_i64.pow(7 - u32::try_from(kept.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let check = |text: &str, expect: Option<i64>| assert_eq!(parse_timespan(text), expect, "{text:?}");
        check("1.02:03:04.5", Some(DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5_000_000));
        check("-00:30:00", Some(-30 * MINUTE));
        check("13:00", Some(13 * HOUR));
        check(" 01:00:00 ", Some(HOUR));
        check("1.5h", Some(90 * MINUTE));
        check("7", Some(7 * DAY));
        check("3ticks", Some(3));
        check("30 minutes", Some(30 * MINUTE));
        check("-10675199.02:48:05.4775808", Some(i64::MIN));
        for bad in ["", "abc", "24:00:00", "00:60:00", "1:2:3:4", ".", "d", "99999999999d", "1.5"] {
            check(bad, None);
        }
    }
}
