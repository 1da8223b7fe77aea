//! Values that an event carries, with the type codes and bytes of binary XML ([MS-EVEN6] 2.2.12).

use jiff::Timestamp;
use thiserror::Error;

/// Text that is not a GUID, a SID or a time.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("not a {what}: `{text}`")]
pub struct ParseError {
    what: &'static str,
    text: String,
}

impl ParseError {
    fn new(what: &'static str, text: &str) -> Self {
        Self { what, text: text.to_owned() }
    }
}

/// A GUID in its stored byte order: the first three groups little-endian, the rest as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(pub [u8; 16]);

impl Guid {
    /// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, with or without braces, in either case.
    ///
    /// # Errors
    /// Any other text.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let error = || ParseError::new("GUID", text);
        let bare = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
        let groups: Vec<&str> = bare.split('-').collect();
        if groups.iter().map(|group| group.len()).collect::<Vec<_>>() != [8, 4, 4, 4, 12] {
            return Err(error());
        }
        let digits = groups.concat();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(error());
        }
        let number = u128::from_str_radix(&digits, 16).map_err(|_| error())?;
        let mut bytes = number.to_be_bytes();
        bytes[..4].reverse();
        bytes[4..6].reverse();
        bytes[6..8].reverse();
        Ok(Self(bytes))
    }
}

/// A security identifier: authority and up to 15 subauthorities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sid {
    authority: u64,
    subauthorities: Vec<u32>,
}

impl Sid {
    /// Reads `S-1-5-21-…`.
    ///
    /// # Errors
    /// Any other text; more than 15 subauthorities.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let error = || ParseError::new("SID", text);
        let mut parts = text.strip_prefix("S-1-").ok_or_else(error)?.split('-');
        let authority = parts.next().and_then(|part| part.parse().ok()).ok_or_else(error)?;
        let subauthorities: Vec<u32> = parts.map(|part| part.parse().map_err(|_| error())).collect::<Result<_, _>>()?;
        if authority >= 1 << 48 || subauthorities.len() > 15 {
            return Err(error());
        }
        Ok(Self { authority, subauthorities })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend([1, self.subauthorities.len() as u8]);
        out.extend(&self.authority.to_be_bytes()[2..]);
        out.extend(self.subauthorities.iter().flat_map(|part| part.to_le_bytes()));
    }
}

/// Reads an RFC 3339 time into a FILETIME: ticks of 100 ns since 1601-01-01 UTC. Finer digits are cut off.
///
/// # Errors
/// Text that is not a time, or a time before 1601.
pub fn filetime(text: &str) -> Result<u64, ParseError> {
    const TICKS_FROM_1601_TO_1970: i128 = 116_444_736_000_000_000;
    let error = || ParseError::new("time", text);
    let time: Timestamp = text.parse().map_err(|_| error())?;
    u64::try_from(time.as_nanosecond().div_euclid(100) + TICKS_FROM_1601_TO_1970).map_err(|_| error())
}

/// One typed value of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value: the element stays, its text is empty.
    Null,
    /// UTF-16 text, written with the terminating NUL that Windows stores.
    String(String),
    UInt8(u8),
    UInt16(u16),
    UInt32(u32),
    UInt64(u64),
    Int32(i32),
    Bool(bool),
    Binary(Vec<u8>),
    Guid(Guid),
    /// Ticks of 100 ns since 1601-01-01 UTC; see [`filetime`].
    FileTime(u64),
    Sid(Sid),
    /// Shown as `0x1f`.
    Hex32(u32),
    /// Shown as `0x1f`.
    Hex64(u64),
    /// A binary XML fragment: bytes that are complete already.
    Fragment(Vec<u8>),
}

impl Value {
    /// The type code of binary XML.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Null => 0x00,
            Self::String(_) => 0x01,
            Self::UInt8(_) => 0x04,
            Self::UInt16(_) => 0x06,
            Self::Int32(_) => 0x07,
            Self::UInt32(_) => 0x08,
            Self::UInt64(_) => 0x0A,
            Self::Bool(_) => 0x0D,
            Self::Binary(_) => 0x0E,
            Self::Guid(_) => 0x0F,
            Self::FileTime(_) => 0x11,
            Self::Sid(_) => 0x13,
            Self::Hex32(_) => 0x14,
            Self::Hex64(_) => 0x15,
            Self::Fragment(_) => 0x21,
        }
    }

    /// Appends the value's bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => {}
            Self::String(text) => out.extend(text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes)),
            Self::UInt8(number) => out.push(*number),
            Self::UInt16(number) => out.extend(number.to_le_bytes()),
            Self::Int32(number) => out.extend(number.to_le_bytes()),
            Self::UInt32(number) | Self::Hex32(number) => out.extend(number.to_le_bytes()),
            Self::UInt64(number) | Self::Hex64(number) | Self::FileTime(number) => out.extend(number.to_le_bytes()),
            Self::Bool(yes) => out.extend(u32::from(*yes).to_le_bytes()),
            Self::Binary(bytes) | Self::Fragment(bytes) => out.extend(bytes),
            Self::Guid(guid) => out.extend(guid.0),
            Self::Sid(sid) => sid.write(out),
        }
    }
}

macro_rules! from {
    ($($from:ty => |$value:ident| $to:expr),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        })*
    };
}

from! {
    &str => |text| Self::String(text.to_owned()),
    &String => |text| Self::String(text.clone()),
    String => |text| Self::String(text),
    u8 => |number| Self::UInt8(number),
    u16 => |number| Self::UInt16(number),
    u32 => |number| Self::UInt32(number),
    u64 => |number| Self::UInt64(number),
    i32 => |number| Self::Int32(number),
    bool => |yes| Self::Bool(yes),
    Guid => |guid| Self::Guid(guid),
    Sid => |sid| Self::Sid(sid),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guid_bytes_are_mixed_endian() {
        let guid = Guid::parse("{00010203-0405-0607-0809-0A0B0C0D0E0F}").unwrap();
        assert_eq!(guid.0, [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]);
        for bad in ["", "{}", "00010203-0405-0607-0809", "0001020g-0405-0607-0809-0A0B0C0D0E0F"] {
            assert!(Guid::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn sid_bytes() {
        let mut bytes = Vec::new();
        Sid::parse("S-1-5-18").unwrap().write(&mut bytes);
        assert_eq!(bytes, [1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0]);
        for bad in ["", "S-1", "S-1-x", "S-1-5-", "S-1-5-4294967296"] {
            assert!(Sid::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn times_keep_seven_digits() {
        assert_eq!(filetime("1601-01-01T00:00:00Z").unwrap(), 0);
        assert_eq!(filetime("1970-01-01T00:00:00.00000019Z").unwrap(), 116_444_736_000_000_001);
        assert!(filetime("1600-12-31T23:59:59Z").is_err());
        assert!(filetime("yesterday").is_err());
    }
}
