//! The calendar: dates from ticks and back, starts and ends of periods.

use super::{DAY, HOUR, MINUTE, SECOND, checked};

/// A moment taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Civil {
    /// 1 to 9999.
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    /// 1 to 31.
    pub day: i64,
    /// 0 to 23.
    pub hour: i64,
    /// 0 to 59.
    pub minute: i64,
    /// 0 to 59.
    pub second: i64,
    /// Ticks within the second, 0 to 9,999,999.
    pub fraction: i64,
}

/// A period that moments can be cut down to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Midnight to midnight.
    Day,
    /// Sunday to Saturday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// Days in a month; 0 for a month that does not exist.
pub const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days since 0001-01-01. Years before 1 and after 9999 and dates that do not exist give nothing.
pub const fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    if year < 1 || year > 9999 || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    // Years begin in March here, so that the leap day is the last day of a year.
    let y = if month <= 2 { year - 1 } else { year };
    let era = y / 400;
    let of_era = y - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    Some(era * 146_097 + day_of_era - 306)
}

const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 306;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// Takes a `datetime` apart.
pub const fn to_civil(ticks: i64) -> Civil {
    let (year, month, day) = civil_from_days(ticks.div_euclid(DAY));
    let rest = ticks.rem_euclid(DAY);
    Civil {
        year,
        month,
        day,
        hour: rest / HOUR,
        minute: rest % HOUR / MINUTE,
        second: rest % MINUTE / SECOND,
        fraction: rest % SECOND,
    }
}

/// Puts a `datetime` together; a part out of its range gives nothing.
pub fn from_civil(civil: Civil) -> Option<i64> {
    let Civil { year, month, day, hour, minute, second, fraction } = civil;
    let days = days_from_civil(year, month, day)?;
    let fits = (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second)
        && (0..SECOND).contains(&fraction);
    fits.then_some(days * DAY + hour * HOUR + minute * MINUTE + second * SECOND + fraction)
}

/// The same day of the month and time of day, `months` later; a day that the month lacks becomes its last day.
pub fn add_months(ticks: i64, months: i64) -> Option<i64> {
    let civil = to_civil(ticks);
    let index = (civil.year * 12 + civil.month - 1).checked_add(months)?;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    from_civil(Civil { year, month, day: civil.day.min(days_in_month(year, month)), ..civil })
}

/// Sunday is 0.
pub const fn day_of_week(ticks: i64) -> i64 {
    (ticks.div_euclid(DAY) + 1).rem_euclid(7)
}

/// 1 January is 1.
pub fn day_of_year(ticks: i64) -> i64 {
    let civil = to_civil(ticks);
    let first = days_from_civil(civil.year, 1, 1).unwrap_or(0);
    ticks.div_euclid(DAY) - first + 1
}

/// The week of ISO 8601: weeks begin on Monday, and week 1 holds the first Thursday of the year.
pub fn iso_week(ticks: i64) -> i64 {
    // The week belongs to the year of its Thursday. At both ends of the range the Thursday may lie outside the
    // years that exist, where the calendar's arithmetic still holds.
    let days = ticks.div_euclid(DAY);
    let thursday = days - days.rem_euclid(7) + 3;
    let (year, ..) = civil_from_days(thursday);
    let first = days_from_civil(year, 1, 1).unwrap_or(thursday);
    (thursday - first) / 7 + 1
}

/// The start of the period `offset` periods after the one that holds the moment.
pub fn start_of(period: Period, ticks: i64, offset: i64) -> Option<i64> {
    let midnight = ticks - ticks.rem_euclid(DAY);
    let civil = to_civil(midnight);
    match period {
        Period::Day => checked(midnight.checked_add(offset.checked_mul(DAY)?)?),
        Period::Week => {
            let sunday = midnight - day_of_week(midnight) * DAY;
            checked(sunday.checked_add(offset.checked_mul(7 * DAY)?)?)
        }
        Period::Month => add_months(from_civil(Civil { day: 1, ..civil })?, offset),
        Period::Year => add_months(from_civil(Civil { day: 1, month: 1, ..civil })?, offset.checked_mul(12)?),
    }
}

/// The last tick of that period.
pub fn end_of(period: Period, ticks: i64, offset: i64) -> Option<i64> {
    match start_of(period, ticks, offset.checked_add(1)?) {
        Some(next) => Some(next - 1),
        // The last period of the calendar has no successor.
        None => start_of(period, ticks, offset).map(|_| super::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{MAX, format_datetime, parse_datetime};

    fn ticks(text: &str) -> i64 {
        parse_datetime(text).unwrap()
    }

    #[test]
    fn every_day_survives_a_round_trip() {
        for days in 0..=MAX / DAY {
            let civil = to_civil(days * DAY);
            assert_eq!(from_civil(civil), Some(days * DAY), "{civil:?}");
        }
    }

    #[test]
    fn known_days() {
        assert_eq!(days_from_civil(1970, 1, 1), Some(719_162));
        assert_eq!(days_from_civil(2021, 2, 29), None);
        assert_eq!(days_from_civil(0, 1, 1), None);
        assert_eq!(day_of_week(ticks("2020-06-15")), 1);
        assert_eq!(day_of_year(ticks("2020-12-31")), 366);
    }

    #[test]
    fn iso_weeks() {
        for (date, week) in
            [("2015-12-31", 53), ("2016-01-01", 53), ("2018-12-31", 1), ("2019-01-01", 1), ("2023-01-01", 52)]
        {
            assert_eq!(iso_week(ticks(date)), week, "{date}");
        }
        assert_eq!(iso_week(MAX), 52);
    }

    #[test]
    fn starts_and_ends() {
        let check = |period, date: &str, start: &str, end: &str| {
            assert_eq!(start_of(period, ticks(date), 0).map(format_datetime).as_deref(), Some(start));
            assert_eq!(end_of(period, ticks(date), 0).map(format_datetime).as_deref(), Some(end));
        };
        check(Period::Week, "2020-06-15 13:45", "2020-06-14T00:00:00.0000000Z", "2020-06-20T23:59:59.9999999Z");
        check(Period::Month, "2020-02-29 12:00", "2020-02-01T00:00:00.0000000Z", "2020-02-29T23:59:59.9999999Z");
        check(Period::Year, "9999-06-01", "9999-01-01T00:00:00.0000000Z", "9999-12-31T23:59:59.9999999Z");
        assert_eq!(start_of(Period::Day, 0, -1), None);
        assert_eq!(start_of(Period::Year, 0, i64::MAX), None);
    }

    #[test]
    fn months_clamp_the_day() {
        let check = |date: &str, months, expect: &str| {
            assert_eq!(add_months(ticks(date), months), Some(ticks(expect)));
        };
        check("2019-01-31", 13, "2020-02-29");
        check("2020-02-29", 12, "2021-02-28");
        check("2020-05-31", -15, "2019-02-28");
        assert_eq!(add_months(MAX, 1), None);
    }
}
