//! Terms: the words that `has` and its kin compare. A term is a longest run of letters and digits of any script;
//! everything else, `_`, `.`, `-` and `\` too, stands between terms.

/// Whether a character belongs to terms.
pub fn is_term_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether the character that ends right before `at` belongs to a term. The bytes are UTF-8, or several such texts
/// with bytes between them that are none.
pub(super) fn term_before(bytes: &[u8], at: usize) -> bool {
    match at.checked_sub(1).and_then(|i| bytes.get(i)) {
        Some(b) if b.is_ascii() => b.is_ascii_alphanumeric(),
        Some(_) => (2..=4).any(|n| at.checked_sub(n).and_then(|i| bytes.get(i..at)).is_some_and(is_term)),
        None => false,
    }
}

/// Whether the character that starts at `at` belongs to a term.
pub(super) fn term_after(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b) if b.is_ascii() => b.is_ascii_alphanumeric(),
        Some(_) => (2..=4).any(|n| bytes.get(at..at + n).is_some_and(is_term)),
        None => false,
    }
}

/// Whether the bytes are one character, and that belongs to terms.
fn is_term(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut chars = text.chars();
    chars.next().is_some_and(is_term_char) && chars.next().is_none()
}
