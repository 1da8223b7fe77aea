//! HyperLogLog: how many different values there are, in little room (Flajolet, Fusy, Gandouet and Meunier, 2007).
//!
//! Few values are kept as their hashes and counted exactly.

use super::encoding::{BASE64, decode};
use crate::{OwnedValue, Value};
use base64::Engine;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// The power of two of registers for each accuracy, 0 to 4, as Microsoft documents it for `dcount`.
const PRECISIONS: [u32; 5] = [12, 14, 16, 17, 18];

/// How many hashes are kept before registers take over.
const MOST_HASHES: usize = 4096;

/// A sketch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hll {
    precision: u32,
    hashes: BTreeSet<u64>,
    /// Empty as long as the hashes are kept.
    registers: Vec<u8>,
}

impl Hll {
    /// An empty sketch of an accuracy from 0 (1.6 % off) to 4 (0.2 %).
    pub(crate) fn new(accuracy: usize) -> Option<Self> {
        let precision = *PRECISIONS.get(accuracy)?;
        Some(Self { precision, hashes: BTreeSet::new(), registers: Vec::new() })
    }

    /// Takes note of a value's hash.
    pub(crate) fn add(&mut self, hash: u64) {
        if self.registers.is_empty() {
            self.hashes.insert(hash);
            if self.hashes.len() > MOST_HASHES {
                self.registers = vec![0; 1 << self.precision];
                for hash in std::mem::take(&mut self.hashes) {
                    self.register(hash);
                }
            }
        } else {
            self.register(hash);
        }
    }

    fn register(&mut self, hash: u64) {
        let index = hash >> (64 - self.precision);
        let rank = ((hash << self.precision) | 1 << (self.precision - 1)).leading_zeros() + 1;
        if let Some(register) = usize::try_from(index).ok().and_then(|i| self.registers.get_mut(i)) {
            *register = (*register).max(u8::try_from(rank).unwrap_or(u8::MAX));
        }
    }

    /// Takes over another sketch. The coarser of the two accuracies remains.
    pub(crate) fn merge(&mut self, mut other: Self) {
        if other.precision < self.precision {
            self.coarsen(other.precision);
        } else {
            other.coarsen(self.precision);
        }
        if other.registers.is_empty() {
            other.hashes.into_iter().for_each(|hash| self.add(hash));
            return;
        }
        if self.registers.is_empty() {
            let hashes = std::mem::replace(self, other).hashes;
            hashes.into_iter().for_each(|hash| self.add(hash));
            return;
        }
        for (mine, theirs) in self.registers.iter_mut().zip(other.registers) {
            *mine = (*mine).max(theirs);
        }
    }

    fn coarsen(&mut self, precision: u32) {
        let Some(bits) = self.precision.checked_sub(precision).filter(|b| *b > 0) else { return };
        let fine = std::mem::take(&mut self.registers);
        self.precision = precision;
        if fine.is_empty() {
            return;
        }
        self.registers = vec![0; 1 << precision];
        for (i, rank) in fine.into_iter().enumerate().filter(|(_, rank)| *rank > 0) {
            // The low bits of the index were the first bits that are counted now.
            let low = (i & ((1 << bits) - 1)) as u64;
            let rank = if low == 0 { u32::from(rank) + bits } else { bits - low.ilog2() };
            if let Some(register) = self.registers.get_mut(i >> bits) {
                *register = (*register).max(u8::try_from(rank).unwrap_or(u8::MAX));
            }
        }
    }

    /// How many different values there were, about.
    pub(crate) fn count(&self) -> i64 {
        if self.registers.is_empty() {
            return i64::try_from(self.hashes.len()).unwrap_or(i64::MAX);
        }
        let registers = self.registers.len() as f64;
        let sum: f64 = self.registers.iter().map(|r| (-f64::from(*r)).exp2()).sum();
        let raw = 0.7213 / (1.0 + 1.079 / registers) * registers * registers / sum;
        let empty = self.registers.iter().filter(|r| **r == 0).count();
        let linear = registers * (registers / empty.max(1) as f64).ln();
        (if raw <= 2.5 * registers && empty > 0 { linear } else { raw }).round() as i64
    }

