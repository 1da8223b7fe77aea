//! `array_index_of`

use crate::kernel::arrays::from_end;
use crate::kernel::compare::equal_json;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "array_index_of",
    Types::Overloads(&[takes(&[DYNAMIC, ANY, LONG, LONG, LONG], KqlType::Long).optional(3)]),
    Eval::Row(run),
    Doc::new(
        "array_index_of(array, value [, start [, length [, occurrence]]])",
        "The position of a value in an array, or -1.",
        &[
            ("array_index_of(dynamic([5, 6, 7]), 6)", "1"),
            ("array_index_of(dynamic([5]), 6)", "-1"),
            ("array_index_of(dynamic([1, 2, 1]), 1, 1)", "2"),
        ],
    )
    .notes("A negative start counts from the end. A length of -1 is no limit."),
);

fn run(args: &[Value<'_>]) -> OwnedValue {
    let (Some(items), Some(wanted)) = (array(args, 0), args.get(1)) else {
        return Value::Null;
    };
    let wanted = crate::json::from_value(wanted);
    let start = from_end(long(args, 2).unwrap_or(0), items.len()).max(0);
    let length = long(args, 3).unwrap_or(-1);
    let occurrence = long(args, 4).unwrap_or(1);
    if length < -1 || occurrence < 1 {
        return Value::Null;
    }
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let found = items.iter().enumerate().skip(start).take(length).filter(|(_, item)| equal_json(item, &wanted));
    let found = found.map(|(i, _)| i).nth(usize::try_from(occurrence - 1).unwrap_or(usize::MAX));
    Value::Long(found.and_then(|i| i64::try_from(i).ok()).unwrap_or(-1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, dynamic};

    #[test]
    fn arrays() {
        check("array_index_of", &[dynamic("[5,15]"), Value::Real(15.0)], "1");
        let long = Value::Long;
        check("array_index_of", &[dynamic("[1,2,1,1]"), long(1), long(0), long(-1), long(3)], "3");
        check("array_index_of", &[dynamic("[1,2,1]"), long(1), long(1), long(1)], "-1");
        check("array_index_of", &[Value::Null, long(1)], "null");
    }
}
