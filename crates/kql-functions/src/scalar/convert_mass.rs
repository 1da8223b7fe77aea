//! `convert_mass`

use crate::kernel::units::{MASS, conversion, convert};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_mass",
    |args| convert(args, MASS),
    Doc::new(
        "convert_mass(value, from, to)",
        "A mass in another unit.",
        &[("convert_mass(1, 'Pound', 'Kilogram')", "0.45359237")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn unknown_units() {
        check("convert_mass", &[Value::Real(1.0), s("Smoot"), s("Smoot")], "null");
    }
}
