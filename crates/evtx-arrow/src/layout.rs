//! A definition as its bytes were in one chunk, to know it again in another without reading its tokens.
//!
//! The bytes hold offsets of names, which differ from chunk to chunk. So all other bytes are compared, and the names that
//! the offsets lead to.

use crate::bytes::{offset_at, slice};
use crate::tokens;
use std::ops::Range;

#[derive(Debug)]
pub(crate) struct Layout {
    /// The bytes, and 0xFF for each that is the same in every chunk.
    bytes: Vec<u8>,
    same: Vec<u8>,
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    /// Where in the definition its offset stands.
    at: usize,
    /// The text; none when it stands right behind the offset, among the bytes.
    text: Option<Vec<u8>>,
}

impl Layout {
    /// Takes the definition at `body` of the chunk; `names` are the places of its names' offsets, with the offsets.
    pub(crate) fn new(chunk: &[u8], body: Range<usize>, names: &[(usize, usize)]) -> Option<Self> {
        let bytes = chunk.get(body.clone())?.to_vec();
        let mut same = vec![0xFF; bytes.len()];
        let mut list = Vec::with_capacity(names.len());
        for (at, offset) in names {
            let here = at.checked_sub(body.start)?;
            let is_inside = *offset == at + 4;
            // Behind the offset of a name that stands there comes that of the next name with the same hash.
            same.get_mut(here..here + if is_inside { 8 } else { 4 })?.fill(0);
            let text = if is_inside { None } else { Some(tokens::name(chunk, *offset)?.to_vec()) };
            list.push(Name { at: here, text });
        }
        Some(Self { bytes, same, names: list })
    }

    /// Whether the definition at `body` of a chunk is the same.
    pub(crate) fn is_at(&self, chunk: &[u8], body: &Range<usize>) -> bool {
        let Some(bytes) = chunk.get(body.clone()).filter(|bytes| bytes.len() == self.bytes.len()) else { return false };
        let bits = bytes.iter().zip(&self.bytes).zip(&self.same).fold(0, |all, ((a, b), same)| all | (a ^ b) & same);
        bits == 0
            && self.names.iter().all(|Name { at, text }| {
                let Some(offset) = offset_at(bytes, *at) else { return false };
                match text {
                    None => offset == body.start + at + 4,
                    Some(text) => {
                        // The length stands before the text.
                        offset != body.start + at + 4
                            && slice(chunk, offset.saturating_add(8), text.len()) == Some(text)
                            && tokens::name(chunk, offset).is_some_and(|name| name.len() == text.len())
                    }
                }
            })
    }

    /// Bytes of memory.
    pub(crate) fn size(&self) -> usize {
        let names: usize = self.names.iter().map(|name| 32 + name.text.as_ref().map_or(0, Vec::len)).sum();
        2 * self.bytes.len() + names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Range<usize> = 100..160;

    fn put(chunk: &mut [u8], at: usize, bytes: &[u8]) {
        chunk[at..at + bytes.len()].copy_from_slice(bytes);
    }

    /// A chunk with a body that has one name within it and one elsewhere.
    fn chunk(elsewhere: usize) -> Vec<u8> {
        let mut chunk = vec![0xAB; 400];
        put(&mut chunk, 110, &114_u32.to_le_bytes());
        put(&mut chunk, 114, &[9, 9, 9, 9, 1, 2, 2, 0, b'I', 0, b'd', 0, 0, 0]);
        put(&mut chunk, 140, &u32::try_from(elsewhere).unwrap().to_le_bytes());
        put(&mut chunk, elsewhere, &[7, 7, 7, 7, 3, 4, 3, 0, b'A', 0, b'n', 0, b'y', 0, 0, 0]);
        chunk
    }

    #[test]
    fn the_same_definition_is_known_wherever_its_names_are() {
        let first = chunk(200);
        let layout = Layout::new(&first, BODY, &[(110, 114), (140, 200)]).unwrap();
        assert!(layout.is_at(&first, &BODY) && layout.is_at(&chunk(300), &BODY));
        assert!(!layout.is_at(&first, &(100..159)) && !layout.is_at(&first[..150], &BODY));
        // Moved, its inner name's offset no longer fits.
        let moved = [&[0; 10], first.as_slice()].concat();
        assert!(!layout.is_at(&moved, &(110..170)));
        let free = [110, 111, 112, 113, 114, 115, 116, 117, 140, 141, 142, 143];
        for at in BODY.filter(|at| !free.contains(at)) {
            let mut other = first.clone();
            other[at] ^= 1;
            assert!(!layout.is_at(&other, &BODY), "{at} differs");
        }
        for at in [110, 140, 206, 208, 213] {
            let mut other = first.clone();
            other[at] ^= 1;
            assert!(!layout.is_at(&other, &BODY), "{at} differs");
        }
        // What only leads from name to name may differ.
        for at in [114, 117, 200, 205] {
            let mut other = first.clone();
            other[at] ^= 1;
            assert!(layout.is_at(&other, &BODY), "{at} is of no account");
        }
    }

    #[test]
    fn names_beyond_the_chunk_are_no_match() {
        let first = chunk(200);
        let layout = Layout::new(&first, BODY, &[(110, 114), (140, 200)]).unwrap();
        for offset in [390, 400, u32::MAX - 7, u32::MAX] {
            let mut other = first.clone();
            put(&mut other, 140, &offset.to_le_bytes());
            assert!(!layout.is_at(&other, &BODY), "{offset}");
        }
        assert!(Layout::new(&first, BODY, &[(110, 114), (140, 399)]).is_none());
        assert!(Layout::new(&first, BODY, &[(99, 200)]).is_none());
    }
}
