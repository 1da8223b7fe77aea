//! The aggregates that count different values, exactly.

use crate::prelude::*;
use crate::{Accumulator, json};
use std::collections::BTreeSet;

/// How many different values there are.
pub(crate) struct Distinct {
    seen: BTreeSet<u128>,
}

impl Distinct {
    pub(crate) fn make() -> Box<dyn Accumulator> {
        Box::new(Self { seen: BTreeSet::new() })
    }
}

impl Accumulator for Distinct {
    fn update(&mut self, args: &[Value<'_>]) {
        // Several arguments count as one value. A null makes none.
        let mut key = String::new();
        for value in args {
            if value.is_null() {
                return;
            }
            key.push_str(&json::from_value(value).to_string());
            key.push('\u{0}');
        }
        self.seen.insert(hash(key.as_bytes()));
    }

    fn state(&self) -> Vec<u8> {
        self.seen.iter().flat_map(|h| h.to_le_bytes()).collect()
    }

    fn merge(&mut self, state: &[u8]) {
        self.seen.extend(state.chunks_exact(16).filter_map(|c| Some(u128::from_le_bytes(c.try_into().ok()?))));
    }

    fn finish(&mut self) -> OwnedValue {
        i64::try_from(self.seen.len()).ok().into()
    }

    fn size(&self) -> usize {
        // A set of 16-byte keys takes about half as much again for its nodes.
        size_of::<Self>() + self.seen.len() * 24
    }
}

/// 128 bits are enough never to see two values as one, also where somebody tries.
fn hash(bytes: &[u8]) -> u128 {
    use sha1::Digest;
    let digest = sha1::Sha1::digest(bytes);
    digest.iter().take(16).fold(0, |h, b| h << 8 | u128::from(*b))
}
