//! The aggregates that combine the bits of whole numbers.

use crate::Accumulator;
use crate::prelude::*;

/// How two numbers become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bits {
    And,
    Or,
    Xor,
}

struct Fold {
    bits: Bits,
    value: Option<i64>,
}

/// An accumulator for the bits.
pub(crate) fn accumulator(bits: Bits) -> Box<dyn Accumulator> {
    Box::new(Fold { bits, value: None })
}

impl Fold {
    fn add(&mut self, number: i64) {
        self.value = Some(match (self.value, self.bits) {
            (None, _) => number,
            (Some(value), Bits::And) => value & number,
            (Some(value), Bits::Or) => value | number,
            (Some(value), Bits::Xor) => value ^ number,
        });
    }
}

impl Accumulator for Fold {
    fn update(&mut self, args: &[Value<'_>]) {
        if let Some(number) = long(args, 0) {
            self.add(number);
        }
    }

    fn state(&self) -> Vec<u8> {
        self.value.map_or_else(Vec::new, |v| v.to_le_bytes().to_vec())
    }

    fn merge(&mut self, state: &[u8]) {
        if let Ok(bytes) = state.try_into() {
            self.add(i64::from_le_bytes(bytes));
        }
    }

    fn finish(&mut self) -> OwnedValue {
        self.value.into()
    }

    fn size(&self) -> usize {
        size_of::<Self>()
    }
}
