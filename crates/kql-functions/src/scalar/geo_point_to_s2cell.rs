//! `geo_point_to_s2cell`

use crate::kernel::geo::{s2::Cell, shape::point};
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "geo_point_to_s2cell",
    Types::Overloads(&[takes(&[REAL, REAL, LONG], KqlType::String).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "geo_point_to_s2cell(longitude, latitude [, level])",
        "The token of the S2 cell that a point lies in.",
        &[("geo_point_to_s2cell(-73.956683, 40.807907, 10)", "89c2f7"), ("geo_point_to_s2cell(300, 1)", "")],
    )
    .notes("Of level 11 unless one from 0 to 30 is given. Points that do not exist give an empty text."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let level = if args.len() > 2 { long(args, 2) } else { Some(11) };
    let level = level.and_then(|l| u32::try_from(l).ok());
    let at = real(args, 0).zip(real(args, 1)).and_then(|(lon, lat)| point(lon, lat));
    let cell = at.zip(level).and_then(|(at, level)| Cell::at(at, level));
    Value::string(cell.map(Cell::token).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::testing::check;

    #[test]
    fn places() {
        check("geo_point_to_s2cell", &[Value::Real(1.0), Value::Real(1.0), Value::Null], "");
        check("geo_point_to_s2cell", &[Value::Real(1.0), Value::Real(1.0), Value::Long(31)], "");
    }
}
