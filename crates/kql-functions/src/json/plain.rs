//! Passing over the plain bytes of a JSON string, eight at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// How many bytes come before the next quote or backslash; nothing when there is none.
pub(super) fn plain(bytes: &[u8]) -> Option<usize> {
    pass(bytes, |word| zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES), |b| matches!(b, b'"' | b'\\'))
}

/// How many bytes come before the next quote, backslash or control character; nothing when there is none.
pub(super) fn plain_and_printed(bytes: &[u8]) -> Option<usize> {
    let stops = |word: u64| zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | below_blank(word);
    pass(bytes, stops, |b| matches!(b, b'"' | b'\\' | 0..0x20))
}

const QUOTES: u64 = ONES * b'"' as u64;
const BACKSLASHES: u64 = ONES * b'\\' as u64;

/// The top bit of each byte that is zero. Bytes above such a one may be marked too: only the lowest mark counts.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & TOPS
}

/// The same for bytes below 0x20.
const fn below_blank(word: u64) -> u64 {
    word.wrapping_sub(ONES * 0x20) & !word & TOPS
}

fn pass(bytes: &[u8], stops: impl Fn(u64) -> u64, is_stop: impl Fn(u8) -> bool) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let marks = stops(u64::from_le_bytes(*word));
        if marks != 0 {
            return Some(i * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|b| is_stop(*b)).map(|at| words.len() * 8 + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=255 {
            for place in 0..20 {
                for around in [b'x', 0x21, 0x5B, 0x5D, 0x80, 0xFF] {
                    let mut bytes = [around; 20];
                    *bytes.get_mut(place).unwrap() = byte;
                    let quote = |b: &u8| matches!(b, b'"' | b'\\');
                    assert_eq!(plain(&bytes), bytes.iter().position(quote), "{byte} {place} {around}");
                    let stop = |b: &u8| quote(b) || *b < 0x20;
                    assert_eq!(plain_and_printed(&bytes), bytes.iter().position(stop), "{byte} {place} {around}");
                }
            }
        }
    }
}
