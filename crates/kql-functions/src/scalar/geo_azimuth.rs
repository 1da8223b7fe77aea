//! `geo_azimuth`

use crate::kernel::geo::point;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_azimuth",
    Types::Overloads(&[takes(&[REAL, REAL, REAL, REAL], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "geo_azimuth(longitude, latitude, longitude, latitude)",
        "The direction of the shortest way from one point to another, in radians clockwise from north.",
        &[("round(geo_azimuth(5, 10, 10, -40), 6)", "3.054599"), ("geo_azimuth(5, 10, 5, 10)", "null")],
    )
    .notes("The earth counts as a sphere. From 0 up to 2π. Points that do not exist, equal points and opposite points give null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let at = |i: usize| real(args, i).zip(real(args, i + 1)).and_then(|(lon, lat)| point(lon, lat));
    let (Some((lon_a, lat_a)), Some((lon_b, lat_b))) = (at(0), at(2)) else {
        return Value::Null;
    };
    let turn = lon_b - lon_a;
    let (east, north) = (turn.sin() * lat_b.cos(), lat_a.cos() * lat_b.sin() - lat_a.sin() * lat_b.cos() * turn.cos());
    if east.hypot(north) < 1e-15 {
        return Value::Null;
    }
    Value::Real(east.atan2(north).rem_euclid(std::f64::consts::TAU))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_azimuth", &[0.0, 0.0, 10.0, 0.0].map(Value::Real), "1.5707963267948966");
        check("geo_azimuth", &[0.0, 0.0, 0.0, 100.0].map(Value::Real), "null");
    }
}
