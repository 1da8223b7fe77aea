//! `geo_closest_point_on_polygon`

use crate::kernel::geo::shape::{Polygons, degrees, geojson, point};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_closest_point_on_polygon",
    Types::Overloads(&[takes(&[REAL, REAL, DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_closest_point_on_polygon(longitude, latitude, polygon)",
        "The point of a GeoJSON polygon or several that is closest to a point, as a GeoJSON point.",
        &[("round(toreal(geo_closest_point_on_polygon(5, -1, dynamic({\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]})).coordinates[0]), 6)", "5.0")],
    )
    .notes("The earth counts as a sphere. A point within a polygon is its own closest point. What is no point or no polygon gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let at = real(args, 0).zip(real(args, 1)).and_then(|(lon, lat)| point(lon, lat));
    let shape = args.get(2).and_then(|shape| Polygons::parse(&shape.to_json()));
    let (Some(at), Some(shape)) = (at, shape) else {
        return Value::Null;
    };
    if shape.contain(at) {
        let (lon, lat) = degrees(at);
        return Value::json(&geojson(lon, lat));
    }
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
            "geo_closest_point_on_polygon",
            &[
                Value::Real(300.0),
                Value::Real(1.0),
                dynamic(r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}"#),
            ],
            "null",
        );
        check("geo_closest_point_on_polygon", &[Value::Real(3.0), Value::Real(1.0), Value::Null], "null");
    }
}
