//! The raw text of `datetime(…)`.
//!
//! Kusto documents ISO 8601, RFC 822 and RFC 850; real rules also hold partial dates, `M/d/yyyy` and AM/PM.

use super::calendar::days;
use super::{DAY, SECOND};

/// Ticks of 100 ns since 0001-01-01T00:00:00Z; `None` when the text is no date and time.
pub(crate) fn parse_datetime(text: &str) -> Option<i64> {
    if text.len() > 64 {
        return None;
    }
    // Copied text holds blanks that only look like a space.
    let text: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let text = text.trim();
    if text.is_empty() || !text.is_ascii() {
        return None;
    }
    let mut reader = Reader { rest: text };
    let (year, month, day) = reader.date()?;
    let date = days(year, month, day)?;
    let time = reader.time()?;
    let offset = reader.zone()?;
    if !reader.rest.is_empty() {
        return None;
    }
    let ticks = date.checked_mul(DAY)?.checked_add(time)?.checked_sub(offset)?;
    (0..=3_652_059 * DAY - 1).contains(&ticks).then_some(ticks)
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or("");
    }

    fn eat(&mut self, mark: &[u8]) -> bool {
        let found = self.rest.bytes().next().is_some_and(|byte| mark.contains(&byte));
        if found {
            self.skip(1);
        }
        found
    }

    fn blanks(&mut self) {
        while self.eat(b" \t") {}
    }

    /// A run of digits: its value and its length, which is 1 to `most`.
    fn number(&mut self, most: usize) -> Option<(i64, usize)> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 || length > most {
            return None;
        }
        let value = self.rest.get(..length)?.parse().ok()?;
        self.skip(length);
        Some((value, length))
    }

    fn letters(&mut self) -> &'t str {
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = self.rest.split_at_checked(length).unwrap_or(("", self.rest));
        self.rest = rest;
        word
    }

    fn date(&mut self) -> Option<(i64, i64, i64)> {
        if self.rest.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
            // `Sat, 8 Nov 14` or `Saturday, 08-Nov-14`: the day's name adds nothing.
            weekday(self.letters())?;
            self.eat(b",");
            self.blanks();
        }
        let (first, length) = self.number(8)?;
        match (length, self.rest.bytes().next()) {
            (8, _) => Some((first / 10_000, first / 100 % 100, first % 100)),
            (4, Some(b'-')) => {
                self.skip(1);
                let month = self.number(2)?.0;
                let day = if self.eat(b"-") { self.number(2)?.0 } else { 1 };
                Some((first, month, day))
            }
            (4, Some(b'/')) => {
                self.skip(1);
                let month = self.number(2)?.0;
                let day = if self.eat(b"/") { self.number(2)?.0 } else { 1 };
                Some((first, month, day))
            }
            (4, None) => Some((first, 1, 1)),
            (1 | 2, Some(b'/')) => {
                self.skip(1);
                let day = self.number(2)?.0;
                self.eat(b"/").then_some(())?;
                let year = self.number(4)?;
                Some((full_year(year), first, day))
            }
            (1 | 2, Some(b' ' | b'-')) => {
                self.skip(1);
                self.blanks();
                if self.rest.as_bytes().first().is_some_and(u8::is_ascii_digit) {
                    // `12-31-2020`, as .NET reads it; only the other order makes sense when the first is past 12.
                    let second = self.number(2)?.0;
                    self.eat(b"-").then_some(())?;
                    let year = full_year(self.number(4)?);
                    return Some(if first > 12 { (year, second, first) } else { (year, first, second) });
                }
                let month = month(self.letters())?;
                self.eat(b" -").then_some(())?;
                let year = self.number(4)?;
                Some((full_year(year), month, first))
            }
            _ => None,
        }
    }

    /// Ticks into the day; none given is midnight.
    fn time(&mut self) -> Option<i64> {
        if self.eat(b"Tt") {
            self.blanks();
        } else {
            self.blanks();
            if !self.rest.as_bytes().first().is_some_and(u8::is_ascii_digit) {
                return Some(0);
            }
        }
        let mut hour = self.number(2)?.0;
        let (mut minute, mut second, mut fraction) = (0, 0, 0);
        let mut plain = true;
        if self.eat(b":") {
            plain = false;
            minute = self.number(2)?.0;
            if self.eat(b":") {
                second = self.number(2)?.0;
                if self.eat(b".,") {
                    fraction = self.fraction()?;
                }
            }
        }
        self.blanks();
        let upper = self.rest.get(..2).map(str::to_ascii_uppercase);
        match upper.as_deref() {
            Some(half @ ("AM" | "PM")) => {
                if !(1..=12).contains(&hour) {
                    return None;
                }
                self.skip(2);
                self.blanks();
                hour = hour % 12 + if half == "PM" { 12 } else { 0 };
            }
            _ if plain && !self.rest.is_empty() && !matches!(self.rest, "Z" | "z") => return None,
            _ => {}
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some((hour * 3600 + minute * 60 + second) * SECOND + fraction)
    }

    /// Up to seven digits count, further ones are dropped.
    fn fraction(&mut self) -> Option<i64> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let digits = self.rest.get(..length.min(7)).filter(|digits| !digits.is_empty())?;
        let value: i64 = digits.parse().ok()?;
        let scale = 10_i64.pow(7 - u32::try_from(digits.len()).ok()?);
        self.skip(length);
        Some(value * scale)
    }

    /// The zone's distance from UTC in ticks.
    fn zone(&mut self) -> Option<i64> {
        self.blanks();
        if self.rest.is_empty() {
            return Some(0);
        }
        let sign = if self.eat(b"+") {
            1
        } else if self.eat(b"-") {
            -1
        } else {
            let name = self.letters().to_ascii_uppercase();
            return matches!(name.as_str(), "Z" | "GMT" | "UTC" | "UT").then_some(0);
        };
        let (hours, length) = self.number(4)?;
        let minutes = match length {
            1 | 2 if self.eat(b":") => hours * 60 + self.number(2)?.0,
            1 | 2 => hours * 60,
            4 => hours / 100 * 60 + hours % 100,
            _ => return None,
        };
        (minutes <= 14 * 60).then_some(sign * minutes * 60 * SECOND)
    }
}

