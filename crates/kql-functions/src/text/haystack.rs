//! Many texts searched as one.
//!
//! A search over one long run of bytes is several times faster than a search for each text. So texts are copied into
//! one buffer, folded on the way where case does not count, with a byte between them that no text contains.

use super::fold::fold_char;
use super::needle::Case;
use std::cell::RefCell;

/// No UTF-8 text contains this byte, so no hit reaches from one text into the next.
const BETWEEN: u8 = 0xFF;

/// Bytes that are searched together: they and what is made of them stay in the processor's cache.
const TOGETHER: usize = 128 << 10;

/// A buffer that grew past this for one long text is not kept.
const KEPT: usize = 4 << 20;

/// Some texts in one buffer.
#[derive(Default)]
pub(super) struct Haystack {
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
}

thread_local! {
    static SPARE: RefCell<Haystack> = RefCell::default();
}

/// Copies texts piece by piece and has each piece searched. The search gets a piece, and the flags of its texts.
pub(super) fn for_each_piece(
    texts: &[&str],
    case: Case,
    hits: &mut [bool],
    mut search: impl FnMut(&Haystack, &mut [bool]),
) {
    // Taken out, so that a search within a search finds an empty one and not a borrowed one.
    let mut haystack = SPARE.take();
    let mut rest = texts;
    let mut flags = hits;
    while !rest.is_empty() {
        let count = haystack.fill(rest, case);
        let (Some(after), Some((now, later))) = (rest.get(count..), flags.split_at_mut_checked(count)) else { break };
        search(&haystack, now);
        rest = after;
        flags = later;
    }
    if haystack.bytes.capacity() <= KEPT {
        SPARE.set(haystack);
    }
}

impl Haystack {
    /// Takes the first few texts, at least one, and says how many.
    fn fill(&mut self, texts: &[&str], case: Case) -> usize {
        self.bytes.clear();
        self.ends.clear();
        for text in texts {
            if case == Case::Sensitive || text.is_ascii() {
                self.bytes.extend_from_slice(text.as_bytes());
            } else {
                let mut utf8 = [0; 4];
                for c in text.chars() {
                    self.bytes.extend_from_slice(fold_char(c).encode_utf8(&mut utf8).as_bytes());
                }
            }
            self.ends.push(self.bytes.len());
            self.bytes.push(BETWEEN);
            if self.bytes.len() >= TOGETHER {
                break;
            }
        }
        if case == Case::Insensitive {
            // Letters beyond ASCII are folded already, and their bytes are not touched by this.
            self.bytes.make_ascii_lowercase();
        }
        self.ends.len()
    }

    /// Sets the flag of each text in which `find` finds something that `accept` takes.
    ///
    /// `find` gives the place of the first hit in the bytes that it is given; `accept` looks at the whole buffer and a
    /// hit's place in it.
    pub(super) fn mark(
        &self,
        hits: &mut [bool],
        mut find: impl FnMut(&[u8]) -> Option<usize>,
        mut accept: impl FnMut(&[u8], usize) -> bool,
    ) {
        let mut texts = self.ends.iter().zip(hits).peekable();
        let mut from = 0;
        while let Some(at) = self.bytes.get(from..).and_then(&mut find).map(|hit| from + hit) {
            while texts.next_if(|(end, _)| **end < at).is_some() {}
            if accept(&self.bytes, at) {
                let Some((end, hit)) = texts.next() else { return };
                *hit = true;
                // One hit in a text is enough.
                from = end + 1;
            } else {
                // Hits may overlap.
                from = at + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_belong_to_their_texts() {
        let long = "x".repeat(TOGETHER);
        let texts = ["", "aB", &long, "b", "É", "ab"];
        let mut hits = [false; 6];
        let mut pieces = 0;
        for_each_piece(&texts, Case::Insensitive, &mut hits, |haystack, hits| {
            pieces += 1;
            haystack.mark(hits, |bytes| memchr::memchr(b'b', bytes), |_, _| true);
        });
        assert_eq!((hits, pieces), ([false, true, false, true, false, true], 2));
    }

    #[test]
    fn refused_hits_are_passed_over() {
        let mut hits = [false; 2];
        for_each_piece(&["bbb", "b"], Case::Sensitive, &mut hits, |haystack, hits| {
            haystack.mark(hits, |bytes| memchr::memchr(b'b', bytes), |_, at| at == 2);
        });
        assert_eq!(hits, [true, false]);
    }
}
