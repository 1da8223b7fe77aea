//! `new_guid`

use crate::prelude::*;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "new_guid",
    Types::Overloads(&[takes(&[], KqlType::Guid)]),
    Eval::Prepared(prepare),
    Doc::new("new_guid()", "A random guid.", &[("strlen(tostring(new_guid()))", "36")])
        .notes("Every row and every run gets another."),
)
.varies();

fn prepare(_: &Call<'_>) -> Result<RowFunction, String> {
    let (seed, count) = (RandomState::new(), AtomicU64::new(0));
    Ok(Arc::new(move |_: &[Value<'_>]| -> OwnedValue {
        let next = || {
            let mut hasher = seed.build_hasher();
            hasher.write_u64(count.fetch_add(1, Ordering::Relaxed));
            u128::from(hasher.finish())
        };
        // Version 4 of RFC 9562: four bits say the version, two the variant.
        let bits = next() << 64 | next();
        let bits = bits & !(0xF << 76) & !(0b11 << 62) | 4 << 76 | 0b10 << 62;
        crate::convert::parse_guid(&format!("{bits:032x}")).map_or(Value::Null, |g| Value::Guid(g.into()))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{prepare as prepare_call, read};

    #[test]
    fn guids_differ() {
        let call = prepare_call(&FUNCTION, &[], &[], KqlType::Guid).unwrap();
        let column = call.run(&[], 2).unwrap();
        let reader = read(column.as_ref(), KqlType::Guid).unwrap();
        assert_ne!(reader.get(0), reader.get(1));
        assert_eq!(reader.get(0).as_str().and_then(|g| g.chars().nth(14)), Some('4'));
    }
}
