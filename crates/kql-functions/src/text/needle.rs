//! One needle, made ready once and looked for in many texts.

use super::fold::{fold, fold_into};
use super::haystack::for_each_piece;
use super::term::{is_term_char, term_after, term_before};
use memchr::memmem::Finder;

/// Whether case counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Sensitive,
    Insensitive,
}

/// Where a hit has to end at the edge of a term. An end of the needle that is no term character is an edge by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edges {
    /// Anywhere: `contains`.
    None,
    /// `hasprefix`.
    Left,
    /// `hassuffix`.
    Right,
    /// `has`.
    Both,
}

/// A text to look for.
#[derive(Debug, Clone)]
pub struct Needle {
    case: Case,
    finder: Finder<'static>,
    left: bool,
    right: bool,
}

impl Needle {
    /// Makes a needle ready.
    pub fn new(needle: &str, case: Case, edges: Edges) -> Self {
        let text = match case {
            Case::Sensitive => needle.into(),
            Case::Insensitive => fold(needle),
        };
        Self {
            case,
            left: matches!(edges, Edges::Left | Edges::Both) && text.starts_with(is_term_char),
            right: matches!(edges, Edges::Right | Edges::Both) && text.ends_with(is_term_char),
            finder: Finder::new(text.as_bytes()).into_owned(),
        }
    }

    /// Whether the text holds the needle. `buffer` is room to fold into. An empty needle is in every text.
    pub fn is_in(&self, text: &str, buffer: &mut String) -> bool {
        match self.case {
            Case::Sensitive => self.is_in_folded(text),
            Case::Insensitive => {
                fold_into(text, buffer);
                self.is_in_folded(buffer)
            }
        }
    }

    /// The same for a text that is already folded if case does not count.
    pub fn is_in_folded(&self, text: &str) -> bool {
        let length = self.finder.needle().len();
        let mut start = 0;
        while let Some(hit) = text.as_bytes().get(start..).and_then(|rest| self.finder.find(rest)) {
            let at = start + hit;
            if self.edges_hold(text.as_bytes(), at, length) {
                return true;
            }
            // Hits may overlap, and only a start between two characters can be one.
            start = at + 1;
        }
        false
    }

    /// Sets the flag of each text that holds the needle; `hits` has a flag for each text, unset. The same as
    /// [`Needle::is_in`] for each of them, and several times faster.
    pub fn mark(&self, texts: &[&str], hits: &mut [bool]) {
        let length = self.bytes().len();
        if length == 0 {
            hits.fill(true);
            return;
        }
        for_each_piece(texts, self.case, hits, |haystack, hits| {
            haystack.mark(hits, |bytes| self.finder.find(bytes), |bytes, at| self.edges_hold(bytes, at, length));
        });
    }

    /// Whether a hit at this place lies where the needle wants it. See [`term_before`] for what the bytes may be.
    pub(super) fn edges_hold(&self, bytes: &[u8], at: usize, length: usize) -> bool {
        (!self.left || !term_before(bytes, at)) && (!self.right || !term_after(bytes, at + length))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.finder.needle()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, edges: Edges, needle: &str, expect: bool) {
        let needle_ready = Needle::new(needle, Case::Insensitive, edges);
        assert_eq!(needle_ready.is_in(text, &mut String::new()), expect, "{text:?} {edges:?} {needle:?}");
    }

    #[test]
    fn terms() {
        for (text, needle, expect) in [
            ("alpha_beta", "alpha", true),
            ("helloworld", "hello", false),
            ("foo.bar", "BAR", true),
            ("naive", "naïve", false),
            ("NAÏVE", "naïve", true),
            ("1.2.3-rc", "2.3", true),
            ("a b", " ", true),
            ("a\tb", " ", false),
            ("anything", "", true),
            ("", "", true),
            ("", "a", false),
            ("xxfoo foo", "foo", true),
            ("aab aaab", "aab", true),
            ("C:\\Windows\\cmd.exe /c", "cmd.exe", true),
            ("mycmd.exe", "cmd.exe", false),
            ("/owa/auth/x", "/owa/auth", true),
            ("/owa/authority", "/owa/auth", false),
            ("Привет мир", "МИР", true),
            ("éa", "a", false),
        ] {
            check(text, Edges::Both, needle, expect);
        }
    }

    #[test]
    fn one_sided() {
        check("powershell.exe", Edges::Left, "power", true);
        check("xpowershell", Edges::Left, "power", false);
        check("powershell.exe", Edges::Right, "shell", true);
        check("powershells", Edges::Right, "shell", false);
        check("xaax", Edges::None, "AA", true);
    }

    #[test]
    fn case_counts_if_asked() {
        let needle = Needle::new("Red", Case::Sensitive, Edges::Both);
        assert!(needle.is_in("a Red b", &mut String::new()));
        assert!(!needle.is_in("a red b", &mut String::new()));
    }
}
