//! `convert_length`

use crate::kernel::units::{LENGTH, conversion, convert};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_length",
    |args| convert(args, LENGTH),
    Doc::new(
        "convert_length(value, from, to)",
        "A length in another unit.",
        &[("convert_length(1, 'Mile', 'Meter')", "1609.344")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn unknown_units() {
        check("convert_length", &[Value::Real(1.0), s("Smoot"), s("Smoot")], "null");
    }
}
