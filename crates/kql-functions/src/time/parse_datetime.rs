//! Reading dates and times.

use super::parse_timespan::fraction_ticks;
use super::{Civil, HOUR, MINUTE, checked, from_civil};

/// Reads a moment: ISO 8601 in whole or in part (`2020-01-02`, `2020-01-02 03:04:05.6Z`, `…+02:00`), RFC 822 and
/// RFC 850 (`Sat, 8 Nov 14 15:05:02 GMT`, `08-Nov-14 15:05`), American (`1/2/2020 3:04 PM`), and month names in
/// front (`Nov 8, 2014 15:05`). A time without a zone is UTC.
pub fn parse_datetime(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.len() > 64 || !text.is_ascii() {
        return None;
    }
    let mut scan = Scanner { rest: text, month_first: false };
    scan.skip_weekday();
    let (year, month, day) = scan.date()?;
    let mut civil = Civil { year, month, day, hour: 0, minute: 0, second: 0, fraction: 0 };
    let mut offset = 0;
    if !scan.rest.is_empty() {
        if !scan.eat(',') {
            let spaced = scan.rest.starts_with(' ');
            scan.spaces();
            if !(scan.eat('T') || scan.eat('t') || spaced || scan.rest.starts_with(['Z', 'z'])) {
                return None;
            }
        }
        scan.spaces();
        if scan.rest.starts_with(|c: char| c.is_ascii_digit()) {
            scan.time(&mut civil)?;
        }
        scan.spaces();
        offset = scan.zone()?;
    }
    // `15/01/2024` can only mean the day first.
    if scan.month_first && civil.month > 12 {
        (civil.month, civil.day) = (civil.day, civil.month);
    }
    let local = from_civil(civil)?;
    scan.rest.is_empty().then_some(())?;
    checked(local - offset)
}

struct Scanner<'a> {
    rest: &'a str,
    /// Whether the date was written as month, day and year in digits.
    month_first: bool,
}

impl<'a> Scanner<'a> {
    fn eat(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }

    fn run(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !accept(c)).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        run
    }

    fn number(&mut self, most_digits: usize) -> Option<(i64, usize)> {
        let digits = self.run(|c| c.is_ascii_digit());
        if digits.is_empty() || digits.len() > most_digits {
            return None;
        }
        Some((digits.parse().ok()?, digits.len()))
    }

    fn skip_weekday(&mut self) {
        let before = self.rest;
        let word = self.run(|c| c.is_ascii_alphabetic());
        let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
        let lower = word.to_ascii_lowercase();
        if word.len() >= 3 && days.iter().any(|d| d.starts_with(&lower)) {
            self.eat(',');
            self.spaces();
        } else {
            self.rest = before;
        }
    }

    fn month_name(&mut self) -> Option<i64> {
        let word = self.run(|c| c.is_ascii_alphabetic()).to_ascii_lowercase();
        let months = [
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
        if word.len() < 3 {
            return None;
        }
        let index = months.iter().position(|m| m.starts_with(&word))?;
        self.eat('.');
        i64::try_from(index).ok().map(|i| i + 1)
    }

    fn date(&mut self) -> Option<(i64, i64, i64)> {
        if self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // Nov 8, 2014
            let month = self.month_name()?;
            self.spaces();
            let (day, _) = self.number(2)?;
            self.eat(',');
            self.spaces();
            let (year, digits) = self.number(4)?;
            return Some((full_year(year, digits), month, day));
        }
        let (first, digits) = self.number(8)?;
        if digits == 8 {
            // 20141108
            return Some((first / 10_000, first / 100 % 100, first % 100));
        }
        if digits == 4 {
            // 2014, 2014-11, 2014-11-08, 2014/11/08
            let Some(separator) = ['-', '/'].into_iter().find(|c| self.eat(*c)) else {
                return self.rest.is_empty().then_some((first, 1, 1));
            };
            let (month, _) = self.number(2)?;
            if !self.eat(separator) {
                return self.rest.is_empty().then_some((first, month, 1));
            }
            let (day, _) = self.number(2)?;
            return Some((first, month, day));
        }
        if digits > 2 {
            return None;
        }
        if self.eat('/') {
            // 11/08/2014
            self.month_first = true;
            let (day, _) = self.number(2)?;
            self.eat('/').then_some(())?;
            let (year, digits) = self.number(4)?;
            return Some((full_year(year, digits), first, day));
        }
        // 8 Nov 14, 08-Nov-14, 11-08-2014
        let dash = self.eat('-');
        self.spaces();
        if dash && self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            self.month_first = true;
            let (day, _) = self.number(2)?;
            self.eat('-').then_some(())?;
            let (year, digits) = self.number(4)?;
            return (digits == 4).then_some((year, first, day));
        }
        let month = self.month_name()?;
        self.eat('-');
        self.eat(',');
        self.spaces();
        let (year, digits) = self.number(4)?;
        Some((full_year(year, digits), month, first))
    }

    fn time(&mut self, civil: &mut Civil) -> Option<()> {
        (civil.hour, _) = self.number(2)?;
        if self.eat(':') {
            (civil.minute, _) = self.number(2)?;
            if self.eat(':') {
                (civil.second, _) = self.number(2)?;
                if self.eat('.') || self.eat(',') {
                    let digits = self.run(|c| c.is_ascii_digit());
                    civil.fraction = fraction_ticks(digits)?;
                }
            }
        }
        self.half_of_day(civil)
    }

    fn half_of_day(&mut self, civil: &mut Civil) -> Option<()> {
        let before = self.rest;
        self.spaces();
        let word = self.run(|c| c.is_ascii_alphabetic()).to_ascii_uppercase();
        let afternoon = match word.as_str() {
            "AM" => 0,
            "PM" => 12,
            _ => {
                self.rest = before;
                return Some(());
            }
        };
        if !(1..=12).contains(&civil.hour) {
            return None;
        }
        civil.hour = civil.hour % 12 + afternoon;
        Some(())
    }

    /// Ticks that the zone is ahead of UTC.
    fn zone(&mut self) -> Option<i64> {
        let word = self.run(|c| c.is_ascii_alphabetic());
        if !matches!(word.to_ascii_uppercase().as_str(), "" | "Z" | "GMT" | "UTC" | "UT") {
            return None;
        }
        let sign = if self.eat('+') {
            1
        } else if self.eat('-') {
            -1
        } else {
            return Some(0);
        };
        let (number, digits) = self.number(4)?;
        let (hours, minutes) = match digits {
            3 | 4 => (number / 100, number % 100),
            _ if self.eat(':') => (number, self.number(2)?.0),
            _ => (number, 0),
        };
        (hours <= 14 && minutes <= 59).then_some(sign * (hours * HOUR + minutes * MINUTE))
    }
}

