//! Values once each: texts, or other values as bytes, under numbers.

use crate::kernel::quick_hash::Quick;
use std::hash::{BuildHasher, Hasher};

/// Numbers from 0 on for different values, in the order in which they first come.
#[derive(Default)]
pub(crate) struct Interner {
    /// All values, one after the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Hash above, number and 1 below; 0 where nothing is. As many as a power of two.
    slots: Vec<u64>,
    hash: Quick,
}

impl Interner {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The value that has a number.
    pub(crate) fn get(&self, id: u32) -> &[u8] {
        let id = id as usize;
        let start = id.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or_default());
        self.ends.get(id).and_then(|end| self.bytes.get(start..*end)).unwrap_or_default()
    }

    /// The number of a value.
    ///
    /// # Errors
    /// There are more than 4 billion.
    pub(crate) fn intern(&mut self, value: &[u8]) -> Result<u32, String> {
        if self.ends.len() >= self.slots.len() / 4 * 3 {
            self.grow();
        }
        let mut hasher = self.hash.build_hasher();
        hasher.write(value);
        let hash = hasher.finish() >> 32;
        let mut at = self.first(hash);
        loop {
            match self.slots.get(at).copied().unwrap_or_default() {
                0 => break,
                slot if slot >> 32 == hash => {
                    let id = number(slot);
                    if self.get(id) == value {
                        return Ok(id);
                    }
                }
                _ => {}
            }
            at = self.after(at);
        }
        let id = u32::try_from(self.ends.len()).ok().filter(|id| *id < u32::MAX);
        let id = id.ok_or("there are too many different values to tell apart")?;
        self.bytes.extend_from_slice(value);
        self.ends.push(self.bytes.len());
        self.put(at, hash, id);
        Ok(id)
    }

    /// Where a hash belongs, if that place is free.
    fn first(&self, hash: u64) -> usize {
        usize::try_from(hash).unwrap_or(0) & self.slots.len().wrapping_sub(1)
    }

    fn after(&self, at: usize) -> usize {
        (at + 1) & self.slots.len().wrapping_sub(1)
    }

    fn put(&mut self, at: usize, hash: u64, id: u32) {
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = hash << 32 | (u64::from(id) + 1);
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(64);
        let old = std::mem::replace(&mut self.slots, vec![0; size]);
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            let mut at = self.first(slot >> 32);
            while self.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = self.after(at);
            }
            self.put(at, slot >> 32, number(slot));
        }
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        self.bytes.capacity() + (self.ends.capacity() + self.slots.capacity()) * size_of::<u64>()
    }
}

/// The number in a place that is taken.
fn number(slot: u64) -> u32 {
    u32::try_from((slot & u64::from(u32::MAX)).saturating_sub(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_order_and_stay() {
        let mut interner = Interner::default();
        let texts: Vec<String> = (0..10_000).map(|i| "x".repeat(i % 40) + &i.to_string()).collect();
        for _ in 0..2 {
            for (i, text) in texts.iter().enumerate() {
                assert_eq!(interner.intern(text.as_bytes()), Ok(u32::try_from(i).unwrap()));
            }
        }
        assert_eq!((interner.len(), interner.get(57)), (10_000, texts[57].as_bytes()));
        assert_eq!(interner.intern(b""), Ok(10_000));
        assert!(interner.get(10_000).is_empty() && interner.get(10_001).is_empty());
        assert!(interner.size() > texts.iter().map(String::len).sum());
    }
}
