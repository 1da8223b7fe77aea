//! UTF-16 to UTF-8, as far as the first NUL.
//!
//! Characters that XML forbids become `_`, as Windows itself writes them; half a surrogate pair becomes U+FFFD.

/// Units that are looked at together: as many as 16 bytes of ASCII hold.
pub(crate) const BLOCK: usize = 16;

/// `BLOCK` units that count, then as many that do not.
const COUNTS: [u16; 2 * BLOCK] = {
    let mut counts = [0; 2 * BLOCK];
    let mut at = 0;
    while at < BLOCK {
        counts[at] = u16::MAX;
        at += 1;
    }
    counts
};

/// What was seen in the units so far: all their bits, and the signs that remain when 0x20 is taken from each.
#[derive(Clone, Copy, Default)]
struct Seen {
    bits: [u16; BLOCK],
    below: [u16; BLOCK],
}

impl Seen {
    /// The units as bytes. Each step is a loop of its own over all lanes, as that becomes a few instructions on whole
    /// vectors.
    #[inline(always)]
    fn block(&mut self, units: [u16; BLOCK]) -> [u8; BLOCK] {
        for (bits, unit) in self.bits.iter_mut().zip(&units) {
            *bits |= unit;
        }
        for (below, unit) in self.below.iter_mut().zip(&units) {
            *below |= unit.wrapping_sub(0x20);
        }
        let mut text = [0; BLOCK];
        for (byte, unit) in text.iter_mut().zip(&units) {
            *byte = *unit as u8;
        }
        text
    }

    /// Whether all units were ASCII without controls.
    #[inline(always)]
    fn is_plain(&self) -> bool {
        let flaws =
            self.bits.iter().zip(&self.below).fold(0, |all, (bits, below)| all | bits & 0xFF80 | below & 0x8000);
        flaws == 0
    }
}

#[inline(always)]
fn units_of(bytes: &[u8; 2 * BLOCK]) -> [u16; BLOCK] {
    let mut units = [0; BLOCK];
    for (unit, pair) in units.iter_mut().zip(bytes.as_chunks::<2>().0) {
        *unit = u16::from_le_bytes(*pair);
    }
    units
}

/// Writes `units` units, at the start of `bytes`, as ASCII without controls; false when they are something else. For
/// speed whole blocks are read and written: more than `units` in both must be there, or it is false as well.
#[inline(never)]
pub(crate) fn plain(out: &mut [u8], bytes: &[u8], units: usize) -> bool {
    let blocks = units.div_ceil(BLOCK);
    let (Some(bytes), Some(out)) = (bytes.get(..2 * BLOCK * blocks), out.get_mut(..BLOCK * blocks)) else {
        return false;
    };
    let (Some((last, whole)), Some((last_place, places))) =
        (bytes.as_chunks().0.split_last(), out.as_chunks_mut().0.split_last_mut())
    else {
        return true;
    };
    let mut seen = Seen::default();
    for (bytes, place) in whole.iter().zip(places) {
        *place = seen.block(units_of(bytes));
    }
    // What comes after the text counts as spaces.
    let counted = units - BLOCK * (blocks - 1);
    let Some(counts) = COUNTS.get(BLOCK - counted..).and_then(|counts| counts.first_chunk::<BLOCK>()) else {
        return false;
    };
    let mut last = units_of(last);
    for (unit, counts) in last.iter_mut().zip(counts) {
        *unit = *unit & counts | 0x20 & !counts;
    }
    *last_place = seen.block(last);
    seen.is_plain()
}

/// Text of little-endian UTF-16 without the NUL that many values end with; an odd last byte is not text.
#[inline(always)]
pub(crate) fn without_end(bytes: &[u8]) -> &[u8] {
    let units = bytes.get(..bytes.len() & !1).unwrap_or_default();
    units.strip_suffix(&[0, 0]).unwrap_or(units)
}

/// Appends text of little-endian UTF-16; an odd last byte is not text.
pub(crate) fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    let units = without_end(bytes);
    let whole = units.len() / (2 * BLOCK) * BLOCK;
    let start = out.len();
    out.resize(start + whole, 0);
    if out.get_mut(start..).is_some_and(|place| plain(place, units, whole)) {
        mixed(out, units.get(2 * whole..).unwrap_or_default());
    } else {
        out.truncate(start);
        mixed(out, units);
    }
}

/// Appends text of any characters.
fn mixed(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut rest = bytes;
    out.reserve(bytes.len() / 2);
    while let Some((units, after)) = rest.split_first_chunk::<{ 2 * BLOCK }>() {
        let mut text = [0; BLOCK];
        if ascii(&mut text, units_of(units)) {
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

/// Writes units as ASCII; false when there is a NUL or something else among them.
#[inline(always)]
fn ascii(text: &mut [u8; BLOCK], units: [u16; BLOCK]) -> bool {
    let (mut bits, mut nulls) = (0, 0);
    for unit in &units {
        bits |= unit;
        nulls |= u16::from(*unit == 0);
    }
    for (byte, unit) in text.iter_mut().zip(&units) {
        let is_kept = *unit >= 0x20 || *unit == 0x09 || *unit == 0x0A || *unit == 0x0D;
        *byte = if is_kept { *unit as u8 } else { b'_' };
    }
    bits & 0xFF80 | nulls == 0
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
    fn whole_blocks() {
        for units in 0..40 {
            for strange in 0..45 {
                let all: Vec<u16> = (0..48).map(|at| if at == strange { 0x1F } else { 0x20 + at }).collect();
                let bytes: Vec<u8> = all.iter().flat_map(|unit| unit.to_le_bytes()).collect();
                let mut out = [0; 48];
                assert_eq!(plain(&mut out, &bytes, units), units <= usize::from(strange), "{units} {strange}");
                let expect: Vec<u8> = all.iter().map(|unit| *unit as u8).collect();
                assert_eq!(&out[..units], &expect[..units]);
            }
        }
        assert!(!plain(&mut [0; 15], &[0x20; 32], 1), "no room for a block");
        assert!(!plain(&mut [0; 16], &[0x20; 31], 1), "less than a block");
    }

    #[test]
    fn what_is_no_text() {
        check(&[0x61, 0, 0x62], "a");
        check(&[0x61, 0xD83D], "a\u{FFFD}");
        check(&[0xD83D, 0x61], "\u{FFFD}a");
        check(&[0xDE00, 0x61], "\u{FFFD}a");
        check(&[0xD83D, 0, 0x61], "\u{FFFD}");
        check(
            &[[1, 2, 8, 9, 10, 11, 13, 14, 0x1F, 0x20].as_slice(), &[0x7F; 7]].concat(),
            "___\t\n_\r__ \x7F\x7F\x7F\x7F\x7F\x7F\x7F",
        );
        check(&[1, 0x1F, 0x20, 0xFFFE, 0xFFFF, 0xFFFD], "__ __\u{FFFD}");
        let mut long = text("0123456789abcdef");
        long[9] = 0;
        check(&long, "012345678");
        long.extend(text("0123456789abcdef"));
        check(&long, "012345678");
        assert_eq!(string(&[0x61, 0, 0x62]), "a");
    }
}
