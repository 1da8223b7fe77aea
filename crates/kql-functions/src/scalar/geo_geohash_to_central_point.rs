//! `geo_geohash_to_central_point`

use crate::kernel::geo::geohash::decode;
use crate::kernel::geo::shape::geojson;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_geohash_to_central_point",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_geohash_to_central_point(geohash)",
        "The middle of a geohash's cell, as a GeoJSON point.",
        &[
            ("geo_geohash_to_central_point('sunny').coordinates", "[42.47314453125,23.70849609375]"),
            ("geo_geohash_to_central_point('a')", "null"),
        ],
    )
    .notes("What is no geohash gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let middle = decode(&text(args, 0)).map(|cell| cell.middle());
    middle.map_or(Value::Null, |(lon, lat)| Value::json(&geojson(lon, lat)))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_geohash_to_central_point", &[Value::str("")], "null");
    }
}
