//! The aggregates that count different values, exactly.

use crate::prelude::*;
use crate::{Accumulator, json};
use sha1::Digest;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// How many different values there are.
pub(crate) struct Distinct {
    seen: HashSet<u128, BuildHasherDefault<Folded>>,
}

impl Distinct {
    pub(crate) fn make() -> Box<dyn Accumulator> {
        Box::new(Self { seen: HashSet::default() })
    }
}

impl Accumulator for Distinct {
    fn update(&mut self, args: &[Value<'_>]) {
        if let Some(key) = key(args) {
            self.seen.insert(key);
        }
    }

    fn state(&self) -> Vec<u8> {
        let mut keys: Vec<u128> = self.seen.iter().copied().collect();
        keys.sort_unstable();
        keys.into_iter().flat_map(u128::to_le_bytes).collect()
    }

    fn merge(&mut self, state: &[u8]) {
        self.seen.extend(state.chunks_exact(16).filter_map(|c| Some(u128::from_le_bytes(c.try_into().ok()?))));
    }

    fn finish(&mut self) -> OwnedValue {
        i64::try_from(self.seen.len()).ok().into()
    }

    fn size(&self) -> usize {
        // A byte beside each of the 16-byte places, some of which are free.
        size_of::<Self>() + self.seen.capacity() * 17 * 8 / 7
    }
}

/// The keys are hashes or whole numbers: mixing the two halves is enough.
#[derive(Default)]
struct Folded(u64);

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u128(&mut self, key: u128) {
        #[allow(clippy::cast_possible_truncation, reason = "the two halves of the key")]
        let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// A number that no other value has, or other combination of values. A null makes none.
fn key(args: &[Value<'_>]) -> Option<u128> {
    if let [value] = args
        && let Some(whole) = value.as_i64()
    {
        return Some(u128::from(whole.cast_unsigned()));
    }
    if let [Value::String(text) | Value::Guid(text) | Value::Dynamic(text)] = args {
        return Some(text_key(text));
    }
    // 128 bits are enough never to see two values as one, also where somebody tries.
    let mut hash = sha1::Sha1::new();
    for value in args {
        match value {
            Value::Null => return None,
            Value::String(text) | Value::Guid(text) | Value::Dynamic(text) => hash.update(text.as_bytes()),
            other => hash.update(json::from_value(other).to_string().as_bytes()),
        }
        // No text contains this byte.
        hash.update([0xFF]);
    }
    let digest = hash.finalize();
    let bits = digest.iter().take(16).fold(0, |bits: u128, byte| bits << 8 | u128::from(*byte));
    // Whole numbers leave this bit clear, and texts set the next.
    Some((bits | 1 << 127) & !(1 << 126))
}

/// The key of a text: a short one is its own key.
#[allow(deprecated, reason = "the only SipHash of the standard library whose keys can be given")]
fn text_key(text: &str) -> u128 {
    const SHORT: usize = 14;
    let bytes = text.as_bytes();
    if bytes.len() <= SHORT {
        let packed = bytes.iter().fold(0, |key: u128, byte| key << 8 | u128::from(*byte));
        // Bits 112 to 115 hold the length, which is 15 for what is hashed.
        return packed | (bytes.len() as u128) << 112 | 0b11 << 126;
    }
    let half = |key| {
        let mut hash = std::hash::SipHasher::new_with_keys(key, !key);
        hash.write(bytes);
        u128::from(hash.finish())
    };
    let hashed = half(0x6b71_6c5f_6463_6e74) | half(0x6469_7374_696e_6374) << 64;
    hashed & !(0xF << 112) | 0xF << 112 | 0b11 << 126
}
