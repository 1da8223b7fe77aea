//! `series_fill_linear`

use crate::kernel::series::is_missing;
use crate::prelude::*;
use serde_json::Value as Json;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "series_fill_linear",
    Types::Overloads(&[takes(&[DYNAMIC, ANY, BOOL, ANY], KqlType::Dynamic).optional(3)]),
    Eval::Row(run),
    Doc::new(
        "series_fill_linear(series [, placeholder [, fill_edges [, constant]]])",
        "The series with the points of straight lines in place of missing items.",
        &[("series_fill_linear(dynamic([1.0, null, 3.0, null]))", "[1.0,2.0,3.0,3.0]")],
    )
    .notes("Items are missing that are null, or equal to the placeholder. At the edges the nearest item stands in, unless `fill_edges` is false. A series without any item gets the constant, or 0. A series of whole numbers stays one."),
)
.sees_nulls()
.named_by_argument();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(items) = array(args, 0) else {
        return Value::Null;
    };
    let known: Vec<usize> =
        items.iter().enumerate().filter(|(_, item)| !is_missing(item, args.get(1))).map(|(i, _)| i).collect();
    let edges = args.get(2).and_then(Value::as_bool).unwrap_or(true);
    let constant = args.get(3).filter(|v| !v.is_null()).map_or(Json::from(0), crate::json::from_value);
    // A series of whole numbers stays one.
    let whole = known.iter().all(|k| items.get(*k).is_some_and(Json::is_i64));
    let fill = |(i, item): (usize, &Json)| {
        let next = known.partition_point(|k| *k < i);
        let (before, after) = (next.checked_sub(1).and_then(|n| known.get(n)), known.get(next));
        let at = |k: &usize| items.get(*k).cloned().unwrap_or_default();
        match (before, after) {
            (_, Some(k)) if *k == i => item.clone(),
            (Some(a), Some(b)) => match (at(a).as_f64(), at(b).as_f64()) {
                (Some(from), Some(to)) => {
                    let point = from + (to - from) * (i - a) as f64 / (b - a) as f64;
                    if whole { Json::from(point as i64) } else { point.into() }
                }
                _ => item.clone(),
            },
            (Some(k), None) | (None, Some(k)) if edges => at(k),
            (None, None) => constant.clone(),
            _ => item.clone(),
        }
    };
    dynamic_array(items.iter().enumerate().map(fill).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn fills() {
        check("series_fill_linear", &[dynamic("[null,111.0,null,36.0]")], "[111.0,111.0,73.5,36.0]");
        check("series_fill_linear", &[dynamic("[null,1,null]"), Value::Null, Value::Bool(false)], "[null,1,null]");
        let args = [dynamic("[null,null]"), Value::Null, Value::Bool(true), Value::Real(2.5)];
        check("series_fill_linear", &args, "[2.5,2.5]");
        check("series_fill_linear", &[dynamic("[111,null,36]")], "[111,73,36]");
        check("series_fill_linear", &[dynamic("[null]")], "[0]");
    }
}
