//! Values as text, the way Windows writes them into an event's XML.

use crate::bytes::{array, u8_at, u16_at, u32_at, u64_at};
use crate::ticks;
use crate::utf16;
use crate::value::{self, ANSI, BINXML, BOOL, FILETIME, GUID, HEX32, HEX64, NULL, SID, SIZE, STRING, SYSTEMTIME, XML};
use std::io::Write as _;

/// Characters 0x80 to 0x9F of code page 1252; the others are those of Latin-1.
const CP1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
    0x17E, 0x178,
];

/// Whether values of this type are whole numbers.
pub(crate) const fn is_number(kind: u8) -> bool {
    matches!(kind, 0x03..=0x0A | SIZE | HEX32 | HEX64)
}

/// A whole number in a value; none for other types, or when the value is cut short.
pub(crate) fn number(kind: u8, bytes: &[u8]) -> Option<u64> {
    match kind {
        0x04 => u8_at(bytes, 0).map(u64::from),
        0x06 => u16_at(bytes, 0).map(u64::from),
        0x08 | HEX32 => u32_at(bytes, 0).map(u64::from),
        0x0A | HEX64 => u64_at(bytes, 0),
        SIZE if bytes.len() == 4 => u32_at(bytes, 0).map(u64::from),
        SIZE => u64_at(bytes, 0),
        _ => signed(kind, bytes).and_then(|number| u64::try_from(number).ok()),
    }
}

fn signed(kind: u8, bytes: &[u8]) -> Option<i64> {
    match kind {
        0x03 => array(bytes, 0).map(i8::from_le_bytes).map(i64::from),
        0x05 => array(bytes, 0).map(i16::from_le_bytes).map(i64::from),
        0x07 => array(bytes, 0).map(i32::from_le_bytes).map(i64::from),
        0x09 => array(bytes, 0).map(i64::from_le_bytes),
        _ => None,
    }
}

/// The moment of a `FILETIME`; none past the year 9999.
pub(crate) fn moment(filetime: u64) -> Option<i64> {
    let ticks = ticks::FILETIME_EPOCH.checked_add(i64::try_from(filetime).ok()?)?;
    (ticks < 3_652_059 * ticks::DAY).then_some(ticks)
}

/// Appends a value as UTF-8. A value that is shorter than its type gives nothing.
pub(crate) fn push(out: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    match kind {
        STRING | XML => utf16::push(out, bytes),
        NULL | BINXML => {}
        ANSI => ansi(out, bytes),
        0x03 | 0x05 | 0x07 | 0x09 => push_signed(out, signed(kind, bytes)),
        0x04 | 0x06 | 0x08 | 0x0A => {
            if let Some(number) = number(kind, bytes) {
                decimal(out, number);
            }
        }
        0x0B => {
            if let Some(float) = array(bytes, 0).map(f32::from_le_bytes) {
                let _ = write!(out, "{float:?}");
            }
        }
        0x0C => {
            if let Some(float) = array(bytes, 0).map(f64::from_le_bytes) {
                let _ = write!(out, "{float:?}");
            }
        }
        BOOL => match array(bytes, 0).map(i32::from_le_bytes) {
            Some(0) => out.extend_from_slice(b"false"),
            Some(1) => out.extend_from_slice(b"true"),
            // Windows keeps bit masks in some of these; the number says more than its truth.
            other => push_signed(out, other.map(i64::from)),
        },
        GUID => {
            if let Some(guid) = array(bytes, 0) {
                out.extend_from_slice(&self::guid(guid));
            }
        }
        SIZE | HEX32 | HEX64 => {
            if let Some(number) = number(kind, bytes) {
                hexadecimal(out, number);
            }
        }
        FILETIME => {
            if let Some(filetime) = u64_at(bytes, 0) {
                push_filetime(out, filetime);
            }
        }
        SYSTEMTIME => push_system_time(out, bytes),
        SID => push_sid(out, bytes),
        0x80.. => {
            for (index, (kind, item)) in value::items(kind, bytes).enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                push(out, kind, item);
            }
        }
        // Binary, and what is of no known type.
        _ => {
            out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4, b'A'), digit(byte & 15, b'A')]));
        }
    }
}

fn ansi(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let plain = rest.iter().take_while(|byte| matches!(byte, 0x20..0x7F | b'\n' | b'\r' | b'\t')).count();
        let (same, after) = rest.split_at_checked(plain).unwrap_or((rest, &[]));
        out.extend_from_slice(same);
        let Some((&byte, after)) = after.split_first() else { return };
        rest = after;
        if byte != 0 {
            let code = usize::from(byte).checked_sub(0x80).and_then(|at| CP1252.get(at)).copied();
            utf16::push_char(out, code.and_then(|code| char::from_u32(code.into())).unwrap_or(char::from(byte)));
        }
    }
}

