//! `geo_point_to_geohash`

use crate::kernel::geo::geohash::{LONGEST, encode};
use crate::kernel::geo::point;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_point_to_geohash",
    Types::Overloads(&[takes(&[REAL, REAL, LONG], KqlType::String).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "geo_point_to_geohash(longitude, latitude [, length])",
        "The geohash of a point.",
        &[("geo_point_to_geohash(-80.195829, 25.802215, 8)", "dhwfz15h"), ("geo_point_to_geohash(200, 1)", "")],
    )
    .notes("Of 5 letters unless a length from 1 to 18 is given. Points that do not exist give an empty text."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let length = if args.len() > 2 { long(args, 2) } else { Some(5) };
    let length = length.and_then(|n| usize::try_from(n).ok()).filter(|n| (1..=LONGEST).contains(n));
    match (real(args, 0), real(args, 1), length) {
        (Some(lon), Some(lat), Some(length)) if point(lon, lat).is_some() => Value::string(encode(lon, lat, length)),
        _ => Value::str(""),
    }
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_point_to_geohash", &[Value::Real(1.0), Value::Real(1.0), Value::Null], "");
        check("geo_point_to_geohash", &[Value::Real(1.0), Value::Real(1.0), Value::Long(19)], "");
    }
}
