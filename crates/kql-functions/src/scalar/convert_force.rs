//! `convert_force`

use crate::kernel::units::{FORCE, conversion, convert};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_force",
    |args| convert(args, FORCE),
    Doc::new(
        "convert_force(value, from, to)",
        "A force in another unit.",
        &[("convert_force(1, 'KilogramForce', 'Newton')", "9.80665")],
    ),
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn unknown_units() {
        check("convert_force", &[Value::Real(1.0), s("Smoot"), s("Smoot")], "null");
    }
}
