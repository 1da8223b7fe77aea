//! `geo_from_wkt`

use crate::kernel::geo::wkt::parse;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_from_wkt",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_from_wkt(text)",
        "A shape in well-known text as GeoJSON.",
        &[
            ("geo_from_wkt('POINT (1 2)')", "{\"type\":\"Point\",\"coordinates\":[1.0,2.0]}"),
            ("geo_from_wkt('LINESTRING')", "null"),
        ],
    )
    .notes("What is no such text gives null. Collections nest at most 16 deep."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    parse(&text(args, 0)).map_or(Value::Null, |shape| Value::json(&shape))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, s};

    #[test]
    fn places() {
        let check = |text, expect: &str| check("geo_from_wkt", &[s(text)], expect);
        check("multipoint((1 1), 2 2)", r#"{"type":"MultiPoint","coordinates":[[1.0,1.0],[2.0,2.0]]}"#);
        check(
            "POLYGON ((0 0, 2 0, 2 2, 0 0))",
            r#"{"type":"Polygon","coordinates":[[[0.0,0.0],[2.0,0.0],[2.0,2.0],[0.0,0.0]]]}"#,
        );
        for bad in ["", "POINT (1)", "POINT (1 2", "POINT (1 2) x", "CIRCLE (1 2)", "POINT (1 nan)"] {
            check(bad, "null");
        }
        assert_eq!(crate::kernel::geo::wkt::parse(&"GEOMETRYCOLLECTION(".repeat(100_000)), None);
    }
}
