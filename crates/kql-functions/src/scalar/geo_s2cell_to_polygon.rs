//! `geo_s2cell_to_polygon`

use crate::kernel::geo::{s2::Cell, shape::degrees};
use crate::prelude::*;
use serde_json::json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_s2cell_to_polygon",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_s2cell_to_polygon(token)",
        "An S2 cell, as a GeoJSON polygon.",
        &[
            ("array_length(geo_s2cell_to_polygon('89c259').coordinates[0])", "5"),
            ("geo_s2cell_to_polygon('a')", "null"),
        ],
    )
    .notes("What is no token gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(cell) = Cell::parse(&text(args, 0)) else {
        return Value::Null;
    };
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
    let ring: Vec<(f64, f64)> = corners.into_iter().map(|(across, up)| degrees(cell.point(across, up))).collect();
    Value::json(&json!({"type": "Polygon", "coordinates": [ring]}))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_s2cell_to_polygon", &[Value::str("")], "null");
    }
}
