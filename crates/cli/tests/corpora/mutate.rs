//! Damage in the manner of a fuzzer, the same in every run.

use std::ops::Range;

/// Bytes that readers stumble over.
const ODD: [u8; 12] = [0, 1, 0x7F, 0x80, 0xFF, b'"', b'<', b'>', b'\n', b',', b'(', b'|'];
/// Lengths, counts and offsets that readers stumble over.
const NUMBERS: [u32; 8] = [0, 1, 4, 0xFF, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0xFFFF_FFFF];
/// An input never grows past this.
const LONGEST: usize = 1 << 18;

/// What kind of damage gets furthest.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    /// Mostly in place: what is moved is not found any more.
    Binary,
    Text,
    /// Mostly whole words and whole operators, so that many inputs still mean something.
    Query,
}

pub(crate) struct Mutator<'a> {
    seeds: &'a [&'a [u8]],
    style: Style,
    state: u64,
    turn: usize,
}

impl<'a> Mutator<'a> {
    pub(crate) const fn new(seeds: &'a [&'a [u8]], style: Style) -> Self {
        Self { seeds, style, state: 0x9E37_79B9_7F4A_7C15, turn: 0 }
    }

    /// The next seed in turn, changed in a few places.
    pub(crate) fn next_input(&mut self) -> Vec<u8> {
        let mut bytes = self.seeds.get(self.turn % self.seeds.len().max(1)).map_or_else(Vec::new, |seed| seed.to_vec());
        self.turn += 1;
        let most = if matches!(self.style, Style::Query) { 2 } else { 4 };
        for _ in 0..=self.below(most) {
            let is_usual = self.below(10) < 8;
            match self.style {
                Style::Binary if is_usual => self.overwrite(&mut bytes),
                Style::Query if is_usual => self.reword(&mut bytes),
                _ => self.change(&mut bytes),
            }
        }
        bytes.truncate(LONGEST);
        bytes
    }

    /// A number below `end`, 0 when there is none (xorshift).
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % (end.max(1) as u64)).unwrap_or(0)
    }

    /// A range within `length` of at most `most` bytes.
    fn range(&mut self, length: usize, most: usize) -> Range<usize> {
        let start = self.below(length + 1);
        let end = start + self.below((length - start).min(most) + 1);
        start..end
    }

    fn seed(&mut self) -> &'a [u8] {
        self.seeds[self.below(self.seeds.len())]
    }

    /// Changes bytes where they are, most of them where there is anything.
    fn overwrite(&mut self, bytes: &mut [u8]) {
        let mut at = self.below(bytes.len());
        for _ in 0..3 {
            if bytes.get(at).is_some_and(|byte| *byte == 0) {
                at = self.below(bytes.len());
            }
        }
        match (self.below(3), bytes.get_mut(at)) {
            (_, None) => {}
            (0, Some(byte)) => *byte ^= 1 << self.below(8),
            (1, Some(byte)) => *byte = ODD[self.below(ODD.len())],
            _ => {
                let value = NUMBERS[self.below(NUMBERS.len())];
                let width = [2, 4][self.below(2)];
                for (byte, new) in bytes.iter_mut().skip(at).zip(value.to_le_bytes()).take(width) {
                    *byte = new;
                }
            }
        }
    }

    /// One word for another of its kind, or an operator more, less or elsewhere.
    fn reword(&mut self, bytes: &mut Vec<u8>) {
        let other = self.seed();
        if self.below(3) == 0 {
            let old = word(bytes, self.below(bytes.len()));
            let is_number = |word: &[u8]| word.first().is_some_and(u8::is_ascii_digit);
            for _ in 0..8 {
                let new = word(other, self.below(other.len()));
                let (Some(new), Some(have)) = (other.get(new), bytes.get(old.clone())) else { return };
                if is_number(new) == is_number(have) {
                    bytes.splice(old, new.iter().copied());
                    return;
                }
            }
            return;
        }
        let mut operators: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'|').map(<[u8]>::to_vec).collect();
        let at = self.below(operators.len() - 1) + 1;
        let others: Vec<&[u8]> = other.split(|byte| *byte == b'|').skip(1).collect();
        match (self.below(3), others.get(self.below(others.len()))) {
            (0, _) if operators.len() > 2 => drop(operators.remove(at)),
            (1, _) if operators.len() > 2 => operators[1..].rotate_right(1),
            (_, Some(operator)) => operators.insert(at.min(operators.len()), operator.to_vec()),
            _ => {}
        }
        *bytes = operators.join(&b'|');
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(8) {
            0 | 1 => self.overwrite(bytes),
            2 => {
                let range = self.range(bytes.len(), 64);
                bytes.drain(range);
            }
            3 => bytes.truncate(at),
            // A part twice, or a part of another seed.
            4 => {
                let range = self.range(bytes.len(), 200);
                let part = bytes[range].to_vec();
                bytes.splice(at..at, part);
            }
            5 => {
                let other = self.seed();
                let range = self.range(other.len(), 200);
                bytes.splice(at..at, other[range].iter().copied());
            }
            6 => bytes.insert(at, ODD[self.below(ODD.len())]),
            _ => {
                let other = self.seed();
                let new = word(other, self.below(other.len()));
                let old = word(bytes, at);
                bytes.splice(old, other[new].iter().copied());
            }
        }
    }
}

/// The letters and digits around a place, or the one byte there.
fn word(bytes: &[u8], at: usize) -> Range<usize> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
    let before = bytes[..at].iter().rev().take_while(|byte| is_part(byte)).count();
    let after = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
    at - before..(at + after.max(1)).min(bytes.len())
}
