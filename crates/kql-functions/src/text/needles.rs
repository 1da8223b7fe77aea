//! Many needles looked for at once, with the meaning of `has`, in any case.

use super::fold::fold_into;
use super::haystack::for_each_piece;
use super::needle::{Case, Edges, Needle};
use aho_corasick::packed::{Config, MatchKind as Packed, Searcher};
use aho_corasick::{AhoCorasick, MatchKind};

/// From how many needles on one pass for all beats one pass for each.
const TOGETHER: usize = 3;

/// How many needles one packed search takes: it gets slower with each, and refuses more than 64.
const PACKED: usize = 48;

/// A list of terms to look for.
#[derive(Debug, Clone)]
pub struct Needles {
    needles: Vec<Needle>,
    together: Option<AhoCorasick>,
    /// For many texts at once; empty where the processor or the needles do not allow it.
    packed: Vec<Group>,
}

/// Needles that one packed search looks for.
#[derive(Debug, Clone)]
struct Group {
    searcher: Searcher,
    /// Those that start with each byte, as indexes into the whole list, from the greatest byte on not at all.
    by_first_byte: Vec<Vec<usize>>,
}

impl Needles {
    /// Makes a list of terms ready.
    pub fn new<S: AsRef<str>>(terms: &[S]) -> Self {
        let needles: Vec<_> = terms.iter().map(|t| Needle::new(t.as_ref(), Case::Insensitive, Edges::Both)).collect();
        let together = if needles.len() < TOGETHER || needles.iter().any(|n| n.bytes().is_empty()) {
            None
        } else {
            // Too many or too long needles for one machine are looked for one by one.
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(needles.iter().map(Needle::bytes)).ok()
        };
        let packed = if together.is_some() { groups(&needles).unwrap_or_default() } else { Vec::new() };
        Self { needles, together, packed }
    }

    /// Sets the flag of each text that has any of the terms: the same as [`Needles::any_in`] for each of them.
    /// `hits` has a flag for each text, unset.
    pub fn mark_any(&self, texts: &[&str], hits: &mut [bool]) {
        if self.together.is_none() {
            for needle in &self.needles {
                needle.mark(texts, hits);
            }
        } else if self.packed.is_empty() {
            let mut buffer = String::new();
            for (text, hit) in texts.iter().zip(hits) {
                *hit = self.any_in(text, &mut buffer);
            }
        } else {
            for_each_piece(texts, Case::Insensitive, hits, |haystack, hits| {
                for group in &self.packed {
                    haystack.mark(
                        hits,
                        |bytes| Some(group.searcher.find(bytes)?.start()),
                        |bytes, at| self.any_at(group, bytes, at),
                    );
                }
            });
        }
    }

    /// Whether one of a group's needles lies at this place, its ends at the edges of terms.
    fn any_at(&self, group: &Group, bytes: &[u8], at: usize) -> bool {
        let Some(rest) = bytes.get(at..) else { return false };
        let first = rest.first().and_then(|b| group.by_first_byte.get(usize::from(*b)));
        first
            .into_iter()
            .flatten()
            .filter_map(|i| self.needles.get(*i))
            .any(|needle| rest.starts_with(needle.bytes()) && needle.edges_hold(bytes, at, needle.bytes().len()))
    }

    /// Sets the flag of each text that has all of the terms: the same as [`Needles::all_in`] for each of them.
    /// `hits` has a flag for each text, unset.
    pub fn mark_all(&self, texts: &[&str], hits: &mut [bool]) {
        hits.fill(true);
        for needle in &self.needles {
            // Only texts that had all terms so far are looked at again.
            let left: Vec<usize> = hits.iter().enumerate().filter_map(|(i, hit)| hit.then_some(i)).collect();
            if left.is_empty() {
                return;
            }
            let some: Vec<&str> = left.iter().filter_map(|i| texts.get(*i).copied()).collect();
            let mut found = vec![false; some.len()];
            needle.mark(&some, &mut found);
            for (i, found) in left.into_iter().zip(found) {
                if let Some(hit) = hits.get_mut(i) {
                    *hit = found;
                }
            }
        }
    }

