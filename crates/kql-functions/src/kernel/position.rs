//! Finding the n-th occurrence of something in a window of a text.

/// Where to look, and for which occurrence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search {
    /// First character of the window; negative counts from the end.
    pub(crate) start: i64,
    /// Characters in the window; -1 for all.
    pub(crate) length: i64,
    /// 1 for the first.
    pub(crate) occurrence: i64,
}

/// The position in characters, -1 where there is none, nothing where the question makes no sense. `next` finds the
/// next occurrence in a text: where it starts and where to look for another, in bytes.
pub(crate) fn search(text: &str, wanted: Search, next: impl Fn(&str) -> Option<(usize, usize)>) -> Option<i64> {
    if wanted.length < -1 || wanted.occurrence < 1 {
        return None;
    }
    let byte = |characters: u64, from: &str| {
        let characters = usize::try_from(characters).unwrap_or(usize::MAX);
        from.char_indices().nth(characters).map_or(from.len(), |(i, _)| i)
    };
    let start = if wanted.start < 0 {
        let all = text.chars().count() as u64;
        byte(all.saturating_sub(wanted.start.unsigned_abs()), text)
    } else {
        byte(wanted.start.unsigned_abs(), text)
    };
    let mut window = text.get(start..)?;
    if wanted.length >= 0 {
        window = window.get(..byte(wanted.length.unsigned_abs(), window))?;
    }
    let mut from = 0;
    let mut left = wanted.occurrence;
    while let Some((at, again)) = window.get(from..).and_then(&next) {
        left -= 1;
        if left == 0 {
            let before = text.get(..start + from + at)?;
            return i64::try_from(before.chars().count()).ok();
        }
        from += again;
        while from < window.len() && !window.is_char_boundary(from) {
            from += 1;
        }
    }
    Some(-1)
}
