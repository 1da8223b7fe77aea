//! Text from evidence on a screen: made visible, measured, cut and wrapped by display width.

use std::borrow::Cow;
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// More marks than this on one letter are drawn as escapes, so that no value grows out of its line.
const MOST_MARKS: usize = 3;

/// The text with everything that a terminal would obey or hide written as `\u{1b}`: control characters, line
/// ends, bidirectional controls, invisible and tag characters, and heaps of combining marks.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut marks = 0;
    for c in text.chars() {
        let mark = !is_hazard(c) && char_width(c) == 0;
        marks = if mark { marks + 1 } else { 0 };
        if is_hazard(c) || marks > MOST_MARKS {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The text with every such character except line ends and tabs replaced by signs of as many bytes, so that
/// places in the text stay what they are.
pub fn in_place(text: &str) -> Cow<'_, str> {
    let hazard = |c: char| is_hazard(c) && !matches!(c, '\n' | '\r' | '\t');
    if !text.contains(hazard) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match c.len_utf8() {
        1 => "?",
        2 => "¿",
        3 => "\u{fffd}",
        _ => "\u{fffd}?",
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if hazard(c) {
            out.push_str(sign(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Characters that act on a terminal or an editor rather than being seen there.
pub(crate) fn is_hazard(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn char_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// How many columns the text takes.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// The text in at most `max` columns; what does not fit ends in `…`.
pub fn cut(text: &str, max: usize) -> Cow<'_, str> {
    if fits(text, max) {
        return Cow::Borrowed(text);
    }
    if max == 0 {
        return Cow::Borrowed("");
    }
    Cow::Owned(format!("{}…", head(text, max - 1).0))
}

/// The text in at most `max` columns with its end kept, for paths: `C:\Windows\…\inetsrv\x.dll`.
pub fn cut_middle(text: &str, max: usize) -> Cow<'_, str> {
    if fits(text, max) {
        return Cow::Borrowed(text);
    }
    if max < 8 {
        return cut(text, max);
    }
    let (front, _) = head(text, (max - 1) / 3);
    let mut room = max - 1 - width(front);
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        match room.checked_sub(char_width(c)) {
            Some(left) => room = left,
            None => break,
        }
        start = at;
    }
    Cow::Owned(format!("{front}…{}", text.get(start..).unwrap_or_default()))
}

fn fits(text: &str, max: usize) -> bool {
    // A column takes at most four bytes, and an ASCII byte at most one column.
    text.is_ascii() && text.len() <= max || width(text) <= max
}

/// The longest front in at most `max` columns, and the rest.
fn head(text: &str, max: usize) -> (&str, &str) {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += char_width(c);
        if used > max {
            return text.split_at(at);
        }
    }
    (text, "")
}

/// The text in lines of at most `max` columns (at least 8), broken at spaces where there are some. After
/// `most` lines it ends in `…`.
pub fn wrap(text: &str, max: usize, most: usize) -> Vec<String> {
    let max = max.max(8);
    let mut lines = Vec::new();
    let mut rest = text;
    loop {
        if fits(rest, max) || lines.len() + 1 >= most {
            lines.push(cut(rest, max).into_owned());
            return lines;
        }
        let (line, after) = head(rest, max);
        // A break far to the left would waste the line.
        let space = if after.starts_with(' ') { Some(line.len()) } else { line.rfind(' ').filter(|at| *at >= max / 2) };
        let (line, after) = match space {
            Some(at) => rest.split_at(at),
            None => (line, after),
        };
        lines.push(line.to_owned());
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// The text, and spaces up to `to` columns.
pub fn pad(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hazards_become_visible() {
        let check = |text: &str, expect: &str| assert_eq!(visible(text), expect);
        check("C:\\Windows\\new", "C:\\Windows\\new");
        check("\x1b[2J\x07", "\\u{1b}[2J\\u{7}");
        check("\u{9b}31m", "\\u{9b}31m");
        check("gpj\u{202e}exe", "gpj\\u{202e}exe");
        check("a\u{2066}b\u{200b}c\u{feff}", "a\\u{2066}b\\u{200b}c\\u{feff}");
        check("a\nb\tc\r", "a\\u{a}b\\u{9}c\\u{d}");
        check("\u{e0041}", "\\u{e0041}");
        check("Größe 漢字", "Größe 漢字");
        check("e\u{301}", "e\u{301}");
        assert!(visible(&format!("e{}", "\u{301}".repeat(100))).matches("\\u{301}").count() == 97);
    }

    #[test]
    fn places_stay() {
        let text = "a\u{1b}b\u{9b}c\u{202e}d\u{e0041}e\n\t";
        assert_eq!(in_place(text), "a?b¿c\u{fffd}d\u{fffd}?e\n\t");
        assert_eq!(in_place(text).len(), text.len());
    }

    #[test]
    fn cuts_by_columns() {
        let check = |text: &str, max: usize, expect: &str| {
            assert_eq!(cut(text, max), expect);
            assert!(width(&cut(text, max)) <= max);
        };
        check("abcdef", 6, "abcdef");
        check("abcdef", 5, "abcd…");
        check("abcdef", 1, "…");
        check("abcdef", 0, "");
        check("漢字漢字", 8, "漢字漢字");
        check("漢字漢字", 6, "漢字…");
        check("漢字", 1, "…");
        let path = "C:\\Windows\\System32\\inetsrv\\evil.dll";
        assert_eq!(cut_middle(path, 24), "C:\\Wind…inetsrv\\evil.dll");
        for max in 0..60 {
            assert!(width(&cut_middle(path, max)) <= max, "{max}");
            assert!(width(&cut_middle("漢字漢字漢字漢字漢字漢字", max)) <= max, "{max}");
        }
    }

    #[test]
    fn wraps() {
        assert_eq!(wrap("appcmd install module", 14, 9), ["appcmd install", "module"]);
        assert_eq!(wrap("aaaaaaaaaaaaaaaaaaaa", 8, 2), ["aaaaaaaa", "aaaaaaa…"]);
        assert_eq!(wrap("", 0, 1), [""]);
        for max in 0..30 {
            for line in wrap("one 漢字漢字漢字 two threeeeeeeeeeeeeeeeeeeee four", max, 100) {
                assert!(width(&line) <= max.max(8));
            }
        }
    }
}
