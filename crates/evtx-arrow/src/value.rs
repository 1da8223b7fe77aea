//! The values of a template's instance: their places, types and widths
//! (<https://learn.microsoft.com/openspecs/windows_protocols/ms-even6/34b6f4c9-20a8-4a5f-a9fb-7b9f0e4cc3c6>).

use crate::bytes::{offset_at, slice, u32_at};
use crate::flaw::Flaw;

pub(crate) const NULL: u8 = 0x00;
pub(crate) const STRING: u8 = 0x01;
pub(crate) const ANSI: u8 = 0x02;
pub(crate) const BOOL: u8 = 0x0D;
pub(crate) const GUID: u8 = 0x0F;
pub(crate) const SIZE: u8 = 0x10;
pub(crate) const FILETIME: u8 = 0x11;
pub(crate) const SYSTEMTIME: u8 = 0x12;
pub(crate) const SID: u8 = 0x13;
pub(crate) const HEX32: u8 = 0x14;
pub(crate) const HEX64: u8 = 0x15;
pub(crate) const BINXML: u8 = 0x21;
pub(crate) const XML: u8 = 0x23;
/// Set in the type of an array.
const ARRAY: u8 = 0x80;

/// Whether values of this type are arrays.
pub(crate) const fn is_array(kind: u8) -> bool {
    kind & ARRAY != 0
}

/// One value of an instance.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value {
    pub(crate) kind: u8,
    pub(crate) length: u16,
    /// Where in the chunk.
    pub(crate) at: u32,
}

impl Value {
    pub(crate) const NOTHING: Self = Self { kind: NULL, length: 0, at: 0 };

    pub(crate) fn bytes<'c>(&self, chunk: &'c [u8]) -> &'c [u8] {
        slice(chunk, self.start(), usize::from(self.length)).unwrap_or_default()
    }

    pub(crate) fn start(&self) -> usize {
        self.at as usize
    }

    /// An element that depends on such a value is left out.
    pub(crate) const fn is_null(&self) -> bool {
        self.kind == NULL || (self.kind == BINXML && self.length == 0)
    }

    /// BinXML: elements rather than text.
    pub(crate) const fn is_nested(&self) -> bool {
        self.kind == BINXML && self.length > 0
    }

    pub(crate) const fn is_array(&self) -> bool {
        is_array(self.kind)
    }
}

/// A template's instance, apart from its values.
pub(crate) struct Instance<'d> {
    /// What describes the values: two bytes of length, one of type.
    pub(crate) entries: &'d [[u8; 4]],
    /// Where the template's definition is in the chunk.
    pub(crate) definition: usize,
    /// Where the instance ends.
    pub(crate) end: usize,
}

/// Reads the instance whose token ended at `at`; appends its values. `data` is the chunk as far as the record's end.
#[inline]
pub(crate) fn instance<'d>(data: &'d [u8], at: usize, values: &mut Vec<Value>) -> Result<Instance<'d>, Flaw> {
    let cut = || Flaw::new(at, "it ends within its template's values");
    // A byte and the template's number come first.
    let definition = offset_at(data, at + 5).ok_or_else(cut)?;
    let mut table = at + 9;
    if definition == table {
        // Where a template is used first, its definition stands in the record.
        table = table.saturating_add(24).saturating_add(offset_at(data, table + 20).ok_or_else(cut)?);
    }
    let count = u32_at(data, table).and_then(|count| usize::try_from(count).ok()).ok_or_else(cut)?;
    let length = count.checked_mul(4).ok_or_else(cut)?;
    let entries = slice(data, table + 4, length).ok_or_else(cut)?;
    let start = table + 4 + length;
    let entries = entries.as_chunks::<4>().0;
    // Moved into the closure, the place stays in a register. No place is beyond four bytes that is within the chunk.
    let mut at = start as u32;
    values.extend(entries.iter().map(move |[low, high, kind, _]| {
        let value = Value { kind: *kind, length: u16::from_le_bytes([*low, *high]), at };
        at = at.wrapping_add(u32::from(value.length));
        value
    }));
    let end = match values.last() {
        Some(last) if !entries.is_empty() => last.start() + usize::from(last.length),
        _ => start,
    };
    if end > data.len() {
        return Err(cut());
    }
    Ok(Instance { entries, definition, end })
}

/// Bytes of a value of this type, or of one item of an array of it; none when values differ in length.
pub(crate) const fn width(kind: u8) -> Option<usize> {
    Some(match kind & !ARRAY {
        NULL => 0,
        0x03 | 0x04 => 1,
        0x05 | 0x06 => 2,
        0x07 | 0x08 | 0x0B | BOOL | HEX32 => 4,
        0x09 | 0x0A | 0x0C | FILETIME | HEX64 => 8,
        GUID | SYSTEMTIME => 16,
        _ => return None,
    })
}

/// The items of an array, each with its type and bytes.
pub(crate) fn items(kind: u8, bytes: &[u8]) -> Items<'_> {
    let kind = kind & !ARRAY;
    let width = match kind {
        SIZE if bytes.len().is_multiple_of(8) => 8,
        SIZE => 4,
        kind => width(kind).filter(|&width| width > 0).unwrap_or(bytes.len()),
    };
    Items { kind, width, rest: bytes }
}

pub(crate) struct Items<'c> {
    kind: u8,
    /// Of an item, where all have the same.
    width: usize,
    rest: &'c [u8],
}

impl<'c> Iterator for Items<'c> {
    type Item = (u8, &'c [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let length = self.rest.len();
        let (item, skipped) = match self.kind {
            // Strings end with a NUL, the last one may lack it.
            STRING => {
                let units = self.rest.as_chunks::<2>().0;
                units.iter().position(|unit| *unit == [0, 0]).map_or((length, 0), |at| (2 * at, 2))
            }
            ANSI => self.rest.iter().position(|&byte| byte == 0).map_or((length, 0), |at| (at, 1)),
            SID => (8 + 4 * usize::from(*self.rest.get(1)?), 0),
            _ => (self.width, 0),
        };
        let (Some(bytes), Some(rest)) = (self.rest.get(..item), self.rest.get(item + skipped..)) else {
            // Less than an item is left.
            self.rest = &[];
            return None;
        };
        self.rest = rest;
        Some((self.kind, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays() {
        let check = |kind, bytes: &[u8], expect: &[&[u8]]| {
            let items: Vec<&[u8]> = items(kind, bytes).map(|(_, item)| item).collect();
            assert_eq!(items, expect, "{kind:x}");
        };
        check(0x81, b"a\0\0\0\0\0b\0", &[b"a\0", b"", b"b\0"]);
        check(0x81, b"", &[]);
        check(0x82, b"x\0\0y z\0", &[b"x", b"", b"y z"]);
        check(0x86, &[1, 0, 2, 0, 3], &[&[1, 0], &[2, 0]]);
        check(0x90, &[1, 0, 0, 0, 0, 0, 0, 0], &[&[1, 0, 0, 0, 0, 0, 0, 0]]);
        check(0x93, &[1, 0, 0, 0, 0, 0, 0, 1, 1, 9, 0], &[&[1, 0, 0, 0, 0, 0, 0, 1]]);
        check(0x8E, &[1, 2, 3], &[&[1, 2, 3]]);
    }

    #[test]
    fn instances_out_of_bounds() {
        let mut values = Vec::new();
        for length in 0..40 {
            let mut data = vec![0xFF; length];
            assert!(instance(&data, 1, &mut values).is_err());
            data.fill(0);
            let _ = instance(&data, 1, &mut values);
        }
    }
}
