//! A lenient reader of ASN.1 in BER and DER (X.690): values as slices of the bytes that they stand in.
//!
//! Nothing is copied or encoded anew: what a signature covers is hashed as it stands in the file. Nothing recurses;
//! a caller walks as deep as the structure that it knows.

pub mod oid;
mod time;

pub use time::parse_time;

use std::borrow::Cow;

pub const INTEGER: u8 = 0x02;
pub const BIT_STRING: u8 = 0x03;
pub const OCTET_STRING: u8 = 0x04;
pub const OID: u8 = 0x06;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;

/// The identifier byte of a constructed context tag: `[0]` is `context(0)`.
pub const fn context(number: u8) -> u8 {
    0xa0 | number
}

/// One value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value<'a> {
    /// The identifier byte. Numbers above 30, which take more bytes, occur nowhere in what is read here; their
    /// first byte stands for all.
    pub tag: u8,
    /// With identifier and length.
    pub raw: &'a [u8],
    /// Without them, and without the end mark of a value of unknown length.
    pub body: &'a [u8],
}

/// Values past this depth inside one of unknown length are not followed.
const MAX_DEPTH: usize = 64;

struct Header {
    /// Bytes of identifier and length.
    size: usize,
    /// `None` for an end mark's kind: the value ends where a mark says.
    length: Option<usize>,
}

fn header(bytes: &[u8]) -> Option<Header> {
    let first = *bytes.first()?;
    let mut at = 1;
    if first & 0x1f == 0x1f {
        while bytes.get(at)? & 0x80 != 0 {
            at += 1;
            if at > 5 {
                return None;
            }
        }
        at += 1;
    }
    let length = *bytes.get(at)?;
    at += 1;
    match length {
        0..0x80 => Some(Header { size: at, length: Some(usize::from(length)) }),
        // Only constructed values can end with a mark.
        0x80 => (first & 0x20 != 0).then_some(Header { size: at, length: None }),
        _ => {
            let count = usize::from(length & 0x7f);
            let digits = bytes.get(at..at.checked_add(count)?)?;
            let length = digits.iter().try_fold(0_usize, |n, &digit| n.checked_mul(256)?.checked_add(digit.into()))?;
            Some(Header { size: at + count, length: Some(length) })
        }
    }
}

impl<'a> Value<'a> {
    /// The value at the start of these bytes, and what follows it. `None` when it does not fit into them.
    pub fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let tag = *bytes.first()?;
        let Header { size, length } = header(bytes)?;
        let (body_end, end) = match length {
            Some(length) => {
                let end = size.checked_add(length)?;
                (end, end)
            }
            None => {
                let end = end_of_unknown_length(bytes, size)?;
                (end - 2, end)
            }
        };
        let value = Self { tag, raw: bytes.get(..end)?, body: bytes.get(size..body_end)? };
        Some((value, bytes.get(end..)?))
    }

    /// The one value in these bytes, if it has this tag; what follows it is ignored.
    pub fn expect(bytes: &'a [u8], tag: u8) -> Option<Self> {
        Self::read(bytes).map(|(value, _)| value).filter(|value| value.tag == tag)
    }

    /// The values inside, up to the first that is damaged.
    pub const fn children(&self) -> Children<'a> {
        Children { rest: self.body }
    }

    /// The bytes of an octet string, also of one in pieces.
    pub fn octets(&self) -> Cow<'a, [u8]> {
        if self.tag & 0x20 == 0 {
            return Cow::Borrowed(self.body);
        }
        let mut pieces = self.children();
        match (pieces.next(), pieces.next()) {
            (Some(only), None) => Cow::Borrowed(only.body),
            _ => Cow::Owned(self.children().flat_map(|piece| piece.body.iter().copied()).collect()),
        }
    }

    /// The bytes of a bit string of whole bytes.
    pub fn bits(&self) -> Option<&'a [u8]> {
        let (unused, bits) = self.body.split_first()?;
        (self.tag == BIT_STRING && *unused == 0).then_some(bits)
    }

    /// A small whole number that is not negative.
    pub fn small(&self) -> Option<u64> {
        let digits = self.body.iter().skip_while(|&&digit| digit == 0);
        (self.tag == INTEGER && digits.clone().count() <= 8)
            .then(|| digits.fold(0, |n, &digit| n << 8 | u64::from(digit)))
    }
}

/// Where a value that started `size` bytes ago ends, its end mark included.
fn end_of_unknown_length(bytes: &[u8], size: usize) -> Option<usize> {
    let mut at = size;
    let mut depth = 1;
    while depth > 0 {
        let rest = bytes.get(at..)?;
        if rest.starts_with(&[0, 0]) {
            at += 2;
            depth -= 1;
            continue;
        }
        let inner = header(rest)?;
        match inner.length {
            Some(length) => at = at.checked_add(inner.size)?.checked_add(length)?,
            None => {
                at += inner.size;
                depth += 1;
                if depth > MAX_DEPTH {
                    return None;
                }
            }
        }
    }
    Some(at)
}

/// The values inside a value.
#[derive(Debug, Clone)]
pub struct Children<'a> {
    rest: &'a [u8],
}

impl<'a> Children<'a> {
    /// The values that stand one after another in these bytes.
    pub const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next value if it has this tag; else nothing is taken.
    pub fn next_if(&mut self, tag: u8) -> Option<Value<'a>> {
        let (value, rest) = Value::read(self.rest).filter(|(value, _)| value.tag == tag)?;
        self.rest = rest;
        Some(value)
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        let (value, rest) = Value::read(self.rest)?;
        self.rest = rest;
        Some(value)
    }
}

#[cfg(test)]
mod tests;
