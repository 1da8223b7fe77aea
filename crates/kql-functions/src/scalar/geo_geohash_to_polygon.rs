//! `geo_geohash_to_polygon`

use crate::kernel::geo::geohash::decode;
use crate::prelude::*;
use serde_json::json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_geohash_to_polygon",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_geohash_to_polygon(geohash)",
        "A geohash's cell, as a GeoJSON polygon.",
        &[
            ("geo_geohash_to_polygon('s').coordinates", "[[[0.0,0.0],[45.0,0.0],[45.0,45.0],[0.0,45.0],[0.0,0.0]]]"),
            ("geo_geohash_to_polygon('a')", "null"),
        ],
    )
    .notes("What is no geohash gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(cell) = decode(&text(args, 0)) else {
        return Value::Null;
    };
    let (w, e, s, n) = (cell.west, cell.east, cell.south, cell.north);
    Value::json(&json!({"type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]]}))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_geohash_to_polygon", &[Value::str("")], "null");
    }
}
