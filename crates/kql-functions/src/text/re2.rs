//! Regular expressions as RE2 writes them: what this crate's engine would refuse, in its own spelling.
//!
//! Source: the syntax page of RE2 (github.com/google/re2/wiki/Syntax).

/// A pattern of RE2 in the spelling of the `regex` crate:
///
/// - `\0`, `\012` and `\123` are characters by their octal number (`\1` alone is a group's copy, which neither has);
/// - a `{` that begins no repetition is the character;
/// - between brackets `[`, `&&` and `~~` are characters;
/// - what stands between `\Q` and `\E` is text.
pub(super) fn translated(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    // Within brackets: how many characters of the class have been read.
    let mut class: Option<usize> = None;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let taken = match (c, class) {
            ('\\', _) => escape(after, &mut out),
            ('[', None) => {
                let opening = if after.starts_with('^') { "[^" } else { "[" };
                out.push_str(opening);
                class = Some(0);
                rest = rest.get(opening.len()..).unwrap_or_default();
                continue;
            }
            ('[', Some(_)) => match after.find(":]").filter(|_| after.starts_with(':')) {
                // `[:alpha:]`
                Some(end) => {
                    out.push('[');
                    out.push_str(after.get(..end + 2).unwrap_or_default());
                    end + 2
                }
                None => {
                    out.push_str("\\[");
                    0
                }
            },
            // As the first of its class it is a character.
            (']', Some(0)) => {
                out.push_str("\\]");
                0
            }
            (']', Some(_)) => {
                out.push(']');
                class = None;
                rest = after;
                continue;
            }
            ('&' | '~', Some(_)) if after.starts_with(c) => {
                out.extend(['\\', c]);
                0
            }
            ('{', None) if !is_repetition(after) => {
                out.push_str("\\{");
                0
            }
            _ => {
                out.push(c);
                0
            }
        };
        class = class.map(|read| read + 1);
        rest = after.get(taken..).unwrap_or_default();
    }
    out
}

/// Writes an escape whose backslash has been read; gives the bytes of the rest that it takes.
fn escape(after: &str, out: &mut String) -> usize {
    let octal = |most: usize| after.bytes().take(most).take_while(|b| (b'0'..=b'7').contains(b)).count();
    let digits = octal(3);
    if digits >= 2 || after.starts_with('0') {
        let number = after.get(..digits).and_then(|d| u32::from_str_radix(d, 8).ok()).unwrap_or(0);
        out.push_str(&format!("\\x{{{number:x}}}"));
        return digits;
    }
    if let Some(quoted) = after.strip_prefix('Q') {
        let (text, end) = match quoted.find("\\E") {
            Some(end) => (quoted.get(..end).unwrap_or_default(), end + 3),
            None => (quoted, after.len()),
        };
        out.push_str(&regex::escape(text));
        return end;
    }
    out.push('\\');
    let Some(c) = after.chars().next() else { return 0 };
    out.push(c);
    // What stands in braces after it belongs to it: `\p{Greek}`, `\x{1F600}`.
    let length = c.len_utf8();
    let braces = after.get(length..).filter(|t| matches!(c, 'p' | 'P' | 'x') && t.starts_with('{'));
    match braces.and_then(|t| Some((t, t.find('}')?))) {
        Some((t, end)) => {
            out.push_str(t.get(..=end).unwrap_or_default());
            length + end + 1
        }
        None => length,
    }
}

/// Whether `2}`, `2,}` or `2,5}` stands here.
fn is_repetition(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    match inside.split_once(',') {
        None => number(inside),
        Some((least, most)) => number(least) && (most.is_empty() || number(most)),
    }
}

#[cfg(test)]
mod tests {
    use super::translated;
    use crate::text::regex;

    #[test]
    fn spellings_of_re2() {
        let check = |pattern: &str, expect: &str| assert_eq!(translated(pattern), expect, "{pattern}");
        check(r"\0", r"\x{0}");
        check(r"a\012b\123", r"a\x{a}b\x{53}");
        check(r"\1", r"\1");
        check(r"[0-9]{1-3}+", r"[0-9]\{1-3}+");
        check(r"a{2}b{2,}c{2,3}", r"a{2}b{2,}c{2,3}");
        check(r#"[[",\]]"#, r#"[\[",\]]"#);
        check(r"[]a][^]b]", r"[\]a][^\]b]");
        check(r"[[:alpha:]&&x]", r"[[:alpha:]\&&x]");
        check(r"\Qa.b\E.c", r"a\.b.c");
        check(r"\p{Greek}\x{41}{2}", r"\p{Greek}\x{41}{2}");
        check("\\", "\\");
        check("[[]", r"[\[]");
        check("[", "[");
        check(r"\Qa", "a");
    }

    #[test]
    fn what_the_engine_refuses_is_read_as_re2_would() {
        let check = |pattern: &str, text: &str, expect: bool| {
            assert_eq!(regex(pattern).map(|r| r.is_match(text)), Ok(expect), "{pattern} in {text}");
        };
        check(r"\0", "a\0b", true);
        check(r"\0", "a0b", false);
        check(r#"[[",\]]"#, "a]", true);
        check(r"x{a", "x{a", true);
        assert!(regex(r"(a)\1").is_err());
        assert!(regex(r"a(b").is_err());
    }
}
