/// Whether a text matches a pattern with `*` (any run) and `?` (one character), ignoring ASCII case.
/// Takes at most pattern length times text length steps, whatever the pattern.
///
/// ```
/// assert!(knowledge::matches(r"?:\Program Files*\x.dll", r"C:\Program Files (x86)\a\X.DLL"));
/// ```
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // Where to go on when the text after the last `*` does not match: one character further.
    let mut retry = None;
    while let Some(c) = text.get(t) {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p + 1, t));
                p += 1;
            }
            Some(&want) if want == '?' || want.eq_ignore_ascii_case(c) => {
                p += 1;
                t += 1;
            }
            _ => match retry {
                Some((after, from)) => {
                    retry = Some((after, from + 1));
                    p = after;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(p).all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns() {
        let check = |pattern, text, expect| assert_eq!(matches(pattern, text), expect, "{pattern} {text}");
        check("", "", true);
        check("", "a", false);
        check("*", "", true);
        check("a*c", "abc", true);
        check("a*c", "abcd", false);
        check("*b*", "ABA", true);
        check("a?c", "ac", false);
        check("a*b*c", "aXbXbXc", true);
        check("*\\x.dll", "C:\\a\\x.dll", true);
        check("*\\x.dll", "C:\\a\\yx.dll", false);
        check(&"*a".repeat(50), &"a".repeat(49), false);
    }
}
