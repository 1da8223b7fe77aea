//! Times that count from 1970.

use crate::time::{UNIX_EPOCH, checked};
use crate::{Value, convert};

/// The time a number of units after 1970; a unit is `ticks / divisor` ticks long.
pub(crate) fn from_unix(number: &Value<'_>, ticks: i64, divisor: i64) -> Option<i64> {
    let offset = match convert::unwrap(number).as_ref() {
        Value::Real(units) => {
            let offset = (units * ticks as f64 / divisor as f64).floor();
            // Beyond this no time exists, and a cast would saturate.
            (offset.abs() < 1e19).then_some(offset as i128)?
        }
        other => (i128::from(convert::to_long(other)?) * i128::from(ticks)).div_euclid(i128::from(divisor)),
    };
    checked(i64::try_from(offset + i128::from(UNIX_EPOCH)).ok()?)
}
