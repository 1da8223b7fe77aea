//! `array_split`

use crate::kernel::arrays::from_end;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_split",
    Types::Overloads(&[takes(&[DYNAMIC, LONG], KqlType::Dynamic), takes(&[DYNAMIC, DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new(
        "array_split(array, position | positions)",
        "An array split before one or several positions, as an array of arrays.",
        &[
            ("array_split(dynamic([1, 2, 3, 4, 5]), 2)", "[[1,2],[3,4,5]]"),
            ("array_split(dynamic([1, 2, 3, 4, 5]), dynamic([1, 3]))", "[[1],[2,3],[4,5]]"),
        ],
    )
    .notes("Negative positions count from the end."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(items) = array(args, 0) else {
        return Value::Null;
    };
    let positions = match array(args, 1) {
        Some(positions) => positions.iter().filter_map(serde_json::Value::as_i64).collect(),
        None => long(args, 1).map_or(Vec::new(), |p| vec![p]),
    };
    let mut parts = Vec::new();
    let mut from = 0;
    for position in positions {
        let to = usize::try_from(from_end(position, items.len())).unwrap_or(0).clamp(from, items.len());
        parts.push(items.get(from..to).unwrap_or_default().into());
        from = to;
    }
    parts.push(items.get(from..).unwrap_or_default().into());
    dynamic_array(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_split", &[dynamic("[1,2,3]"), Value::Long(-1)], "[[1,2],[3]]");
        check("array_split", &[dynamic("[1]"), Value::Long(9)], "[[1],[]]");
    }
}
