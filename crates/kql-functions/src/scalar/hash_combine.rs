//! `hash_combine`

use crate::kernel::xxhash::combine;
use crate::prelude::*;

pub(crate) static FUNCTION: Scalar = Scalar::new(
    "hash_combine",
    Types::Overloads(&[takes(&[LONG, LONG], KqlType::Long).variadic()]),
    Eval::Row(|args| Value::Long(combine((0..args.len()).filter_map(|i| long(args, i))))),
    Doc::new(
        "hash_combine(hash, hash, …)",
        "One number of several hashes.",
        &[("hash_combine(hash('Hello'), hash('World')) == hash_many('Hello', 'World')", "True")],
    )
    .notes("Equal hashes in the same order give equal numbers; the numbers are not those of Microsoft's engine, which does not tell how it combines them."),
);

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
