use super::{Hive, Walk, long, name, wide, word};
use std::borrow::Cow;
use std::fmt::Write;

/// Bytes of one value past this number are not read.
pub const MAX_DATA: usize = 1 << 20;
/// Bytes that one segment of big data holds.
const SEGMENT: usize = 16_344;
const NARROW_NAME: u16 = 1;
/// The data stands where its offset would.
const INLINE: u32 = 0x8000_0000;

/// What a value's data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Type(pub u32);

const NAMES: [&str; 12] = [
    "REG_NONE",
    "REG_SZ",
    "REG_EXPAND_SZ",
    "REG_BINARY",
    "REG_DWORD",
    "REG_DWORD_BIG_ENDIAN",
    "REG_LINK",
    "REG_MULTI_SZ",
    "REG_RESOURCE_LIST",
    "REG_FULL_RESOURCE_DESCRIPTOR",
    "REG_RESOURCE_REQUIREMENTS_LIST",
    "REG_QWORD",
];

impl Type {
    pub const SZ: Self = Self(1);
    pub const EXPAND_SZ: Self = Self(2);
    pub const BINARY: Self = Self(3);
    pub const DWORD: Self = Self(4);
    pub const MULTI_SZ: Self = Self(7);
    pub const QWORD: Self = Self(11);

    /// Its name in `winnt.h`; the number when it has none.
    pub fn name(self) -> Cow<'static, str> {
        NAMES.get(self.0 as usize).map_or_else(|| Cow::Owned(format!("0x{:x}", self.0)), |&name| Cow::Borrowed(name))
    }

    /// Data of this type as text: numbers in decimal, several strings joined by `;`, other bytes in hexadecimal.
    pub fn text(self, data: &[u8]) -> String {
        let hexadecimal = || crate::hex(data);
        match self.0 {
            // Windows takes a string up to its first zero.
            1 | 2 | 6 => strings(data).into_iter().next().unwrap_or_default(),
            4 => data.try_into().map_or_else(|_| hexadecimal(), |data| u32::from_le_bytes(data).to_string()),
            5 => data.try_into().map_or_else(|_| hexadecimal(), |data| u32::from_be_bytes(data).to_string()),
            7 => strings(data).join(";"),
            11 => data.try_into().map_or_else(|_| hexadecimal(), |data| u64::from_le_bytes(data).to_string()),
            _ => hexadecimal(),
        }
    }
}

/// Strings that end with a zero each; empty ones at the end are no strings.
fn strings(data: &[u8]) -> Vec<String> {
    let text = wide(data);
    if text.is_empty() { Vec::new() } else { text.split('\0').map(str::to_owned).collect() }
}

/// A value (`vk` cell).
#[derive(Debug, Clone, Copy)]
pub struct RegistryValue<'h> {
    hive: &'h Hive<'h>,
    bytes: &'h [u8],
    offset: u32,
}

impl<'h> RegistryValue<'h> {
    pub(super) fn read(hive: &'h Hive<'_>, offset: u32, walk: &mut Walk) -> Option<Self> {
        let bytes = hive.cell(offset, walk)?;
        if !bytes.starts_with(b"vk") || bytes.len() < 20 {
            walk.issue(offset, "not a value, though it is named as one");
            return None;
        }
        Some(Self { hive, bytes, offset })
    }

    /// `""` for the default value.
    pub fn name(&self) -> String {
        let length = usize::from(word(self.bytes, 2).unwrap_or(0));
        let bytes = self.bytes.get(20..).unwrap_or_default();
        let is_narrow = word(self.bytes, 16).unwrap_or(0) & NARROW_NAME != 0;
        name(bytes.get(..length.min(bytes.len())).unwrap_or_default(), is_narrow)
    }

    pub fn kind(&self) -> Type {
        Type(long(self.bytes, 12).unwrap_or(0))
    }

    /// The data, as far as it can be read.
    pub fn data(&self, walk: &mut Walk) -> Cow<'h, [u8]> {
        let size = long(self.bytes, 4).unwrap_or(0);
        if size & INLINE != 0 {
            let size = ((size & !INLINE) as usize).min(4);
            return Cow::Borrowed(self.bytes.get(8..8 + size).unwrap_or_default());
        }
        let size = size as usize;
        let read = size.min(MAX_DATA);
        if size == 0 || !walk.spend(read as u64 / 64) {
            return Cow::Borrowed(&[]);
        }
        if size > MAX_DATA {
            walk.issue(self.offset, "a value of more than 1 MiB; the rest is not read");
        }
        let place = long(self.bytes, 8).unwrap_or(u32::MAX);
        let Some(cell) = self.hive.cell(place, walk) else { return Cow::Borrowed(&[]) };
        if size > SEGMENT && self.hive.base.minor_version > 3 && cell.starts_with(b"db") {
            return Cow::Owned(self.big_data(cell, read, walk));
        }
        if cell.len() < read {
            walk.issue(place, "a value's data is cut off");
        }
        Cow::Borrowed(cell.get(..read.min(cell.len())).unwrap_or_default())
    }

    /// Data in segments (`db` cell): a count and the place of a list of their places.
    fn big_data(&self, cell: &[u8], size: usize, walk: &mut Walk) -> Vec<u8> {
        let mut data = Vec::new();
        let count = usize::from(word(cell, 2).unwrap_or(0));
        let list = long(cell, 4).and_then(|list| self.hive.cell(list, walk)).unwrap_or_default();
        for entry in list.as_chunks::<4>().0.iter().take(count) {
            let missing = size.saturating_sub(data.len()).min(SEGMENT);
            if missing == 0 {
                break;
            }
            let Some(segment) = self.hive.cell(u32::from_le_bytes(*entry), walk) else { break };
            data.extend_from_slice(segment.get(..missing.min(segment.len())).unwrap_or_default());
        }
        if data.len() < size {
            walk.issue(self.offset, "a value's data is cut off");
        }
        data
    }

    /// The data as text ([`Type::text`]).
    pub fn text(&self, walk: &mut Walk) -> String {
        let mut text = self.kind().text(&self.data(walk));
        if text.len() > MAX_TEXT {
            let end = (0..=MAX_TEXT).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let left = text.len() - end;
            text.truncate(end);
            let _ = write!(text, "… ({left} more bytes)");
        }
        text
    }
}

/// Text of one value past this number of bytes is left out.
const MAX_TEXT: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let check = |kind, data: &[u8], expect| assert_eq!(Type(kind).text(data), expect);
        check(1, &wide("C:\\a.dll\0"), "C:\\a.dll");
        check(1, &wide("C:\\a.dll"), "C:\\a.dll");
        check(1, &wide("seen\0hidden\0"), "seen");
        check(2, &wide("%windir%\0"), "%windir%");
        check(7, &wide("a\0b\0\0"), "a;b");
        check(7, &[], "");
        check(4, &[1, 0, 0, 0], "1");
        check(4, &[1, 0], "0100");
        check(5, &[0, 0, 1, 0], "256");
        check(11, &[0, 0, 0, 0, 1, 0, 0, 0], "4294967296");
        check(3, &[0xde, 0xad], "dead");
        assert_eq!((Type(7).name(), Type(77).name()), ("REG_MULTI_SZ".into(), "0x4d".into()));
    }
}
