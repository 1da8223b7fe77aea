//! `convert_volume`

use crate::kernel::units::{VOLUME, conversion, convert};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_volume",
    |args| convert(args, VOLUME),
    Doc::new(
        "convert_volume(value, from, to)",
        "A volume in another unit.",
        &[("convert_volume(1.2, 'CubicMeter', 'Liter')", "1200.0")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn unknown_units() {
        check("convert_volume", &[Value::Real(1.0), s("Smoot"), s("Smoot")], "null");
    }
}