    /// The sketch as a value that queries can keep.
    pub(crate) fn to_value(&self) -> OwnedValue {
        let (kind, bytes): (&str, Vec<u8>) = if self.registers.is_empty() {
            ("hashes", self.hashes.iter().flat_map(|h| h.to_le_bytes()).collect())
        } else {
            ("registers", self.registers.clone())
        };
        Value::json(&json!(["hll", self.precision, kind, BASE64.encode(bytes)]))
    }

    /// The sketch in a value.
    pub(crate) fn of_value(value: &Value<'_>) -> Option<Self> {
        let items = crate::json::array_of(value)?;
        let [Json::String(name), precision, Json::String(kind), Json::String(bytes)] = items.as_slice() else {
            return None;
        };
        let precision = u32::try_from(precision.as_u64()?).ok().filter(|p| name == "hll" && PRECISIONS.contains(p))?;
        let bytes = decode(bytes)?;
        match kind.as_str() {
            "hashes" if bytes.len() <= MOST_HASHES * 8 => {
                let (hashes, _) = bytes.as_chunks::<8>();
                let hashes = hashes.iter().map(|h| u64::from_le_bytes(*h)).collect();
                Some(Self { precision, hashes, registers: Vec::new() })
            }
            "registers" if bytes.len() == 1 << precision => {
                Some(Self { precision, hashes: BTreeSet::new(), registers: bytes })
            }
            _ => None,
        }
    }

    /// Bytes held.
    pub(crate) fn size(&self) -> usize {
        size_of::<Self>() + self.registers.len() + self.hashes.len() * 12
    }
}

/// The hash of a value, the same for equal numbers of different types; a null has none.
pub(crate) fn hash(value: &Value<'_>) -> Option<u64> {
    let hash = |bytes: &[u8]| Some(super::xxhash::xxh64(bytes, 0));
    match value {
        Value::Null => None,
        Value::String(text) | Value::Guid(text) | Value::Dynamic(text) => hash(text.as_bytes()),
        other => match other.as_i64() {
            Some(whole) => hash(&whole.to_le_bytes()),
            None => hash(crate::json::from_value(other).to_string().as_bytes()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: std::ops::Range<i64>, accuracy: usize) -> Hll {
        let mut hll = Hll::new(accuracy).unwrap();
        numbers.filter_map(|n| hash(&Value::Long(n))).for_each(|h| hll.add(h));
        hll
    }

    #[track_caller]
    fn about(hll: &Hll, expect: i64) {
        let off = (hll.count() - expect).abs() as f64 / expect as f64;
        assert!(off < 0.03, "{} is not about {expect}", hll.count());
    }

    #[test]
    fn counts() {
        assert_eq!(of(0..1000, 1).count(), 1000);
        for accuracy in 0..5 {
            about(&of(0..200_000, accuracy), 200_000);
        }
        assert!(Hll::new(5).is_none());
    }

    #[test]
    fn merges() {
        for (a, b) in [(0..100, 50..150), (0..50_000, 25_000..75_000), (0..100, 0..50_000), (0..50_000, 49_950..50_050)]
        {
            let expect = a.end.max(b.end) - a.start.min(b.start);
            for (left, right) in [(1, 1), (1, 4), (4, 0)] {
                let (mut merged, other) = (of(a.clone(), left), of(b.clone(), right));
                let mut turned = other.clone();
                turned.merge(merged.clone());
                merged.merge(other);
                about(&merged, expect);
                assert_eq!(merged.count(), turned.count());
            }
        }
    }

    #[test]
    fn values() {
        for hll in [of(0..10, 2), of(0..10_000, 0)] {
            assert_eq!(Hll::of_value(&hll.to_value()), Some(hll));
        }
        for bad in ["[]", "[\"hll\",14,\"registers\",\"AAAA\"]", "[\"hll\",63,\"hashes\",\"\"]", "{}", "[1,2,3,4]"] {
            assert_eq!(Hll::of_value(&Value::Dynamic(bad.into())), None, "{bad}");
        }
    }
}
