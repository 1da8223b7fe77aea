//! A hash for sets of texts that are built row by row: quicker than the standard one, and begun differently in every
//! run of the program, so that nobody can prepare texts that collide.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

/// Makes the hashers of a set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quick(u64);

impl Default for Quick {
    fn default() -> Self {
        static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
        Self(*SEED)
    }
}

impl BuildHasher for Quick {
    type Hasher = QuickHasher;

    fn build_hasher(&self) -> QuickHasher {
        QuickHasher(self.0)
    }
}

/// Multiplies eight bytes at a time into 128 bits, and folds these.
pub(crate) struct QuickHasher(u64);

impl QuickHasher {
    fn mix(&mut self, word: u64) {
        let wide = u128::from(self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
        #[allow(clippy::cast_possible_truncation, reason = "the two halves")]
        let folded = wide as u64 ^ (wide >> 64) as u64;
        self.0 = folded.rotate_left(23);
    }
}

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        let tail = rest.iter().fold(rest.len() as u64, |tail, byte| tail << 8 | u64::from(*byte));
        self.mix(tail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn texts_that_differ_a_little_hash_apart() {
        let hash = |text: String| Quick::default().hash_one(text);
        let hashes: HashSet<u64> = (0..100_000).map(|i| hash(format!("user{i}"))).collect();
        assert_eq!(hashes.len(), 100_000);
        let low: HashSet<u64> = (0..4096).map(|i| hash(format!("user{i}")) & 0xFFFF).collect();
        assert!(low.len() > 3500, "{}", low.len());
        assert_ne!(hash(String::new()), hash("\0".to_owned()));
    }
}
