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
    let hash = match args.first() {
        None | Some(Value::Null) => return Value::Null,
        Some(Value::Bool(v)) => xxh64(&[u8::from(*v)], 0),
        Some(Value::Int(v)) => xxh64(&v.to_le_bytes(), 0),
        Some(Value::Long(v) | Value::DateTime(v) | Value::TimeSpan(v)) => xxh64(&v.to_le_bytes(), 0),
        Some(Value::Real(v)) => xxh64(&v.to_le_bytes(), 0),
        Some(Value::Decimal(v)) => xxh64(&v.to_le_bytes(), 0),
        Some(_) => xxh64(text(args, 0).as_bytes(), 0),
    };
    let hash = hash.cast_signed();
    if args.len() < 2 {
        return Value::Long(hash);
    }
    long(args, 1).and_then(|modulus| hash.checked_rem_euclid(modulus)).into()
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
