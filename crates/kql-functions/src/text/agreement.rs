//! The fast ways of searching answer as the slow one does: many texts made of few letters, so that hits, near misses,
//! and letters that only folding makes alike are frequent.

use super::needle::{Case, Edges, Needle};
use super::needles::Needles;
use super::{eq_folded, fold, is_term_char};
use std::iter::repeat_with;

/// Letters that fold to each other, into ASCII, to another length, or not at all; digits; what stands between terms.
const LETTERS: [&str; 22] = [
    "a", "A", "b", "B", "k", "\u{212A}", "s", "ſ", "é", "É", "ß", "Ⱥ", "ⱥ", "ı", "İ", "٣", "1", "_", ".", " ", "\u{0}",
    "😀",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn text(&mut self, longest: usize, letters: &[&str]) -> String {
        let length = self.below(longest + 1);
        repeat_with(|| letters[self.below(letters.len())]).take(length).collect()
    }
}

/// What `has` and its kin mean, as it is written down.
fn means(text: &str, needle: &str, case: Case, edges: Edges) -> bool {
    let ready = |t: &str| if case == Case::Sensitive { t.to_owned() } else { fold(t).into_owned() };
    let (text, needle) = (ready(text), ready(needle));
    let starts = needle.starts_with(is_term_char) && matches!(edges, Edges::Left | Edges::Both);
    let ends = needle.ends_with(is_term_char) && matches!(edges, Edges::Right | Edges::Both);
    (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| {
        let (before, rest) = text.split_at(at);
        rest.strip_prefix(needle.as_str())
            .is_some_and(|after| !(starts && before.ends_with(is_term_char) || ends && after.starts_with(is_term_char)))
    })
}

#[test]
fn one_needle() {
    let mut random = Random(7);
    for round in 0..400 {
        // Every other round is ASCII alone.
        let letters: &[&str] = if round % 2 == 0 { &LETTERS } else { &["a", "A", "b", "1", "_", " "] };
        let texts: Vec<String> = repeat_with(|| random.text(9, letters)).take(60).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let needle = random.text(3, letters);
        for case in [Case::Sensitive, Case::Insensitive] {
            for edges in [Edges::None, Edges::Left, Edges::Right, Edges::Both] {
                let ready = Needle::new(&needle, case, edges);
                let mut hits = vec![false; texts.len()];
                ready.mark(&texts, &mut hits);
                let mut buffer = String::new();
                for (text, hit) in texts.iter().zip(hits) {
                    let expect = means(text, &needle, case, edges);
                    assert_eq!(hit, expect, "{text:?} {needle:?} {case:?} {edges:?}");
                    assert_eq!(ready.is_in(text, &mut buffer), expect, "{text:?} {needle:?} {case:?} {edges:?}");
                }
            }
        }
    }
}

#[test]
fn many_needles() {
    let mut random = Random(11);
    for round in 0..300 {
        let letters: &[&str] = if round % 2 == 0 { &LETTERS } else { &["a", "A", "b", "1", "_", " "] };
        let texts: Vec<String> = repeat_with(|| random.text(12, letters)).take(60).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        // Sometimes more than one packed search takes.
        let count = [0, 1, 2, 3, 8, 120][random.below(6)];
        let list: Vec<String> = repeat_with(|| random.text(4, letters)).take(count).collect();
        let needles = Needles::new(&list);
        let (mut any, mut all) = (vec![false; texts.len()], vec![false; texts.len()]);
        needles.mark_any(&texts, &mut any);
        needles.mark_all(&texts, &mut all);
        let mut buffer = String::new();
        for (text, (any, all)) in texts.iter().zip(any.into_iter().zip(all)) {
            let has = |needle: &String| means(text, needle, Case::Insensitive, Edges::Both);
            assert_eq!(any, list.iter().any(has), "{text:?} {list:?}");
            assert_eq!(all, list.iter().all(has), "{text:?} {list:?}");
            assert_eq!(needles.any_in(text, &mut buffer), any, "{text:?} {list:?}");
            assert_eq!(needles.all_in(text, &mut buffer), all, "{text:?} {list:?}");
        }
    }
}

#[test]
fn whole_texts() {
    let mut random = Random(13);
    for _ in 0..2000 {
        let (a, b) = (random.text(2, &LETTERS), random.text(2, &LETTERS));
        let folded = fold(&b);
        assert_eq!(eq_folded(&a, &folded), fold(&a) == folded, "{a:?} {b:?}");
    }
}
