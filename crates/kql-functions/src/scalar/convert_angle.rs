//! `convert_angle`

use crate::kernel::units::{ANGLE, conversion, convert};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_angle",
    |args| convert(args, ANGLE),
    Doc::new(
        "convert_angle(value, from, to)",
        "An angle in another unit.",
        &[("convert_angle(1.2, 'Degree', 'Arcminute')", "72.0")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn unknown_units() {
        check("convert_angle", &[Value::Real(1.0), s("Smoot"), s("Smoot")], "null");
    }
}
