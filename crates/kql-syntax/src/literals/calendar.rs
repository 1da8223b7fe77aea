//! The proleptic Gregorian calendar, as days and ticks since 0001-01-01.

use super::{DAY, SECOND};

/// Days from 0001-01-01 to the given date; `None` when there is no such date in the years 1 to 9999.
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > month_length(year, month) {
        return None;
    }
    // Years are counted from March, so that a leap day is the last of its year.
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let shifted_month = (month + 9) % 12;
    let of_year = (153 * shifted_month + 2) / 5 + day - 1;
    Some(shifted_year * 365 + shifted_year / 4 - shifted_year / 100 + shifted_year / 400 + of_year - 306)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Ticks as `2020-01-02T03:04:05.0000000Z`.
pub(crate) fn format_ticks(ticks: i64) -> String {
    let days_since = ticks.div_euclid(DAY);
    let in_day = ticks.rem_euclid(DAY);
    let shifted = days_since + 306;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let seconds = in_day / SECOND;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{:07}Z",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        in_day % SECOND
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_the_first_of_january_of_year_one() {
        assert_eq!(days(1, 1, 1), Some(0));
        assert_eq!(days(1, 3, 1), Some(59));
        assert_eq!(days(1601, 1, 1), Some(584_388));
        assert_eq!(days(1970, 1, 1), Some(719_162));
        assert_eq!(days(9999, 12, 31), Some(3_652_058));
        assert_eq!(days(2020, 2, 29), Some(737_483));
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for (year, month, day) in
            [(2021, 2, 29), (1900, 2, 29), (2020, 4, 31), (2020, 13, 1), (0, 1, 1), (10_000, 1, 1), (2020, 1, 0)]
        {
            assert_eq!(days(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn every_day_formats_back_to_itself() {
        for (year, month, day) in
            [(1, 1, 1), (4, 2, 29), (1600, 12, 31), (1999, 2, 28), (2000, 2, 29), (2024, 3, 1), (9999, 12, 31)]
        {
            let ticks = days(year, month, day).unwrap_or(0) * DAY + 45_296 * SECOND + 1_234_567;
            assert_eq!(format_ticks(ticks), format!("{year:04}-{month:02}-{day:02}T12:34:56.1234567Z"));
        }
    }
}
