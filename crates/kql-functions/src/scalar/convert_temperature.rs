//! `convert_temperature`

use crate::kernel::units::conversion;
use crate::prelude::*;

/// Kelvins to one degree, and where the scale's 0 lies, in its own degrees above absolute zero.
const SCALES: &[(&str, f64, f64)] = &[
    ("DegreeCelsius", 1.0, 273.15),
    ("DegreeDelisle", -2.0 / 3.0, -559.725),
    ("DegreeFahrenheit", 5.0 / 9.0, 459.67),
    ("DegreeNewton", 100.0 / 33.0, 90.1395),
    ("DegreeRankine", 5.0 / 9.0, 0.0),
    ("DegreeReaumur", 1.25, 218.52),
    ("DegreeRoemer", 40.0 / 21.0, 135.90375),
    ("Kelvin", 1.0, 0.0),
    ("MillidegreeCelsius", 1e-3, 273_150.0),
    ("SolarTemperature", 5778.0, 0.0),
];

pub(crate) static FUNCTION: Scalar = conversion(
    "convert_temperature",
    run,
    Doc::new(
        "convert_temperature(value, from, to)",
        "A temperature in another unit.",
        &[
            ("convert_temperature(1.5, 'Kelvin', 'Kelvin')", "1.5"),
            ("convert_temperature(0, 'DegreeCelsius', 'Kelvin')", "273.15"),
        ],
    ),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let scale = |i: usize| SCALES.iter().find(|(name, ..)| *name == text(args, i));
    match (real(args, 0), scale(1), scale(2)) {
        (Some(number), Some((from, ..)), Some((to, ..))) if from == to => Value::Real(number),
        (Some(number), Some((_, from, below)), Some((_, to, to_below))) => {
            Value::Real((number + below) * from / to - to_below)
        }
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, s};

    #[test]
    fn scales() {
        // Water boils.
        for (scale, expect) in [
            ("Kelvin", 373.15),
            ("DegreeFahrenheit", 212.0),
            ("DegreeDelisle", 0.0),
            ("DegreeNewton", 33.0),
            ("DegreeReaumur", 80.0),
            ("DegreeRoemer", 60.0),
            ("DegreeRankine", 671.67),
        ] {
            let Value::Real(got) = run(&[Value::Real(100.0), s("DegreeCelsius"), s(scale)]) else { panic!("{scale}") };
            assert!((got - expect).abs() < 1e-9, "{scale}: {got}");
        }
        check("convert_temperature", &[Value::Real(1.0), s("Kelvin"), s("kelvin")], "null");
    }
}
