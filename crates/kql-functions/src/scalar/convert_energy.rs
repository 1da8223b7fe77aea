//! `convert_energy`

use crate::kernel::units::{ENERGY, conversion, convert};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_energy",
    |args| convert(args, ENERGY),
    Doc::new(
        "convert_energy(value, from, to)",
        "An energy in another unit.",
        &[("convert_energy(1, 'KilowattHour', 'Megajoule')", "3.6")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn unknown_units() {
        check("convert_energy", &[Value::Real(1.0), s("Smoot"), s("Smoot")], "null");
    }
}
