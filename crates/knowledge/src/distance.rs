/// How many single edits (insert, delete, replace, swap of neighbours) lead from one text to the other, or
/// `None` when it takes more than `limit`. Compares characters as they are.
///
/// ```
/// assert_eq!(knowledge::distance_within("authbas", "autehbas", 2), Some(1));
/// ```
pub fn distance_within(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    // Three rows of the edit matrix: swaps look two rows back.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let at = |cells: &[usize], j: usize| cells.get(j).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&above, j) + usize::from(x != y);
            best = best.min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let is_swap = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if is_swap {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_some_and(|&least| least > limit) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::distance_within;

    #[test]
    fn distances() {
        let check = |a, b, expect| {
            assert_eq!(distance_within(a, b, 2), expect, "{a} {b}");
            assert_eq!(distance_within(b, a, 2), expect, "{b} {a}");
        };
        check("", "", Some(0));
        check("a", "", Some(1));
        check("static", "stati", Some(1));
        check("webdav", "webdac", Some(1));
        check("authbas", "autohbas", Some(1));
        check("filter", "fliter", Some(1));
        check("abcd", "badc", Some(2));
        check("dirlist", "dirshow", None);
        check("abc", "abcdef", None);
        check("xy", "ab", Some(2));
    }
}