/// Two digits are a year from 1930 to 2029.
const fn full_year(year: i64, digits: usize) -> i64 {
    match digits {
        1 | 2 if year < 30 => 2000 + year,
        1 | 2 => 1900 + year,
        _ => year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::format_datetime;

    #[test]
    fn forms() {
        let check = |text: &str, expect: &str| {
            assert_eq!(parse_datetime(text).map(format_datetime).as_deref(), Some(expect), "{text:?}");
        };
        check("2014-05-25T08:20:03.123456Z", "2014-05-25T08:20:03.1234560Z");
        check("2020-06-15T13:45:09.1234567Z", "2020-06-15T13:45:09.1234567Z");
        check("2020-06-15 13:45:09.123456789", "2020-06-15T13:45:09.1234567Z");
        check("2020-06-15 13:45", "2020-06-15T13:45:00.0000000Z");
        check("2020-06-15", "2020-06-15T00:00:00.0000000Z");
        check("2020-06", "2020-06-01T00:00:00.0000000Z");
        check("2020", "2020-01-01T00:00:00.0000000Z");
        check("2020-06-15T13:45:00+02:00", "2020-06-15T11:45:00.0000000Z");
        check("2020-06-15T13:45:00 -0330", "2020-06-15T17:15:00.0000000Z");
        check("Sat, 8 Nov 14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z");
        check("8 Nov 2014 15:05", "2014-11-08T15:05:00.0000000Z");
        check("Saturday, 08-Nov-14 15:05:02 GMT", "2014-11-08T15:05:02.0000000Z");
        check("11/08/2014", "2014-11-08T00:00:00.0000000Z");
        check("1/2/2020 12:04:05 AM", "2020-01-02T00:04:05.0000000Z");
        check("1/2/2020 3:04 PM", "2020-01-02T15:04:00.0000000Z");
        check("Nov 8, 2014 15:05", "2014-11-08T15:05:00.0000000Z");
        check("01-01-2022", "2022-01-01T00:00:00.0000000Z");
        check("15/01/2024 12:35:35", "2024-01-15T12:35:35.0000000Z");
        check("20200615", "2020-06-15T00:00:00.0000000Z");
        check("9999-12-31 23:59:59.9999999", "9999-12-31T23:59:59.9999999Z");
    }

    #[test]
    fn not_dates() {
        for bad in [
            "",
            "not a date",
            "2020-13-01",
            "2020-02-30",
            "2020-01-01T25:00",
            "2020-01-01x",
            "2020-01-01 10:00 mars",
            "123",
            "13/13/2020",
            "0001-01-01T00:00:00+01:00",
            "２０２０-01-01",
            "2020-01-01T00:00:60",
        ] {
            assert_eq!(parse_datetime(bad), None, "{bad:?}");
        }
    }
}