/// Two digits mean 1950 to 2049, as .NET reads them.
const fn full_year((value, length): (i64, usize)) -> i64 {
    match length {
        1 | 2 if value < 50 => 2000 + value,
        1 | 2 => 1900 + value,
        _ => value,
    }
}

fn month(name: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    position(&MONTHS, name).map(|at| at + 1)
}

fn weekday(name: &str) -> Option<i64> {
    position(&["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], name)
}

/// Matches a name in full or by its first three letters.
fn position(names: &[&str], name: &str) -> Option<i64> {
    let name = name.to_ascii_lowercase();
    let found = names.iter().position(|full| *full == name || (name.len() == 3 && full.starts_with(&name)))?;
    i64::try_from(found).ok()
}

#[cfg(test)]
mod tests {
    use super::super::format_ticks;
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(parse_datetime(text).map(format_ticks).as_deref(), expected, "{text}");
    }

    #[test]
    fn documented_forms() {
        check("2014-05-25T08:20:03.123456Z", Some("2014-05-25T08:20:03.1234560Z"));
        check("2014-05-25T08:20:03.123456", Some("2014-05-25T08:20:03.1234560Z"));
        check("2014-05-25T08:20", Some("2014-05-25T08:20:00.0000000Z"));
        check("2014-11-08 15:55:55.123456Z", Some("2014-11-08T15:55:55.1234560Z"));
        check("2014-11-08 15:55", Some("2014-11-08T15:55:00.0000000Z"));
        check("2014-11-08", Some("2014-11-08T00:00:00.0000000Z"));
        check("Sat, 8 Nov 14 15:05:02 GMT", Some("2014-11-08T15:05:02.0000000Z"));
        check("8 Nov 14 15:05:02", Some("2014-11-08T15:05:02.0000000Z"));
        check("8 Nov 14", Some("2014-11-08T00:00:00.0000000Z"));
        check("Saturday, 08-Nov-14 15:05:02 UTC", Some("2014-11-08T15:05:02.0000000Z"));
        check("08-Nov-14 15:05", Some("2014-11-08T15:05:00.0000000Z"));
        check("Sat, 8 Nov 2014 15:05 GMT", Some("2014-11-08T15:05:00.0000000Z"));
    }

    #[test]
    fn partial_and_foreign_forms() {
        check("2020", Some("2020-01-01T00:00:00.0000000Z"));
        check("2020-03", Some("2020-03-01T00:00:00.0000000Z"));
        check("20200315", Some("2020-03-15T00:00:00.0000000Z"));
        check("2020-3-5", Some("2020-03-05T00:00:00.0000000Z"));
        check("2020/03/15", Some("2020-03-15T00:00:00.0000000Z"));
        check("12/31/2020 11:05 PM", Some("2020-12-31T23:05:00.0000000Z"));
        check("1/2/2020 12:00:00 AM", Some("2020-01-02T00:00:00.0000000Z"));
        check("12-31-2020", Some("2020-12-31T00:00:00.0000000Z"));
        check("31-12-2020", Some("2020-12-31T00:00:00.0000000Z"));
        check("2020-01-01T10:00:00+02:00", Some("2020-01-01T08:00:00.0000000Z"));
        check("2020-01-01 10:00:00 -0530", Some("2020-01-01T15:30:00.0000000Z"));
        check("9999-12-31 23:59:59.9999999", Some("9999-12-31T23:59:59.9999999Z"));
        check("2020-01-01\u{a0}10:00", Some("2020-01-01T10:00:00.0000000Z"));
        check("1601-01-01", Some("1601-01-01T00:00:00.0000000Z"));
        check("2020-01-01 10:00:00.123456789", Some("2020-01-01T10:00:00.1234567Z"));
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "x",
            "2021-02-29",
            "2020-13-01",
            "2020-01-01 25:00",
            "12",
            "2020-01-01 10:00 PST",
            "0001-01-01T00:00+05:00",
            "2020-01-01x",
            "é",
        ] {
            check(text, None);
        }
    }
}
