//! `geo_closest_point_on_line`

use crate::kernel::geo::shape::{Lines, degrees, geojson, point};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_closest_point_on_line",
    Types::Overloads(&[takes(&[REAL, REAL, DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_closest_point_on_line(longitude, latitude, line)",
        "The point of a GeoJSON line or several that is closest to a point, as a GeoJSON point.",
        &[("round(toreal(geo_closest_point_on_line(5, -1, dynamic({\"type\":\"LineString\",\"coordinates\":[[0,0],[10,0]]})).coordinates[0]), 6)", "5.0")],
    )
    .notes("The earth counts as a sphere. What is no point or no line gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let at = real(args, 0).zip(real(args, 1)).and_then(|(lon, lat)| point(lon, lat));
    let shape = args.get(2).and_then(|shape| Lines::parse(&shape.to_json()));
    let (Some(at), Some(shape)) = (at, shape) else {
        return Value::Null;
    };
    let closest = shape.closest(at).map(degrees);
    closest.map_or(Value::Null, |(lon, lat)| Value::json(&geojson(lon, lat)))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check, dynamic};

    #[test]
    fn places() {
        check(
            "geo_closest_point_on_line",
            &[
                Value::Real(300.0),
                Value::Real(1.0),
                dynamic(r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}"#),
            ],
            "null",
        );
        check("geo_closest_point_on_line", &[Value::Real(3.0), Value::Real(1.0), Value::Null], "null");
    }
}
