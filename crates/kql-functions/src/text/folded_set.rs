//! Texts that are looked up in any case.

use super::fold::{fold, fold_into};
use std::collections::HashSet;

/// A set of texts in which case does not count.
#[derive(Debug, Clone)]
pub struct FoldedSet {
    texts: HashSet<String>,
    /// Bit `n` is set where a text of `n` bytes is in the set, the last bit for all longer ones.
    lengths: u64,
}

impl FoldedSet {
    /// A set of these texts.
    pub fn new<S: AsRef<str>>(texts: &[S]) -> Self {
        let texts: HashSet<String> = texts.iter().map(|t| fold(t.as_ref()).into_owned()).collect();
        let lengths = texts.iter().fold(0, |bits, text| bits | bit(text));
        Self { texts, lengths }
    }

    /// Whether the set has the text, in any case. `buffer` is room to fold into.
    pub fn contains(&self, text: &str, buffer: &mut String) -> bool {
        // Folding keeps the length of ASCII's texts.
        if text.is_ascii() && self.lengths & bit(text) == 0 {
            return false;
        }
        fold_into(text, buffer);
        self.texts.contains(buffer.as_str())
    }
}

fn bit(text: &str) -> u64 {
    1 << text.len().min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case() {
        let long = "x".repeat(100);
        let set = FoldedSet::new(&["Cmd.exe", "MÜLLER", "k", "", &long]);
        let mut buffer = String::new();
        let mut check = |text: &str, expect: bool| assert_eq!(set.contains(text, &mut buffer), expect, "{text}");
        check("CMD.EXE", true);
        check("cmd.ex", false);
        check("müller", true);
        check("\u{212A}", true);
        check("", true);
        check(&"X".repeat(100), true);
        check(&"X".repeat(99), false);
        assert!(!FoldedSet::new::<&str>(&[]).contains("", &mut buffer));
    }
}
