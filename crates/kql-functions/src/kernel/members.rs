//! Sets of small numbers that are kept for each of many groups: most have few, and some nearly all.

use crate::kernel::quick_hash::Quick;
use std::collections::HashSet;

/// Sets of up to so many are looked through.
const FEW: usize = 16;

/// A bit for each number there is may cost so many bits for each that is in the set.
const BITS_EACH: usize = 128;

/// Numbers in the order in which they came.
#[derive(Default)]
pub(crate) struct Members {
    order: Vec<u32>,
    seen: Seen,
}

#[derive(Default)]
enum Seen {
    /// The order is looked through.
    #[default]
    Few,
    Bits(Vec<u64>),
    Many(HashSet<u32, Quick>),
}

impl Members {
    /// Adds one of the numbers below `all`; says whether it is new.
    pub(crate) fn insert(&mut self, id: u32, all: usize) -> bool {
        let new = match &mut self.seen {
            Seen::Few => !self.order.contains(&id),
            Seen::Bits(bits) => set(bits, id),
            Seen::Many(seen) => seen.insert(id),
        };
        if new {
            self.order.push(id);
            self.adapt(all);
        }
        new
    }

    /// Whether a number is in the set.
    pub(crate) fn contains(&self, id: u32) -> bool {
        match &self.seen {
            Seen::Few => self.order.contains(&id),
            Seen::Bits(bits) => bits.get(id as usize / 64).is_some_and(|word| word >> (id % 64) & 1 == 1),
            Seen::Many(seen) => seen.contains(&id),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }

    /// Changes to the form that suits as many.
    fn adapt(&mut self, all: usize) {
        let count = self.order.len();
        let dense = all <= BITS_EACH * count;
        match &self.seen {
            Seen::Few if count <= FEW => {}
            Seen::Bits(bits) if bits.len() * 64 <= 2 * BITS_EACH * count => {}
            Seen::Few | Seen::Many(_) if dense => {
                let mut bits = vec![0; all.div_ceil(64)];
                for id in &self.order {
                    set(&mut bits, *id);
                }
                self.seen = Seen::Bits(bits);
            }
            Seen::Few | Seen::Bits(_) => self.seen = Seen::Many(self.order.iter().copied().collect()),
            Seen::Many(_) => {}
        }
    }

    /// Bytes held beside the set itself.
    pub(crate) fn heap(&self) -> usize {
        let seen = match &self.seen {
            Seen::Few => 0,
            Seen::Bits(bits) => bits.capacity() * size_of::<u64>(),
            // A byte beside each of the places, some of which are free.
            Seen::Many(seen) => seen.capacity() * (size_of::<u32>() + 1) * 8 / 7,
        };
        self.order.capacity() * size_of::<u32>() + seen
    }
}

/// Sets a number's bit; says whether it was unset.
fn set(bits: &mut Vec<u64>, id: u32) -> bool {
    let (word, bit) = (id as usize / 64, 1_u64 << (id % 64));
    if word >= bits.len() {
        // Room for as many again: numbers that come late are often followed by others.
        bits.resize((word + 1).max(bits.len() * 2), 0);
    }
    let Some(word) = bits.get_mut(word) else { return false };
    let new = *word & bit == 0;
    *word |= bit;
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_tells_new_from_known() {
        // Numbers there are, and the step between those that are added.
        for (all, step) in [(100, 1), (5_000, 3), (1_000_000, 997), (1_000_000, 1), (40, 2)] {
            let mut members = Members::default();
            let ids: Vec<u32> = (0..all).step_by(step).collect();
            for (i, id) in ids.iter().enumerate() {
                // The number of numbers grows as it does when they are given out.
                let known = (*id as usize + 1).max(if i % 2 == 0 { all as usize / 2 } else { 0 });
                assert!(members.insert(*id, known), "{id}");
                assert!(!members.insert(*id, known) && members.contains(*id), "{id}");
                assert!(!members.contains(*id + 1));
                assert!(!members.insert(0, known));
            }
            assert_eq!(members.order(), ids);
            assert!(members.heap() <= ids.len() * 64 + 1024, "{all} {step}: {}", members.heap());
        }
    }
}
