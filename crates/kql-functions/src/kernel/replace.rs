//! Replacing parts of a text within bounds.

use super::arrays::MOST_BYTES;

/// The text with every occurrence of a part replaced. An empty part is in no text, and a text that would become
/// larger than all reason stays as it is.
pub(crate) fn replace(text: &str, part: &str, with: &str) -> String {
    if part.is_empty() || with.len() > part.len() && grown(text, part, with) > MOST_BYTES {
        return text.to_owned();
    }
    text.replace(part, with)
}

fn grown(text: &str, part: &str, with: &str) -> usize {
    text.len().saturating_add(text.matches(part).count().saturating_mul(with.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        let long = "a".repeat(100_000);
        assert_eq!(replace(&long, "a", &long), long);
        assert_eq!(replace("aXa", "a", "bb"), "bbXbb");
    }
}
