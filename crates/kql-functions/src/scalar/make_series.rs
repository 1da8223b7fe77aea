//! `$series`: the items of `make-series`.

use crate::prelude::*;
use serde_json::Value as Json;

/// How many items a series may have.
const MOST: i64 = 1_048_576;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "$series",
    Types::Overloads(&[takes(&[DYNAMIC, LONG, DYNAMIC], KqlType::Dynamic)]),
    Eval::Row(run),
    Doc::new("$series(pairs, length, default)", "An array of a length from pairs of positions and values.", &[])
        .notes("This is how `make-series` is written down for the engine; the default stands in an array of one."),
)
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(pairs), Some(length)) = (array(args, 0), long(args, 1)) else {
        return Value::Null;
    };
    let default = array(args, 2).and_then(|items| items.into_iter().next()).unwrap_or(Json::Null);
    if !(0..=MOST).contains(&length) {
        return Value::Null;
    }
    let mut items = vec![default; usize::try_from(length).unwrap_or(0)];
    for pair in pairs {
        let Json::Object(mut pair) = pair else { continue };
        let at = pair.get("at").and_then(Json::as_u64).and_then(|at| usize::try_from(at).ok());
        if let (Some(slot), Some(value)) = (at.and_then(|at| items.get_mut(at)), pair.get_mut("is")) {
            *slot = value.take();
        }
    }
    dynamic_array(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn items() {
        check(
            "$series",
            &[dynamic(r#"[{"at":2,"is":5},{"at":0,"is":1},{"at":9,"is":1}]"#), Value::Long(4), dynamic("[0]")],
            "[1,0,5,0]",
        );
        check("$series", &[dynamic("[]"), Value::Long(2), dynamic("[null]")], "[null,null]");
        check("$series", &[dynamic("[]"), Value::Long(-1), dynamic("[0]")], "null");
    }
}
