//! `geo_s2cell_neighbors`

use crate::kernel::geo::s2::Cell;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_s2cell_neighbors",
    Types::Overloads(&[takes(&[STRING], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "geo_s2cell_neighbors(token)",
        "The tokens of the S2 cells that touch one, as an array.",
        &[("array_length(geo_s2cell_neighbors('89c259'))", "8"), ("geo_s2cell_neighbors('a')", "null")],
    )
    .notes("What is no token gives null."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let cells = Cell::parse(&text(args, 0)).map(Cell::neighbours);
    cells.map_or(Value::Null, |cells| dynamic_array(cells.into_iter().map(|c| c.token().into()).collect()))
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_s2cell_neighbors", &[Value::str("")], "null");
    }
}
