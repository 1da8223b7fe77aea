//! `geo_point_in_circle`

use crate::kernel::geo::{distance, point};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_point_in_circle",
    Types::Overloads(&[takes(&[REAL, REAL, REAL, REAL, REAL], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "geo_point_in_circle(longitude, latitude, centre_longitude, centre_latitude, radius)",
        "Whether a point on the earth lies within a radius in metres of another.",
        &[
            ("geo_point_in_circle(-122.143564, 47.535677, -122.100896, 47.527351, 3500)", "True"),
            ("geo_point_in_circle(200, 1, 1, 1, 1)", "null"),
        ],
    )
    .notes("The earth counts as a sphere. Points that do not exist and a radius below 0 give null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let at = |i: usize| real(args, i).zip(real(args, i + 1)).and_then(|(lon, lat)| point(lon, lat));
    let radius = real(args, 4).filter(|r| *r >= 0.0);
    at(0).zip(at(2)).zip(radius).map(|((a, b), radius)| distance(a, b) <= radius).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn circles() {
        let r = Value::Real;
        check("geo_point_in_circle", &[-122.137_575, 47.630_683, -122.100_896, 47.527_351, 3500.0].map(r), "False");
        check("geo_point_in_circle", &[1.0, 1.0, 1.0, 1.0, -1.0].map(r), "null");
    }
}
