//! Times as exports write them.

use evtx_arrow::ticks;

static MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a moment in UTC: ISO 8601, or one of the forms that Microsoft's portals export: `Jan 2, 2026 3:04:05 AM`,
/// `2 Jan 2026 03:04:05`, `1/2/2026, 3:04:05.123 AM` (month first, as the portals write it).
pub(crate) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    ticks::parse_iso(text).or_else(|| portal(text))
}

fn portal(text: &str) -> Option<i64> {
    // The narrow space before AM and PM is what browsers put there.
    let parts: Vec<&str> =
        text.split([' ', ',', '\u{a0}', '\u{202f}']).filter(|part| !part.is_empty() && *part != "at").collect();
    let (date, rest) = match parts.as_slice() {
        [date, rest @ ..] if date.contains('/') => {
            let mut numbers = date.split('/').map(|n| n.parse::<i64>().ok());
            let (month, day, year) = (numbers.next()??, numbers.next()??, numbers.next()??);
            ((year, month, day), rest)
        }
        [a, b, year, rest @ ..] => {
            let (name, day) = if a.starts_with(|c: char| c.is_ascii_digit()) { (b, a) } else { (a, b) };
            let month = MONTHS.iter().position(|m| name.to_lowercase().starts_with(m))?;
            ((year.parse().ok()?, month as i64 + 1, day.parse().ok()?), rest)
        }
        _ => return None,
    };
    let Some((clock, half)) = rest.split_first() else { return ticks::from_parts(date, (0, 0, 0), 0) };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut numbers = clock.split(':').map(|n| n.parse::<i64>().ok());
    let (hour, minute) = (numbers.next()??, numbers.next()??);
    let second = numbers.next().unwrap_or(Some(0))?;
    let hour = match half.first().map(|half| half.to_ascii_uppercase()) {
        Some(half) if half == "AM" || half == "PM" => {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour % 12 + if half == "PM" { 12 } else { 0 }
        }
        Some(zone) if zone != "UTC" && zone != "Z" && zone != "GMT" => return None,
        _ => hour,
    };
    let digits = fraction.get(..fraction.len().min(7)).filter(|f| f.bytes().all(|b| b.is_ascii_digit()))?;
    let fraction = format!("{digits:0<7}").parse().ok()?;
    ticks::from_parts(date, (hour, minute, second), fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let base = ticks::from_parts((2026, 1, 2), (15, 4, 5), 0);
        let check = |text, expect: Option<i64>| assert_eq!(parse(text), expect, "{text}");
        check("2026-01-02T15:04:05.0000000Z", base);
        check("Jan 2, 2026 3:04:05 PM", base);
        check("January 2, 2026 at 3:04:05 PM", base);
        check("2 Jan 2026 15:04:05", base);
        check("1/2/2026, 3:04:05.000 PM", base);
        check("1/2/2026, 3:04:05.123\u{202f}PM", base.map(|t| t + 1_230_000));
        check("1/2/2026 15:04:05 UTC", base);
        check("1/2/2026 12:04:05 AM", base.map(|t| t - 15 * 3600 * ticks::SECOND));
        check("1/2/2026 13:04:05 AM", None);
        check("1/2/2026 3:04:05 CET", None);
        check("13/2/2026 3:04:05", None);
        check("Smarch 2, 2026 3:04:05 PM", None);
        check("1/2/2026 3:04:05.é PM", None);
        check("", None);
        check("/", None);
    }
}
