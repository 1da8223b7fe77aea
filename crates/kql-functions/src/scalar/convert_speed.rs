//! `convert_speed`

use crate::kernel::units::{SPEED, conversion, convert};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_speed",
    |args| convert(args, SPEED),
    Doc::new(
        "convert_speed(value, from, to)",
        "A speed in another unit.",
        &[("convert_speed(36, 'KilometerPerHour', 'MeterPerSecond')", "10.0")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn unknown_units() {
        check("convert_speed", &[Value::Real(1.0), s("Smoot"), s("Smoot")], "null");
    }
}
