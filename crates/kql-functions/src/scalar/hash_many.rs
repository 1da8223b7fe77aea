//! `hash_many`

use crate::kernel::xxhash::combine;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hash_many",
    Types::Overloads(&[takes(&[ANY, ANY], KqlType::Long).variadic()]),
    Eval::Row(|args| Value::Long(combine(args.iter().map(|v| super::hash::hash(v).unwrap_or(0))))),
    Doc::new(
        "hash_many(value, value, …)",
        "One number that equal values in the same order share.",
        &[("hash_many('a', 1) == hash_many('a', 1)", "True"), ("hash_many('a', 'b') == hash_many('b', 'a')", "False")],
    )
    .notes("The hashes of the values, combined as by `hash_combine`; the numbers are not those of Microsoft's engine, which does not tell how it combines them."),
)
.sees_nulls();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_number_count() {
        let of = |values: &[i64]| {
            let args: Vec<OwnedValue> = values.iter().map(|v| Value::Long(*v)).collect();
            let types = vec![KqlType::Long; args.len()];
            crate::evaluate_constants(&FUNCTION, &args, &types, KqlType::Long).unwrap()
        };
        assert_eq!(of(&[1, 2]), of(&[1, 2]));
        assert_ne!(of(&[1, 2]), of(&[2, 1]));
        assert_ne!(of(&[1, 2]), of(&[1, 2, 0]));
    }
}
