//! `geo_line_length`

use crate::kernel::geo::shape::Lines;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_line_length",
    Types::Overloads(&[takes(&[DYNAMIC], KqlType::Real)]),
    Eval::Row(run),
    Doc::new(
        "geo_line_length(line)",
        "The length of a GeoJSON line, or of several together, in metres.",
        &[(
            "round(geo_line_length(dynamic({\"type\":\"LineString\",\"coordinates\":[[0,0],[10,0]]})) / 1000)",
            "1112.0",
        )],
    )
    .notes("The earth counts as a sphere. What is no line gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    args.first().and_then(|line| Lines::parse(&line.to_json())).map(|line| line.length()).into()
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check, dynamic};

    #[test]
    fn places() {
        check("geo_line_length", &[dynamic("{}")], "null");
        check("geo_line_length", &[Value::Null], "null");
    }
}
