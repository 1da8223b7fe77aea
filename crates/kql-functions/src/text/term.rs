//! Terms: the words that `has` and its kin compare. A term is a longest run of letters and digits of any script;
//! everything else, `_`, `.`, `-` and `\` too, stands between terms.

/// Whether a character belongs to terms.
pub fn is_term_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether the character that ends right before `at` belongs to a term.
pub(super) fn term_before(text: &str, at: usize) -> bool {
    match at.checked_sub(1).and_then(|i| text.as_bytes().get(i)) {
        Some(b) if b.is_ascii() => b.is_ascii_alphanumeric(),
        Some(_) => text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(is_term_char),
        None => false,
    }
}

/// Whether the character that starts at `at` belongs to a term.
pub(super) fn term_after(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(b) if b.is_ascii() => b.is_ascii_alphanumeric(),
        Some(_) => text.get(at..).and_then(|t| t.chars().next()).is_some_and(is_term_char),
        None => false,
    }
}
