//! `rand`

use crate::prelude::*;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "rand",
    Types::Overloads(&[takes(&[LONG], KqlType::Real).optional(1)]),
    Eval::Prepared(prepare),
    Doc::new(
        "rand([below])",
        "A random number from 0 up to 1, or a whole number from 0 up to another.",
        &[("rand() < 1.0", "True"), ("rand(1)", "0.0")],
    )
    .notes("Every row and every run gets another number."),
)
.varies()
.named_by_argument();

fn prepare(_: &Call<'_>) -> Result<RowFunction, String> {
    // The standard library seeds its hash maps at random; counting through a hash makes a fair sequence.
    let (seed, count) = (RandomState::new(), AtomicU64::new(0));
    Ok(Arc::new(move |args: &[Value<'_>]| -> OwnedValue {
        let mut hasher = seed.build_hasher();
        hasher.write_u64(count.fetch_add(1, Ordering::Relaxed));
        let unit = (hasher.finish() >> 11) as f64 / (1_u64 << 53) as f64;
        Value::Real(match long(args, 0) {
            Some(below) if below > 0 => (unit * below as f64).floor(),
            _ => unit,
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{prepare as prepare_call, read};

    #[test]
    fn numbers_differ_and_stay_in_range() {
        let call = prepare_call(&FUNCTION, &[], &[], KqlType::Real).unwrap();
        let column = call.run(&[], 1000).unwrap();
        let reader = read(column.as_ref(), KqlType::Real).unwrap();
        let numbers: Vec<f64> = (0..1000).filter_map(|i| reader.get(i).as_f64()).collect();
        assert_eq!(numbers.len(), 1000);
        assert!(numbers.iter().all(|v| (0.0..1.0).contains(v)));
        assert!(numbers.windows(2).all(|w| w.first() != w.last()));
    }
}