fn push_signed(out: &mut Vec<u8>, number: Option<i64>) {
    let Some(number) = number else { return };
    if number < 0 {
        out.push(b'-');
    }
    decimal(out, number.unsigned_abs());
}

fn decimal(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 20];
    let used = put_decimal(&mut digits, number);
    out.extend_from_slice(digits.get(..used).unwrap_or_default());
}

/// Writes a number, of at most 20 digits; gives how many it has.
#[inline]
pub(crate) fn put_decimal(out: &mut [u8], mut number: u64) -> usize {
    let used = number.checked_ilog10().unwrap_or(0) as usize + 1;
    for place in out.iter_mut().take(used).rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
    used
}

/// Decimal digits, with zeros in front.
fn padded<const N: usize>(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [b'0'; N];
    for place in digits.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
    out.extend_from_slice(&digits);
}

const fn digit(nibble: u8, ten: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { ten + nibble - 10 }
}

fn hexadecimal(out: &mut Vec<u8>, number: u64) {
    let mut digits = [0; 18];
    let used = put_hexadecimal(&mut digits, number);
    out.extend_from_slice(digits.get(..used).unwrap_or_default());
}

/// Writes a number with `0x` in front, of at most 18 characters; gives how many it has.
#[inline]
pub(crate) fn put_hexadecimal(out: &mut [u8], mut number: u64) -> usize {
    let digits = (number | 1).ilog2() as usize / 4 + 1;
    for place in out.iter_mut().skip(2).take(digits).rev() {
        *place = digit((number & 15) as u8, b'a');
        number >>= 4;
    }
    if let Some(start) = out.first_chunk_mut() {
        *start = *b"0x";
    }
    digits + 2
}

/// The two digits of each byte.
const PAIRS: [[u8; 2]; 256] = {
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digit((byte >> 4) as u8, b'a'), digit((byte & 15) as u8, b'a')];
        byte += 1;
    }
    pairs
};

/// Where in its text the bytes of a GUID are: the first three groups are little-endian numbers.
const GUID_PLACES: [usize; 16] = [7, 5, 3, 1, 12, 10, 17, 15, 20, 22, 25, 27, 29, 31, 33, 35];

/// A GUID in braces.
#[inline]
pub(crate) fn guid(bytes: [u8; 16]) -> [u8; 38] {
    let mut text = *b"{00000000-0000-0000-0000-000000000000}";
    for (byte, place) in bytes.into_iter().zip(GUID_PLACES) {
        if let Some(digits) = text.get_mut(place..).and_then(<[u8]>::first_chunk_mut) {
            *digits = PAIRS[usize::from(byte)];
        }
    }
    text
}

fn push_sid(out: &mut Vec<u8>, bytes: &[u8]) {
    let Some(([revision, count, authority @ ..], rest)) = bytes.split_first_chunk::<8>() else { return };
    out.extend_from_slice(b"S-");
    decimal(out, (*revision).into());
    out.push(b'-');
    decimal(out, authority.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)));
    for part in rest.as_chunks::<4>().0.iter().take(usize::from(*count)) {
        out.push(b'-');
        decimal(out, u32::from_le_bytes(*part).into());
    }
}

