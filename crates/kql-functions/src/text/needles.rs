//! Many needles looked for at once, with the meaning of `has`, in any case.

use super::fold::fold_into;
use super::needle::{Case, Edges, Needle};
use aho_corasick::{AhoCorasick, MatchKind};

/// From how many needles on one pass for all beats one pass for each.
const TOGETHER: usize = 3;

/// A list of terms to look for.
#[derive(Debug, Clone)]
pub struct Needles {
    needles: Vec<Needle>,
    together: Option<AhoCorasick>,
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
        Self { needles, together }
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
            needle.edges_hold(folded, hit.start(), hit.len()).then_some(index)
        })
    }
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
