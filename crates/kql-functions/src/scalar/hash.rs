//! `hash`

use crate::kernel::xxhash::xxh64;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hash",
    Types::Overloads(&[takes(&[ANY, LONG], KqlType::Long).optional(1)]),
    Eval::Row(run),
    Doc::new(
        "hash(value [, modulus])",
        "A number that equal values share.",
        &[("hash('World')", "1846988464401551951"), ("hash('World', 100)", "51")],
    )
    .notes("The number is XXH64 of the value's bytes."),
)
.aliases(&["hash_xxhash64"])
.sees_nulls();

fn run(args: &[Value<'_>]) -> OwnedValue {
    let Some(hash) = args.first().and_then(hash) else {
        return Value::Null;
    };
    if args.len() < 2 {
        return Value::Long(hash);
    }
    long(args, 1).and_then(|modulus| hash.checked_rem_euclid(modulus)).into()
}

/// The hash of a value; a null has none.
pub(super) fn hash(value: &Value<'_>) -> Option<i64> {
    let hash = match value {
        Value::Null => return None,
        Value::Bool(v) => xxh64(&[u8::from(*v)], 0),
        Value::Int(v) => xxh64(&v.to_le_bytes(), 0),
        Value::Long(v) | Value::DateTime(v) | Value::TimeSpan(v) => xxh64(&v.to_le_bytes(), 0),
        Value::Real(v) => xxh64(&v.to_le_bytes(), 0),
        Value::Decimal(v) => xxh64(&v.to_le_bytes(), 0),
        other => xxh64(crate::convert::to_str(other).as_bytes(), 0),
    };
    Some(hash.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, datetime, s};

    #[test]
    fn hashes() {
        check("hash", &[datetime("2015-01-01")], "1380966698541616202");
        check("hash", &[s("World"), Value::Long(0)], "null");
        check("hash", &[Value::Null], "null");
    }
}
