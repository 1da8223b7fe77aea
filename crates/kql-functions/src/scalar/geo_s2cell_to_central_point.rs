//! `geo_s2cell_to_central_point`

use crate::kernel::geo::{
    s2::Cell,
    shape::{degrees, geojson},
};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_s2cell_to_central_point",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_s2cell_to_central_point(token)",
        "The middle of an S2 cell, as a GeoJSON point.",
        &[
            ("round(toreal(geo_s2cell_to_central_point('89c259').coordinates[0]), 3)", "-73.983"),
            ("geo_s2cell_to_central_point('a')", "null"),
        ],
    )
    .notes("What is no token gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let middle = Cell::parse(&text(args, 0)).map(|cell| degrees(cell.point(0.5, 0.5)));
    middle.map_or(Value::Null, |(lon, lat)| Value::json(&geojson(lon, lat)))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_s2cell_to_central_point", &[Value::str("")], "null");
    }
}
