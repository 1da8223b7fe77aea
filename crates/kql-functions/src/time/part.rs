//! Parts of a date by name, as `datetime_diff`, `datetime_add` and `datetime_part` take them.

use super::{
    DAY, HOUR, MICROSECOND, MILLISECOND, MINUTE, SECOND, add_months, checked, day_of_week, day_of_year, iso_week,
    to_civil,
};

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    DayOfYear,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
}

impl Part {
    /// A part by its name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "year" => Self::Year,
            "quarter" => Self::Quarter,
            "month" => Self::Month,
            "week" | "weekofyear" | "week_of_year" => Self::Week,
            "day" => Self::Day,
            "dayofyear" => Self::DayOfYear,
            "hour" => Self::Hour,
            "minute" => Self::Minute,
            "second" => Self::Second,
            "millisecond" => Self::Millisecond,
            "microsecond" => Self::Microsecond,
            "nanosecond" => Self::Nanosecond,
            _ => return None,
        })
    }

    const fn ticks(self) -> i64 {
        match self {
            Self::Week => 7 * DAY,
            Self::Hour => HOUR,
            Self::Minute => MINUTE,
            Self::Second => SECOND,
            Self::Millisecond => MILLISECOND,
            Self::Microsecond => MICROSECOND,
            _ => DAY,
        }
    }
}

/// How many boundaries of the part lie between two moments, negative where `a` comes first.
pub fn diff(part: Part, a: i64, b: i64) -> Option<i64> {
    let months = |t| {
        let civil = to_civil(t);
        civil.year * 12 + civil.month - 1
    };
    match part {
        Part::Year => Some(to_civil(a).year - to_civil(b).year),
        Part::Quarter => Some(months(a) / 3 - months(b) / 3),
        Part::Month => Some(months(a) - months(b)),
        Part::Week => {
            let sunday = |t: i64| t.div_euclid(DAY) - day_of_week(t);
            Some((sunday(a) - sunday(b)) / 7)
        }
        Part::Nanosecond => a.checked_sub(b)?.checked_mul(100),
        _ => Some(a.div_euclid(part.ticks()) - b.div_euclid(part.ticks())),
    }
}

/// The moment `count` parts later.
pub fn add(part: Part, count: i64, ticks: i64) -> Option<i64> {
    match part {
        Part::Year => add_months(ticks, count.checked_mul(12)?),
        Part::Quarter => add_months(ticks, count.checked_mul(3)?),
        Part::Month => add_months(ticks, count),
        Part::Nanosecond => checked(ticks.checked_add(count.div_euclid(100))?),
        _ => checked(ticks.checked_add(count.checked_mul(part.ticks())?)?),
    }
}

/// The number that a moment has in the part. Sub-second parts hold the whole fraction of the second.
pub fn part_of(part: Part, ticks: i64) -> i64 {
    let civil = to_civil(ticks);
    match part {
        Part::Year => civil.year,
        Part::Quarter => (civil.month + 2) / 3,
        Part::Month => civil.month,
        Part::Week => iso_week(ticks),
        Part::Day => civil.day,
        Part::DayOfYear => day_of_year(ticks),
        Part::Hour => civil.hour,
        Part::Minute => civil.minute,
        Part::Second => civil.second,
        Part::Millisecond => civil.fraction / MILLISECOND,
        Part::Microsecond => civil.fraction / MICROSECOND,
        Part::Nanosecond => civil.fraction * 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::parse_datetime;

    fn ticks(text: &str) -> i64 {
        parse_datetime(text).unwrap()
    }

    #[test]
    fn differences_count_boundaries() {
        let check = |part: &str, a: &str, b: &str, expect| {
            assert_eq!(diff(Part::parse(part).unwrap(), ticks(a), ticks(b)), Some(expect), "{part} {a} {b}");
        };
        check("year", "2017-01-01", "2000-12-31", 17);
        check("quarter", "2017-07-01", "2017-03-30", 2);
        check("month", "2020-01-31", "2020-02-01", -1);
        check("week", "2024-02-29", "2020-02-29", 209);
        check("week", "2020-01-31", "2019-12-31", 4);
        check("week", "2021-03-01", "2020-12-31", 9);
        check("day", "2020-01-01 23:00", "2020-01-01 01:00", 0);
        check("minute", "2017-10-30 23:05:01", "2017-10-30 23:00:59", 5);
        check("microsecond", "2020-01-01 00:00:00.0000020", "2020-01-01 00:00:00.0000005", 2);
        check("nanosecond", "2020-01-01 00:00:00.0000002", "2020-01-01", 200);
    }

    #[test]
    fn sums() {
        let check = |part: &str, count, from: &str, expect: Option<&str>| {
            assert_eq!(add(Part::parse(part).unwrap(), count, ticks(from)), expect.map(ticks), "{part} {count}");
        };
        check("week", -53, "2021-03-15 12:00", Some("2020-03-09 12:00"));
        check("quarter", -5, "2020-05-31", Some("2019-02-28"));
        check("second", -90_061, "2020-01-01", Some("2019-12-30 22:58:59"));
        check("day", -1, "0001-01-01 12:00", None);
        check("day", i64::MAX, "2020-01-01", None);
    }

    #[test]
    fn parts() {
        let t = ticks("2017-10-30 01:02:03.7654321");
        for (part, expect) in [("year", 2017), ("quarter", 4), ("week_of_year", 44), ("dayofyear", 303), ("hour", 1)] {
            assert_eq!(part_of(Part::parse(part).unwrap(), t), expect, "{part}");
        }
        assert_eq!(part_of(Part::Nanosecond, t), 765_432_100);
    }
}
