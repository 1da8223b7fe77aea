//! `geo_geohash_neighbors`

use crate::kernel::geo::geohash::neighbours;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_geohash_neighbors",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_geohash_neighbors(geohash)",
        "The geohashes of the cells around one, as an array.",
        &[("geo_geohash_neighbors('sunny')[0]", "sunnv"), ("geo_geohash_neighbors('a')", "null")],
    )
    .notes("What is no geohash gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    neighbours(&text(args, 0)).map_or(Value::Null, |cells| dynamic_array(cells.into_iter().map(Into::into).collect()))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::{check, s};

    #[test]
    fn places() {
        check("geo_geohash_neighbors", &[s("")], "null");
        check(
            "geo_geohash_neighbors",
            &[Value::str("sunny")],
            "[\"sunnv\",\"sunnt\",\"sunnw\",\"sunnx\",\"sunpp\",\"sunnz\",\"sunpn\",\"sunpj\"]",
        );
    }
}
