//! Printing times.

use super::{DAY, HOUR, MINUTE, SECOND, to_civil};
use std::fmt::Write;

/// `2020-01-01T00:00:00.0000000Z`
pub fn format_datetime(ticks: i64) -> String {
    let c = to_civil(ticks);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}Z",
        c.year, c.month, c.day, c.hour, c.minute, c.second, c.fraction
    )
}

/// `1.02:03:04.5000000`: days and the fraction only where there are some.
pub fn format_timespan(ticks: i64) -> String {
    let total = ticks.unsigned_abs();
    let mut out = String::new();
    if ticks < 0 {
        out.push('-');
    }
    let unit = |size: i64| size.unsigned_abs();
    let days = total / unit(DAY);
    if days > 0 {
        let _ = write!(out, "{days}.");
    }
    let _ = write!(
        out,
        "{:02}:{:02}:{:02}",
        total % unit(DAY) / unit(HOUR),
        total % unit(HOUR) / unit(MINUTE),
        total % unit(MINUTE) / unit(SECOND)
    );
    let fraction = total % unit(SECOND);
    if fraction > 0 {
        let _ = write!(out, ".{fraction:07}");
    }
    out
}

/// A moment in the form that `format_datetime` takes: `y`, `M`, `d`, `h`, `H`, `m`, `s`, `f`, `F` and `tt`. All
/// other characters stand for themselves. Names of months and days are not known to it, as in Microsoft's engine.
pub fn format_datetime_as(ticks: i64, format: &str) -> String {
    let c = to_civil(ticks);
    render(format, |letter, available| match letter {
        'y' if available >= 4 => Some((4, format!("{:04}", c.year))),
        'y' if available >= 2 => Some((2, format!("{:02}", c.year % 100))),
        'y' => Some((1, (c.year % 100).to_string())),
        'M' => Some(number(c.month, available)),
        'd' => Some(number(c.day, available)),
        'H' => Some(number(c.hour, available)),
        'h' => Some(number((c.hour + 11) % 12 + 1, available)),
        'm' => Some(number(c.minute, available)),
        's' => Some(number(c.second, available)),
        'f' | 'F' => Some(fraction(c.fraction, letter, available)),
        't' if available >= 2 => Some((2, if c.hour < 12 { "AM" } else { "PM" }.to_owned())),
        't' => Some((1, if c.hour < 12 { "A" } else { "P" }.to_owned())),
        _ => None,
    })
}

/// A span in the form that `format_timespan` takes: `d` to `dddddddd`, `h`, `H`, `m`, `s`, `f` and `F`.
pub fn format_timespan_as(ticks: i64, format: &str) -> String {
    let total = ticks.unsigned_abs();
    let part = |of: i64, size: i64| i64::try_from(total % of.unsigned_abs() / size.unsigned_abs()).unwrap_or(0);
    let days = total / DAY.unsigned_abs();
    let text = render(format, |letter, available| match letter {
        'd' => {
            let width = available.min(8);
            Some((width, format!("{days:0width$}")))
        }
        'H' | 'h' => Some(number(part(DAY, HOUR), available)),
        'm' => Some(number(part(HOUR, MINUTE), available)),
        's' => Some(number(part(MINUTE, SECOND), available)),
        'f' | 'F' => Some(fraction(part(SECOND, 1), letter, available)),
        _ => None,
    });
    if ticks < 0 { format!("-{text}") } else { text }
}

/// Walks the format; `token` says how many of the `available` equal letters it takes and what they print.
fn render(format: &str, token: impl Fn(char, usize) -> Option<(usize, String)>) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some(letter) = rest.chars().next() {
        let available = rest.chars().take_while(|c| *c == letter).count();
        if let Some((taken, text)) = token(letter, available) {
            out.push_str(&text);
            // Tokens are ASCII letters, so that bytes and characters agree.
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        } else {
            out.push(letter);
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

fn number(value: i64, available: usize) -> (usize, String) {
    if available >= 2 { (2, format!("{value:02}")) } else { (1, value.to_string()) }
}

fn fraction(ticks: i64, letter: char, available: usize) -> (usize, String) {
    let width = available.min(7);
    let mut digits = format!("{ticks:07}");
    digits.truncate(width);
    if letter == 'F' {
        digits.truncate(digits.trim_end_matches('0').len());
    }
    (width, digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{parse_datetime, parse_timespan};

    #[test]
    fn datetimes() {
        let check = |text: &str, format: &str, expect: &str| {
            assert_eq!(format_datetime_as(parse_datetime(text).unwrap(), format), expect);
        };
        check("2017-01-29 09:00:05", "yy-MM-dd [HH:mm:ss]", "17-01-29 [09:00:05]");
        check("2017-01-29 09:00:05", "yyyy-M-dd [H:mm:ss]", "2017-1-29 [9:00:05]");
        check("2020-06-15 00:45:09", "h:mm:ss tt", "12:45:09 AM");
        check("2020-06-15 13:45:09.1234567", "yyyy-MM-dd HH:mm:ss.fffffff", "2020-06-15 13:45:09.1234567");
        check("2020-06-15 13:45:09.12", "s.FFFFFFF", "9.12");
        check("2007-03-09 05:04:03", "dddd, MMMM d, yyyy", "0909, 0303 9, 2007");
        check("2007-03-09 05:04:03", "ddd MMM", "099 033");
        check("2007-03-09", "é y", "é 7");
    }

    #[test]
    fn timespans() {
        let check = |text: &str, format: &str, expect: &str| {
            assert_eq!(format_timespan_as(parse_timespan(text).unwrap(), format), expect);
        };
        check("29.09:00:05.12345", "dd.hh:mm:ss:FF", "29.09:00:05:12");
        check("29.09:00:05.12345", "ddd.h:mm:ss [fffffff]", "029.9:00:05 [1234500]");
        check("1d", "dddd", "0001");
        check("-1.02:30:00", "d.hh:mm:ss", "-1.02:30:00");
        check("-00:01:30", "mm:ss", "-01:30");
        let round = |text: &str| assert_eq!(format_timespan(parse_timespan(text).unwrap()), text);
        for text in ["00:00:00", "1.00:00:00", "-1.02:03:04.5000000", "00:00:00.0000001"] {
            round(text);
        }
        assert_eq!(format_timespan(i64::MIN), "-10675199.02:48:05.4775808");
    }
}
