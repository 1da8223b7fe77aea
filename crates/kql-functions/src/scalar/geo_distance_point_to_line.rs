//! `geo_distance_point_to_line`

use crate::kernel::geo::shape::{Lines, distance, point};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_distance_point_to_line",
    Types::Overloads(&[takes(&[REAL, REAL, DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "geo_distance_point_to_line(longitude, latitude, line)",
        "The distance of a point from a GeoJSON line or several in metres.",
        &[("round(geo_distance_point_to_line(5, -1, dynamic({\"type\":\"LineString\",\"coordinates\":[[0,0],[10,0]]})) / 1000)", "111.0")],
    )
    .notes("The earth counts as a sphere. What is no point or no line gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let at = real(args, 0).zip(real(args, 1)).and_then(|(lon, lat)| point(lon, lat));
    let shape = args.get(2).and_then(|shape| Lines::parse(&shape.to_json()));
    let (Some(at), Some(shape)) = (at, shape) else {
        return Value::Null;
    };
    shape.closest(at).map(|closest| distance(at, closest)).into()
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check, dynamic};

    #[test]
    fn places() {
        check(
            "geo_distance_point_to_line",
            &[
                Value::Real(300.0),
                Value::Real(1.0),
                dynamic(r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}"#),
            ],
            "null",
        );
        check("geo_distance_point_to_line", &[Value::Real(3.0), Value::Real(1.0), dynamic("{}")], "null");
    }
}
