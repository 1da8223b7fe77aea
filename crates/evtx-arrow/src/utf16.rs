//! UTF-16 to UTF-8, as far as the first NUL.
//!
//! Characters that XML forbids become `_`, as Windows itself writes them; half a surrogate pair becomes U+FFFD.

/// Units that are looked at together.
const BLOCK: usize = 8;

/// Four units as bytes, as far as they are ASCII without controls; not 0 when one is not.
const fn plain(units: u64) -> ([u8; 4], u64) {
    // No unit has a bit above ASCII's seven, and each reaches its highest bit when 0x8000 - 0x20 is added.
    let other = units & 0xFF80_FF80_FF80_FF80;
    let control = !units.wrapping_add(0x7FE0_7FE0_7FE0_7FE0) & 0x8000_8000_8000_8000;
    let pairs = (units | units >> 8) & 0x0000_FFFF_0000_FFFF;
    (((pairs | pairs >> 16) as u32).to_le_bytes(), other | control)
}

/// Eight units, in the same way.
fn block(units: &[u8; 2 * BLOCK]) -> ([u8; BLOCK], u64) {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *units;
    let ([q, r, s, t], first) = plain(u64::from_le_bytes([a, b, c, d, e, f, g, h]));
    let ([u, v, w, x], second) = plain(u64::from_le_bytes([i, j, k, l, m, n, o, p]));
    ([q, r, s, t, u, v, w, x], first | second)
}

/// Appends text of little-endian UTF-16; an odd last byte is not text.
pub(crate) fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    let units = bytes.get(..bytes.len() & !1).unwrap_or_default();
    // Many values end with their NUL.
    let units = units.strip_suffix(&[0, 0]).unwrap_or(units);
    let (start, length) = (out.len(), units.len() / 2);
    out.resize(start + length, 0);
    if !out.get_mut(start..).is_some_and(|place| ascii(place, units)) {
        out.truncate(start);
        mixed(out, units);
    }
}

/// Fills `out` with text that is ASCII without controls; false when it is not.
fn ascii(out: &mut [u8], bytes: &[u8]) -> bool {
    let mut flaws = 0;
    let (blocks, places) = (bytes.as_chunks::<{ 2 * BLOCK }>().0, out.as_chunks_mut::<BLOCK>().0);
    for (units, place) in blocks.iter().zip(places) {
        let (text, flaw) = block(units);
        *place = text;
        flaws |= flaw;
    }
    // What is left over, together with some before it.
    if let (Some(units), Some(place)) = (bytes.last_chunk::<{ 2 * BLOCK }>(), out.last_chunk_mut::<BLOCK>()) {
        let (text, flaw) = block(units);
        *place = text;
        flaws |= flaw;
    } else {
        for (units, place) in bytes.as_chunks::<2>().0.iter().zip(out) {
            let unit = u16::from_le_bytes(*units);
            *place = unit as u8;
            flaws |= u64::from(!(0x20..0x80).contains(&unit));
        }
    }
    flaws == 0
}

/// Appends text of any characters.
fn mixed(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut rest = bytes;
    out.reserve(bytes.len() / 2);
    while let Some((units, after)) = rest.split_first_chunk::<{ 2 * BLOCK }>() {
        if let (text, 0) = block(units) {
            out.extend_from_slice(&text);
            rest = after;
            continue;
        }
        for _ in 0..BLOCK {
            match one(out, rest) {
                Some(after) => rest = after,
                None => return,
            }
        }
    }
    while let Some(after) = one(out, rest) {
        rest = after;
    }
}

/// Appends one character; gives what comes after it, none at the end of the text.
fn one<'a>(out: &mut Vec<u8>, bytes: &'a [u8]) -> Option<&'a [u8]> {
    let (unit, rest) = bytes.split_first_chunk::<2>()?;
    let unit = u16::from_le_bytes(*unit);
    if unit < 0x80 {
        match unit as u8 {
            0 => return None,
            byte @ (b'\t' | b'\n' | b'\r' | 0x20..) => out.push(byte),
            _ => out.push(b'_'),
        }
        return Some(rest);
    }
    let (code, rest) = match unit {
        0xD800..=0xDBFF => match rest.split_first_chunk::<2>() {
            Some((low, after)) if (0xDC00..=0xDFFF).contains(&u16::from_le_bytes(*low)) => {
                let low = u32::from(u16::from_le_bytes(*low)) - 0xDC00;
                (0x1_0000 + ((u32::from(unit) - 0xD800) << 10) + low, after)
            }
            _ => (0xFFFD, rest),
        },
        _ => (u32::from(unit), rest),
    };
    push_char(out, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(rest)
}

/// Appends a character, `_` for one that XML forbids.
pub(crate) fn push_char(out: &mut Vec<u8>, c: char) {
    let c = match c {
        '\t' | '\n' | '\r' => c,
        '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => '_',
        _ => c,
    };
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// The text as a string of its own.
pub(crate) fn string(bytes: &[u8]) -> String {
    let mut out = Vec::new();
    push(&mut out, bytes);
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(units: &[u16], expect: &str) {
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        assert_eq!(string(&bytes), expect, "{units:x?}");
    }

    fn text(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn every_kind_of_character_at_every_place() {
        for special in ["", "\r\n", "\u{e4}", "\u{20ac}", "\u{1F600}", "~", "\x7F"] {
            for before in 0..20 {
                for after in 0..20 {
                    let expect = format!("{}{special}{}", "a".repeat(before), "b".repeat(after));
                    check(&text(&expect), &expect);
                }
            }
        }
    }

    #[test]
    fn what_is_no_text() {
        check(&[0x61, 0, 0x62], "a");
        check(&[0x61, 0xD83D], "a\u{FFFD}");
        check(&[0xD83D, 0x61], "\u{FFFD}a");
        check(&[0xDE00, 0x61], "\u{FFFD}a");
        check(&[0xD83D, 0, 0x61], "\u{FFFD}");
        check(&[1, 0x1F, 0x20, 0xFFFE, 0xFFFF, 0xFFFD], "__ __\u{FFFD}");
        let mut long = text("0123456789abcdef");
        long[9] = 0;
        check(&long, "012345678");
        assert_eq!(string(&[0x61, 0, 0x62]), "a");
    }
}