    /// Whether the text has any of the terms; of an empty list it has none.
    pub fn any_in(&self, text: &str, buffer: &mut String) -> bool {
        fold_into(text, buffer);
        match &self.together {
            None => self.needles.iter().any(|n| n.is_in_folded(buffer)),
            Some(machine) => self.hits(machine, buffer).next().is_some(),
        }
    }

    /// Whether the text has all of the terms; of an empty list it has.
    pub fn all_in(&self, text: &str, buffer: &mut String) -> bool {
        fold_into(text, buffer);
        match &self.together {
            None => self.needles.iter().all(|n| n.is_in_folded(buffer)),
            Some(machine) => {
                let mut missing = vec![true; self.needles.len()];
                let mut left = missing.len();
                for found in self.hits(machine, buffer) {
                    if let Some(flag) = missing.get_mut(found) {
                        left -= usize::from(std::mem::take(flag));
                    }
                    if left == 0 {
                        return true;
                    }
                }
                false
            }
        }
    }

    /// The index of the first term of the list that the text has.
    pub fn first_in(&self, text: &str, buffer: &mut String) -> Option<usize> {
        fold_into(text, buffer);
        self.needles.iter().position(|n| n.is_in_folded(buffer))
    }

    fn hits<'n>(&'n self, machine: &'n AhoCorasick, folded: &'n str) -> impl Iterator<Item = usize> + 'n {
        machine.find_overlapping_iter(folded).filter_map(|hit| {
            let index = hit.pattern().as_usize();
            let needle = self.needles.get(index)?;
            needle.edges_hold(folded.as_bytes(), hit.start(), hit.len()).then_some(index)
        })
    }
}

/// Packed searches for all needles, or nothing where one of them cannot be built.
fn groups(needles: &[Needle]) -> Option<Vec<Group>> {
    let indexes: Vec<usize> = (0..needles.len()).collect();
    let group = |indexes: &[usize]| {
        let mut builder = Config::new().match_kind(Packed::LeftmostFirst).builder();
        let mut by_first_byte: Vec<Vec<usize>> = Vec::new();
        for index in indexes {
            let bytes = needles.get(*index)?.bytes();
            let first = usize::from(*bytes.first()?);
            if by_first_byte.len() <= first {
                by_first_byte.resize_with(first + 1, Vec::new);
            }
            by_first_byte.get_mut(first)?.push(*index);
            builder.add(bytes);
        }
        Some(Group { searcher: builder.build()?, by_first_byte })
    };
    indexes.chunks(PACKED).map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_and_single_passes_agree() {
        let lists: [&[&str]; 5] =
            [&[], &["Cmd.exe"], &["cmd", "exe", "windows"], &["a", "ab", "b", "xyz", "x y"], &["cmd", "", "zz"]];
        let texts = ["C:\\Windows\\System32\\cmd.exe", "ab", "x y z", "cmdexe", "", "ÉCMD cmd", "a b x y xyz ab"];
        let mut buffer = String::new();
        for list in lists {
            let needles = Needles::new(list);
            for text in texts {
                let single = |term: &&str| Needle::new(term, Case::Insensitive, Edges::Both);
                let any = list.iter().any(|t| single(t).is_in(text, &mut buffer));
                let all = list.iter().all(|t| single(t).is_in(text, &mut buffer));
                assert_eq!(needles.any_in(text, &mut buffer), any, "{list:?} {text}");
                assert_eq!(needles.all_in(text, &mut buffer), all, "{list:?} {text}");
            }
        }
    }

    #[test]
    fn first_counts_by_list_order() {
        let needles = Needles::new(&["zzz", "b", "a"]);
        assert_eq!(needles.first_in("a b", &mut String::new()), Some(1));
        assert_eq!(needles.first_in("q", &mut String::new()), None);
    }
}
