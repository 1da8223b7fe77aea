//! Times as ticks of 100 ns: the calendar, parsing and printing.
//!
//! A `datetime` counts from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.9999999Z on the proleptic Gregorian
//! calendar, always in UTC and without leap seconds. A `timespan` is any signed number of ticks. What leaves the
//! range of `datetime` is `None`.

mod calendar;
mod format;
mod parse_datetime;
mod parse_timespan;
mod part;
mod zone;

pub use calendar::{
    Civil, Period, add_months, day_of_week, day_of_year, days_from_civil, days_in_month, end_of, from_civil, iso_week,
    start_of, to_civil,
};
pub use format::{format_datetime, format_datetime_as, format_timespan, format_timespan_as};
pub use parse_datetime::parse_datetime;
pub use parse_timespan::parse_timespan;
pub use part::{Part, add, diff, part_of};
pub use zone::{local_to_utc, utc_to_local, zones};

/// Ticks in a microsecond.
pub const MICROSECOND: i64 = 10;
/// Ticks in a millisecond.
pub const MILLISECOND: i64 = 1_000 * MICROSECOND;
/// Ticks in a second.
pub const SECOND: i64 = 1_000 * MILLISECOND;
/// Ticks in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Ticks in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Ticks in a day.
pub const DAY: i64 = 24 * HOUR;
/// 9999-12-31T23:59:59.9999999Z, the last `datetime`.
pub const MAX: i64 = 3_155_378_975_999_999_999;
/// 1970-01-01T00:00:00Z.
pub const UNIX_EPOCH: i64 = 621_355_968_000_000_000;

/// A `datetime`, or nothing where the ticks lie outside its range.
pub const fn checked(ticks: i64) -> Option<i64> {
    if 0 <= ticks && ticks <= MAX { Some(ticks) } else { None }
}
