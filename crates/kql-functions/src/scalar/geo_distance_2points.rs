//! `geo_distance_2points`

use crate::kernel::geo::{distance, point};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_distance_2points",
    Types::Overloads(&[takes(&[REAL, REAL, REAL, REAL], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "geo_distance_2points(longitude, latitude, longitude, latitude)",
        "The distance of two points on the earth in metres.",
        &[
            ("round(geo_distance_2points(13.4, 52.5, 2.35, 48.86) / 1000)", "876.0"),
            ("geo_distance_2points(300, 0, 0, 0)", "null"),
        ],
    )
    .notes("The earth counts as a sphere. Points that do not exist give null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let at = |i: usize| real(args, i).zip(real(args, i + 1)).and_then(|(lon, lat)| point(lon, lat));
    at(0).zip(at(2)).map(|(a, b)| distance(a, b)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check;

    #[test]
    fn distances() {
        let r = Value::Real;
        check("geo_distance_2points", &[r(5.0), r(5.0), r(5.0), r(5.0)], "0.0");
        check("geo_distance_2points", &[r(0.0), r(0.0), r(0.0), r(300.0)], "null");
    }
}
