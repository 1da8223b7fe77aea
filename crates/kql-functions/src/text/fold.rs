//! Case folding: Unicode's simple folding, one character to one character, so that `ß` is not `ss`.

use std::borrow::Cow;
use std::ops::RangeInclusive;

pub(super) fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    // The Turkish letters fold only under Turkish rules.
    if matches!(c, 'ı' | 'İ') {
        return c;
    }
    // By way of upper case, so that all lower-case forms of one letter meet (`ς` and `σ`).
    let upper = single(c.to_uppercase()).unwrap_or(c);
    single(upper.to_lowercase()).unwrap_or(upper)
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let one = chars.next();
    if chars.next().is_none() { one } else { None }
}

/// A text folded.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        }
    } else {
        Cow::Owned(text.chars().map(fold_char).collect())
    }
}

/// Folds into a buffer that is reused from row to row.
pub fn fold_into(text: &str, buffer: &mut String) {
    buffer.clear();
    if text.is_ascii() {
        buffer.push_str(text);
        buffer.make_ascii_lowercase();
    } else {
        buffer.extend(text.chars().map(fold_char));
    }
}

/// Whether a text, folded, starts with another that is folded already.
pub fn starts_folded(text: &str, folded: &str) -> bool {
    match text.as_bytes().get(..folded.len()) {
        // Folding changes neither the number nor the place of ASCII's letters.
        Some(start) if start.is_ascii() => start.eq_ignore_ascii_case(folded.as_bytes()),
        None if text.is_ascii() => false,
        _ => {
            let mut chars = text.chars().map(fold_char);
            folded.chars().all(|c| chars.next() == Some(c))
        }
    }
}

/// Whether a text, folded, ends with another that is folded already.
pub fn ends_folded(text: &str, folded: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes.len().checked_sub(folded.len()).and_then(|at| bytes.get(at..)) {
        Some(end) if end.is_ascii() => end.eq_ignore_ascii_case(folded.as_bytes()),
        None if text.is_ascii() => false,
        _ => {
            let mut chars = text.chars().rev().map(fold_char);
            folded.chars().rev().all(|c| chars.next() == Some(c))
        }
    }
}

/// The lengths in bytes of the texts that [`eq_folded`] can call equal to one that is folded already.
pub fn lengths_folded(folded: &str) -> RangeInclusive<usize> {
    // Folded to an ASCII letter are only its two cases, `K` for kelvin (3 bytes) and `ſ` (2 bytes).
    if folded.is_ascii() && !folded.bytes().any(|b| matches!(b, b'k' | b's')) {
        return folded.len()..=folded.len();
    }
    // As many characters, of 1 to 4 bytes each.
    let characters = folded.chars().count();
    characters..=characters.saturating_mul(4)
}

/// Whether a text, folded, equals another that is folded already.
pub fn eq_folded(text: &str, folded: &str) -> bool {
    if text.is_ascii() { text.eq_ignore_ascii_case(folded) } else { text.chars().map(fold_char).eq(folded.chars()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        for (a, b, same) in [
            ("CAFÉ", "café", true),
            ("STRASSE", "straße", false),
            ("Straße", "STRAßE", true),
            ("ΣΑΣ", "σας", true),
            ("ПРИВЕТ", "привет", true),
            ("K", "k", true),
            ("I", "ı", false),
            ("ＡＢＣ", "abc", false),
            ("ＡＢＣ", "ａｂｃ", true),
        ] {
            assert_eq!(eq_folded(a, &fold(b)), same, "{a} {b}");
            assert_eq!(fold(a) == fold(b), same, "{a} {b}");
            let mut buffer = String::from("old");
            fold_into(a, &mut buffer);
            assert_eq!(buffer, fold(a));
        }
    }

    #[test]
    fn what_folds_to_ascii() {
        let odd: Vec<char> = (char::MIN..=char::MAX).filter(|c| !c.is_ascii() && fold_char(*c).is_ascii()).collect();
        assert_eq!(odd, ['\u{17f}', '\u{212a}']);
        for text in ["", "abc", "ABC", "skip", "\u{17f}\u{212a}ip", "Ⱥé", "straße"] {
            assert!(lengths_folded(&fold(text)).contains(&text.len()), "{text}");
            assert!(lengths_folded(&fold(text)).contains(&fold(text).len()), "{text}");
        }
        assert_eq!(lengths_folded("abc"), 3..=3);
    }

    #[test]
    fn starts_and_ends() {
        let texts = ["", "a", "K", "ab", "Kab", "abK", "ÉAB", "ABÉ", "ſx", "xſ", "ȺB", "straße", "ＡＢ"];
        for text in texts {
            for part in texts {
                let (whole, part) = (fold(text), fold(part));
                assert_eq!(starts_folded(text, &part), whole.starts_with(part.as_ref()), "{text} {part}");
                assert_eq!(ends_folded(text, &part), whole.ends_with(part.as_ref()), "{text} {part}");
            }
        }
    }
}
