//! W3C extended logs, as IIS and HTTP.sys write them: lines of directives (`#Fields: …`) and of values with a space
//! between two (<https://www.w3.org/TR/WD-logfile>,
//! <https://learn.microsoft.com/windows/win32/http/w3c-logging>).
//!
//! A log may change its fields at any line. Values never hold a space, because IIS writes `+` for it; the module for
//! advanced logging puts quotes around such values instead, and modules that log themselves may do neither, so a line
//! whose values do not match its fields is taken apart as far as that is certain.
//!
//! ```
//! use formats::w3c::{Layout, Line, Fit, line};
//! let Line::Fields(fields) = line(b"#Fields: date time c-ip sc-status") else { panic!() };
//! let layout = Layout::parse(fields);
//! let mut values = Vec::new();
//! assert_eq!(layout.split(b"2026-03-14 01:22:03 203.0.113.9 200", &mut values), Fit::Exact);
//! assert_eq!(values[2], Some(&b"203.0.113.9"[..]));
//! ```

mod layout;
mod split;
mod time;

pub use layout::{Layout, MAX_FIELDS};
pub use split::Fit;
pub use time::{day, time_of_day};

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// Nothing.
    Empty,
    /// `#Software:` and what follows it.
    Software(&'a [u8]),
    /// `#Date:` and what follows it: when what comes after was begun, in UTC.
    Date(&'a [u8]),
    /// `#Fields:` and what follows it.
    Fields(&'a [u8]),
    /// Another line with `#`.
    Remark,
    /// Values.
    Entry,
}

/// Tells what a line is; it must be [`bare`].
pub fn line(line: &[u8]) -> Line<'_> {
    let Some(rest) = line.strip_prefix(b"#") else {
        return if line.is_empty() { Line::Empty } else { Line::Entry };
    };
    let colon = memchr::memchr(b':', rest).unwrap_or(0);
    let (name, value) = rest.split_at_checked(colon).unwrap_or((rest, b""));
    let value = value.strip_prefix(b":").unwrap_or(value).trim_ascii();
    if name.eq_ignore_ascii_case(b"Fields") {
        Line::Fields(value)
    } else if name.eq_ignore_ascii_case(b"Software") {
        Line::Software(value)
    } else if name.eq_ignore_ascii_case(b"Date") || name.eq_ignore_ascii_case(b"Start-Date") {
        Line::Date(value)
    } else {
        Line::Remark
    }
}

/// The line without its end, a byte order mark and the zero bytes that fill the unwritten rest of a log that is open.
pub fn bare(line: &[u8]) -> &[u8] {
    let is_filling = |byte: &u8| *byte == 0;
    let start = line.iter().position(|byte| !is_filling(byte)).unwrap_or(line.len());
    let line = line.get(start..).unwrap_or_default();
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n' | b' ' | 0)).map_or(0, |at| at + 1);
    line.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let check = |text: &[u8], expect| assert_eq!(line(bare(text)), expect, "{}", String::from_utf8_lossy(text));
        check(b"", Line::Empty);
        check(b"\0\0\0\r\n", Line::Empty);
        check(
            b"#Software: Microsoft Internet Information Services 10.0\r\n",
            Line::Software(b"Microsoft Internet Information Services 10.0"),
        );
        check(b"\xEF\xBB\xBF#fields: date time ", Line::Fields(b"date time"));
        check(b"#Date: 2026-03-14 00:00:00", Line::Date(b"2026-03-14 00:00:00"));
        check(b"#Start-Date: 2026-03-14 00:00:00", Line::Date(b"2026-03-14 00:00:00"));
        check(b"#Version: 1.0", Line::Remark);
        check(b"#", Line::Remark);
        check(b"# Fields", Line::Remark);
        check(b"\0\x002026-03-14 x", Line::Entry);
        check(b" ", Line::Empty);
    }
}