fn push_filetime(out: &mut Vec<u8>, filetime: u64) {
    const DAY: u64 = 86_400 * 10_000_000;
    if i64::try_from(filetime).is_err() {
        // What Windows gives for it.
        return out.extend_from_slice(b"0000-00-00T00:00:00.0000000Z");
    }
    // Days from 1 March of the year 1600, so that a leap day is the last of its year and a cycle of 400 years starts.
    let days = filetime / DAY + 306;
    let (cycle, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    push_moment(out, [1600 + 400 * cycle + year, month, day], filetime % DAY);
}

/// Date and time of day, the latter in units of 100 ns. Years have four digits.
fn push_moment(out: &mut Vec<u8>, [year, month, day]: [u64; 3], time: u64) {
    let seconds = time / 10_000_000;
    padded::<4>(out, year);
    out.push(b'-');
    padded::<2>(out, month);
    out.push(b'-');
    padded::<2>(out, day);
    out.push(b'T');
    padded::<2>(out, seconds / 3600);
    out.push(b':');
    padded::<2>(out, seconds / 60 % 60);
    out.push(b':');
    padded::<2>(out, seconds % 60);
    out.push(b'.');
    padded::<7>(out, time % 10_000_000);
    out.push(b'Z');
}

fn push_system_time(out: &mut Vec<u8>, bytes: &[u8]) {
    let Some(parts) = array::<16>(bytes, 0) else { return };
    let mut fields = [0; 8];
    for (field, part) in fields.iter_mut().zip(parts.as_chunks::<2>().0) {
        *field = u64::from(u16::from_le_bytes(*part));
    }
    let [year, month, _, day, hour, minute, second, millisecond] = fields;
    // The calendar repeats every 400 years, and four digits are written anyway.
    let date = (year as i64 % 400 + 1600, month as i64, day as i64);
    let fits = (1601..=30_827).contains(&year) && millisecond < 1000 && second < 60;
    if fits && ticks::from_parts(date, (hour as i64, minute as i64, second as i64), 0).is_some() {
        let time = ((hour * 60 + minute) * 60 + second) * 10_000_000 + millisecond * 10_000;
        push_moment(out, [year, month, day], time);
    } else {
        push_moment(out, [1601, 1, 1], 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: u8, bytes: &[u8], expect: &str) {
        let mut out = Vec::new();
        push(&mut out, kind, bytes);
        assert_eq!(String::from_utf8(out).unwrap(), expect, "{kind:x} {bytes:x?}");
        // No type takes bytes that are not there.
        for length in 0..bytes.len() {
            push(&mut Vec::new(), kind, &bytes[..length]);
            number(kind, &bytes[..length]);
        }
    }

    #[test]
    fn numbers() {
        check(0x03, &[0xFF], "-1");
        check(0x04, &[0xFF], "255");
        check(0x05, &[0, 0x80], "-32768");
        check(0x06, &[0xB8, 0x22], "8888");
        check(0x07, &[0, 0, 0, 0x80], "-2147483648");
        check(0x08, &[0xFF; 4], "4294967295");
        check(0x09, &i64::MIN.to_le_bytes(), "-9223372036854775808");
        check(0x0A, &[0xFF; 8], "18446744073709551615");
        check(0x0A, &[0; 8], "0");
        check(0x0B, &1.5_f32.to_le_bytes(), "1.5");
        check(0x0C, &1.0_f64.to_le_bytes(), "1.0");
        check(BOOL, &[0; 4], "false");
        check(BOOL, &[1, 0, 0, 0], "true");
        check(BOOL, &[2, 0, 0, 0], "2");
        check(HEX32, &[0; 4], "0x0");
        check(HEX64, &0x8020_0000_0000_0000_u64.to_le_bytes(), "0x8020000000000000");
        check(SIZE, &[0x10, 0, 0, 0], "0x10");
        check(SIZE, &[0x10, 0, 0, 0, 1, 0, 0, 0], "0x100000010");
    }

    #[test]
    fn others() {
        check(STRING, b"a\0\0\0b\0", "a");
        check(ANSI, b"x\x80\xE9\0\x01", "x\u{20ac}\u{e9}_");
        check(0x0E, &[0, 0xAF], "00AF");
        check(0x7F, &[0xC1], "C1");
        check(SID, &[1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0], "S-1-5-32-544");
        check(
            GUID,
            &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xAB],
            "{04030201-0605-0807-090a-0b0c0d0e0fab}",
        );
        check(0x81, b"a\0\0\0b\0\0\0", "a,b");
        check(NULL, b"x", "");
    }

    #[test]
    fn times() {
        let filetime = |text| (ticks::parse_iso(text).unwrap() - ticks::FILETIME_EPOCH).to_le_bytes();
        for text in [
            "1601-01-01T00:00:00.0000000Z",
            "1604-02-29T23:59:59.9999999Z",
            "2000-02-29T00:00:00.0000000Z",
            "2000-03-01T00:00:00.0000000Z",
            "2026-12-31T12:34:56.1234567Z",
            "2100-02-28T12:00:00.0000000Z",
            "2100-03-01T00:00:00.0000001Z",
            "9999-12-31T23:59:59.9999999Z",
        ] {
            check(FILETIME, &filetime(text), text);
            assert_eq!(moment(u64::from_le_bytes(filetime(text))), ticks::parse_iso(text));
        }
        check(FILETIME, &[0xFF; 8], "0000-00-00T00:00:00.0000000Z");
        assert_eq!(moment(2_650_467_744_000_000_000), None);
        let system_time = |fields: [u16; 8]| fields.map(u16::to_le_bytes).concat();
        check(SYSTEMTIME, &system_time([2019, 3, 5, 1, 12, 34, 56, 789]), "2019-03-01T12:34:56.7890000Z");
        check(SYSTEMTIME, &system_time([2020, 2, 0, 29, 0, 0, 0, 0]), "2020-02-29T00:00:00.0000000Z");
        check(SYSTEMTIME, &system_time([2019, 2, 0, 29, 0, 0, 0, 0]), "1601-01-01T00:00:00.0000000Z");
        check(SYSTEMTIME, &system_time([2019, 3, 0, 1, 24, 0, 0, 0]), "1601-01-01T00:00:00.0000000Z");
    }
}
