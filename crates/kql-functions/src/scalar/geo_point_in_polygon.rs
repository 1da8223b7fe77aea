//! `geo_point_in_polygon`

use crate::kernel::geo::shape::{Polygons, point};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_point_in_polygon",
    Types::Overloads(&[takes(&[REAL, REAL, DYNAMIC], KqlType::Bool)]),
    Eval::Row(run),
    Doc::new(
        "geo_point_in_polygon(longitude, latitude, polygon)",
        "Whether a point lies in a GeoJSON polygon, or in one of several.",
        &[("geo_point_in_polygon(5, 5, dynamic({\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}))", "True"), ("geo_point_in_polygon(15, 5, dynamic({\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}))", "False")],
    )
    .notes("Edges are the shortest ways between their ends on a sphere, and a polygon is the smaller part of the sphere. What is no point or no polygon gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let at = real(args, 0).zip(real(args, 1)).and_then(|(lon, lat)| point(lon, lat));
    let shape = args.get(2).and_then(|shape| Polygons::parse(&shape.to_json()));
    let (Some(at), Some(shape)) = (at, shape) else {
        return Value::Null;
    };
    Value::Bool(shape.contain(at))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check, dynamic, s};

    #[test]
    fn places() {
        check(
            "geo_point_in_polygon",
            &[
                Value::Real(-175.0),
                Value::Real(-5.0),
                dynamic(r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}"#),
            ],
            "False",
        );
        check(
            "geo_point_in_polygon",
            &[
                Value::Real(5.0),
                Value::Real(95.0),
                dynamic(r#"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}"#),
            ],
            "null",
        );
        check(
            "geo_point_in_polygon",
            &[Value::Real(5.0), Value::Real(5.0), s("x")],
            "error: argument 3 of `geo_point_in_polygon` cannot be string",
        );
    }
}
