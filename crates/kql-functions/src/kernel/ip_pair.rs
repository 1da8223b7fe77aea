//! The functions of two IP addresses, for either version of the protocol.

use super::ip::{V4, V6, prefix};
use crate::prelude::*;
use std::cmp::Ordering;

/// An address with a prefix.
pub(crate) trait Address: Sized {
    /// How many bits an address has.
    const BITS: u32;
    fn parse(text: &str) -> Option<Self>;
    /// Compares the bits that count in both addresses, and at most so many.
    fn compare(self, other: Self, prefix: u32) -> Ordering;
}

impl Address for V4 {
    const BITS: u32 = 32;

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }

    fn compare(self, other: Self, prefix: u32) -> Ordering {
        self.compare(other, prefix)
    }
}

impl Address for V6 {
    const BITS: u32 = 128;

    fn parse(text: &str) -> Option<Self> {
        Self::parse(text)
    }

    fn compare(self, other: Self, prefix: u32) -> Ordering {
        self.compare(other, prefix)
    }
}

const NOTES: &str =
    "A prefix behind an address, and the prefix given, say how many bits count. What is no address gives null.";

/// Which address comes first.
pub(crate) const fn comparison<A: Address>(name: &'static str, doc: Doc) -> Scalar {
    const TYPES: &[Overload] = &[takes(&[STRING, STRING, LONG], KqlType::Long).optional(1)];
    let run: for<'a> fn(&[Value<'a>]) -> OwnedValue = |args| order::<A>(args).map(|order| order as i64).into();
    Scalar::new(name, Types::Overloads(TYPES), Eval::Row(run), doc.notes(NOTES))
}

/// Whether two addresses are equal.
pub(crate) const fn matching<A: Address>(name: &'static str, doc: Doc) -> Scalar {
    const TYPES: &[Overload] = &[takes(&[STRING, STRING, LONG], KqlType::Bool).optional(1)];
    let run: for<'a> fn(&[Value<'a>]) -> OwnedValue = |args| order::<A>(args).map(Ordering::is_eq).into();
    Scalar::new(name, Types::Overloads(TYPES), Eval::Row(run), doc.notes(NOTES))
}

fn order<A: Address>(args: &[Value<'_>]) -> Option<Ordering> {
    let limit = if args.len() > 2 { prefix(long(args, 2)?, A::BITS)? } else { A::BITS };
    Some(A::parse(&text(args, 0))?.compare(A::parse(&text(args, 1))?, limit))
}
