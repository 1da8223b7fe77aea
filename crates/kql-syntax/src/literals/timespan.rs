//! Timespans: `1d`, `1.5h`, and the raw text of `time(…)`.

use super::{DAY, SECOND};

/// Spellings of the units, and their ticks. A nanosecond is a hundredth of a tick.
const UNITS: &[(&[&str], f64)] = &[
    (&["d", "day", "days"], DAY as f64),
    (&["h", "hr", "hrs", "hour", "hours"], 3600.0 * SECOND as f64),
    (&["m", "min", "minute", "minutes"], 60.0 * SECOND as f64),
    (&["s", "sec", "second", "seconds"], SECOND as f64),
    (&["ms", "milli", "millis", "millisec", "millisecond", "milliseconds"], 10_000.0),
    (&["us", "micro", "micros", "microsec", "microsecond", "microseconds"], 10.0),
    (&["nano", "nanos", "nanosec", "nanosecond", "nanoseconds"], 0.01),
    (&["tick", "ticks"], 1.0),
];

fn unit(name: &str) -> Option<f64> {
    UNITS.iter().find(|(names, _)| names.contains(&name)).map(|(_, ticks)| *ticks)
}

/// Whether letters after a number make it a timespan literal.
pub(crate) fn is_timespan_unit(name: &str) -> bool {
    unit(name).is_some()
}

/// The ticks of `1d`, `1.5h`, `15 seconds`; `None` when it is none, or past what 64 bits hold.
pub(crate) fn parse_timespan_literal(text: &str) -> Option<i64> {
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, name) = text.split_at_checked(split)?;
    let (number, scale) = (number.trim_end(), unit(name)?);
    if let Ok(whole) = number.parse::<i64>() {
        // Whole numbers stay exact: a double loses ticks past 2^53.
        if scale >= 1.0 {
            return whole.checked_mul(scale as i64);
        }
        return Some(whole / 100);
    }
    from_f64(number.parse::<f64>().ok()? * scale)
}

/// The ticks of what stands in `time(…)`: `1.02:03:04.5`, `1d`, `0d+12h+34m`, `15 seconds`, or a bare number of days.
pub(crate) fn parse_timespan(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() || text.len() > 64 || !text.is_ascii() {
        return None;
    }
    if let Some(rest) = text.strip_prefix('-') {
        return parse_timespan(rest).filter(|_| !rest.trim_start().starts_with('-')).map(|ticks| -ticks);
    }
    if text.contains(':') {
        return clock(text);
    }
    if text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return text.split('+').try_fold(0_i64, |sum, part| sum.checked_add(parse_timespan_literal(part.trim())?));
    }
    match text.parse::<i64>() {
        Ok(whole) => whole.checked_mul(DAY),
        Err(_) => from_f64(text.parse::<f64>().ok()? * DAY as f64),
    }
}

fn from_f64(ticks: f64) -> Option<i64> {
    let rounded = ticks.round();
    (rounded.abs() < 9.2e18).then_some(rounded as i64)
}

/// `[d.]hh:mm[:ss[.fffffff]]`
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let head = parts.next()?;
    let (days, hours) = match head.split_once('.') {
        Some((days, hours)) => (digits(days)?, digits(hours)?),
        None => (0, digits(head)?),
    };
    let minutes = digits(parts.next()?)?;
    let (seconds, fraction) = match parts.next() {
        None => (0, 0),
        Some(text) => match text.split_once('.') {
            None => (digits(text)?, 0),
            Some((seconds, fraction)) => {
                let kept = fraction.get(..fraction.len().min(7))?;
                digits(fraction).or_else(|| fraction.bytes().all(|b| b.is_ascii_digit()).then_some(0))?;
                let scale = 10_i64.pow(7 - u32::try_from(kept.len()).ok()?);
                (digits(seconds)?, digits(kept)?.checked_mul(scale)?)
            }
        },
    };
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    days.checked_mul(DAY)?.checked_add((hours * 3600 + minutes * 60 + seconds) * SECOND + fraction)
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Ticks in .NET's constant form: `1.02:03:04.5000000`, `00:00:00`.
pub(crate) fn format_timespan(ticks: i64) -> String {
    let sign = if ticks < 0 { "-" } else { "" };
    let ticks = ticks.unsigned_abs();
    let (second, day) = (SECOND.unsigned_abs(), DAY.unsigned_abs());
    let (days, seconds, fraction) = (ticks / day, ticks % day / second, ticks % second);
    let days = if days == 0 { String::new() } else { format!("{days}.") };
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:07}") };
    format!("{sign}{days}{:02}:{:02}:{:02}{fraction}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals() {
        let check = |text: &str, expected: i64| assert_eq!(parse_timespan_literal(text), Some(expected), "{text}");
        check("1d", DAY);
        check("1h", 36_000_000_000);
        check("1m", 600_000_000);
        check("1s", SECOND);
        check("1ms", 10_000);
        check("1microsecond", 10);
        check("1tick", 1);
        check("1.5h", 54_000_000_000);
        check("100nanoseconds", 1);
        check("0.1s", 1_000_000);
        assert_eq!(parse_timespan_literal("99999999999999d"), None);
        assert_eq!(parse_timespan_literal("1w"), None);
    }

    #[test]
    fn raw_texts() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(parse_timespan(text).map(format_timespan).as_deref(), expected, "{text}");
        };
        check("1.02:03:04.5", Some("1.02:03:04.5000000"));
        check("02:03:04", Some("02:03:04"));
        check("12:30", Some("12:30:00"));
        check("1d", Some("1.00:00:00"));
        check("2", Some("2.00:00:00"));
        check("15 seconds", Some("00:00:15"));
        check("0d+12h+34m+56.7s", Some("12:34:56.7000000"));
        check("-1d", Some("-1.00:00:00"));
        check(" -00:00:01 ", Some("-00:00:01"));
        for text in ["", "x", "--1d", "25:00", "1:2:3:4", "1.2.3:04:05", "99999999999999999999"] {
            check(text, None);
        }
    }
}
