//! JSON as exports write it: one value, an array, or one value a line; broken ones in between.

/// Keys looked at to tell what a file is.
const MOST_KEYS: usize = 4096;
const MOST_DEPTH: usize = 32;

/// The paths of the keys of the first value, in order, as far as the text goes: `a`, `a.b`, `records[].category`.
/// Tolerates that the text ends within the value. Empty when the text does not start like an object or array.
pub(crate) fn key_paths(text: &str) -> Vec<String> {
    let mut paths = Vec::new();
    walk_keys(text, |path, _| {
        paths.push(path);
        paths.len() < MOST_KEYS
    });
    paths
}

/// Where the array begins that the top object has under one of these names: the offset of its bracket.
pub(crate) fn find_array(text: &str, names: &[&str]) -> Option<usize> {
    let mut found = None;
    walk_keys(text, |path, at| {
        if names.contains(&path.as_str()) {
            let rest = text.get(at..).unwrap_or("");
            let value = rest.trim_start().strip_prefix(':').map_or("", str::trim_start);
            found = value.starts_with('[').then(|| text.len() - value.len());
        }
        found.is_none()
    });
    found
}

/// Calls `each` with the path of every key of the first value and the offset behind it, until it says no.
fn walk_keys(text: &str, mut each: impl FnMut(String, usize) -> bool) {
    // The path of each open object or array; arrays are marked.
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut key = String::new();
    let mut expect_key = false;
    let mut rest = text.trim_start();
    if !rest.starts_with(['{', '[']) {
        return;
    }
    while let Some(c) = rest.chars().next() {
        let mut tail = rest.get(c.len_utf8()..).unwrap_or("");
        match c {
            '{' | '[' => {
                if open.len() >= MOST_DEPTH {
                    return;
                }
                let parent = open.last().map_or("", |(path, _)| path.as_str());
                let dot = if parent.is_empty() || key.is_empty() { "" } else { "." };
                let suffix = if c == '[' { "[]" } else { "" };
                open.push((format!("{parent}{dot}{key}{suffix}"), c == '['));
                key.clear();
                expect_key = c == '{';
            }
            '}' | ']' => {
                open.pop();
                if open.is_empty() {
                    return;
                }
                key.clear();
                expect_key = false;
            }
            ',' => {
                key.clear();
                expect_key = open.last().is_some_and(|(_, array)| !array);
            }
            '"' => {
                let Some(end) = string_end(tail) else { return };
                let name = tail.get(..end).unwrap_or("");
                tail = tail.get(end + 1..).unwrap_or("");
                if expect_key {
                    name.clone_into(&mut key);
                    let parent = open.last().map_or("", |(path, _)| path.as_str());
                    let dot = if parent.is_empty() { "" } else { "." };
                    if !each(format!("{parent}{dot}{key}"), text.len() - tail.len()) {
                        return;
                    }
                    expect_key = false;
                }
            }
            _ => {}
        }
        rest = tail;
    }
}

/// Where the string that `text` continues ends: the offset of its closing quote.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    })
}

/// One value of a file and the line it starts at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    /// From 1.
    pub(crate) line: u64,
}

/// The values of a text: the elements of its top array, or the values of a text that has one after another. Does
/// not look into them; a value that is cut off or broken is given as far as its line goes.
pub(crate) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    in_array: bool,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self::from(text, 0, 1)
    }

    /// The values from an offset on, which is in line `line`; of an array that starts there, its elements.
    pub(crate) fn from(text: &'a str, at: usize, line: u64) -> Self {
        let mut pieces = Self { text, at, line, in_array: false };
        pieces.pass(&[]);
        if pieces.byte() == Some(b'[') {
            pieces.at += 1;
            pieces.in_array = true;
        }
        pieces
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over blanks and the bytes named.
    fn pass(&mut self, also: &[u8]) {
        while let Some(byte) = self.byte() {
            if byte == b'\n' {
                self.line += 1;
            } else if !byte.is_ascii_whitespace() && !also.contains(&byte) {
                break;
            }
            self.at += 1;
        }
    }

    /// The length of the value here: to its closing bracket; none when it is never closed.
    fn length(&self) -> Option<usize> {
        let mut depth = 0_usize;
        let mut quoted = false;
        let mut escaped = false;
        for (length, byte) in self.text.as_bytes().get(self.at..)?.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                // No string goes over the end of a line: the quote before it was the broken one.
                b'\n' if quoted => return None,
                _ if quoted => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(length + 1);
                    }
                }
                b'\n' | b',' if depth == 0 => return Some(length),
                _ => {}
            }
        }
        (depth == 0 && !quoted).then_some(self.text.len() - self.at)
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        self.pass(b",");
        if self.in_array && self.byte() == Some(b']') {
            self.at = self.text.len();
        }
        let start = self.at;
        let line = self.line;
        let rest = self.text.get(start..)?;
        if rest.is_empty() {
            return None;
        }
        let to_line_end = rest.find('\n').unwrap_or(rest.len());
        let length = match self.length() {
            // A value that swallows the start of the next one lacks its end.
            Some(length) if !rest.get(..length).is_some_and(swallows) => length,
            _ => to_line_end,
        }
        .max(1);
        let text = rest.get(..length).unwrap_or(rest);
        self.at += text.len();
        self.line += text.bytes().filter(|&b| b == b'\n').count() as u64;
        Some(Piece { text: text.trim_end().trim_end_matches(','), line })
    }
}

/// Whether a value that is written over several lines has a line that starts like another value of a file with one
/// value a line: at the very left, with a key at once.
fn swallows(text: &str) -> bool {
    let one_a_line = |line: &str| line.starts_with("{\"");
    one_a_line(text) && text.lines().skip(1).any(one_a_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        let check = |text, expect: &[&str]| assert_eq!(key_paths(text), expect, "{text}");
        check(r#"{"a":1,"b":{"c":"x, {y","d":[{"e":1},2]}}"#, &["a", "b", "b.c", "b.d", "b.d[].e"]);
        check(r#"[{"a":1},{"b":2}]"#, &["[].a", "[].b"]);
        check(r#"{"records":[{"category":"x","pro"#, &["records", "records[].category"]);
        check("{\"a\":1}\n{\"b\":2}", &["a"]);
        check(r#"{"a\"b":1}"#, &["a\\\"b"]);
        check("hello", &[]);
        check("", &[]);
        check("}", &[]);
        assert_eq!(find_array("{\"a\":[1],\"Results\" : [2]}", &["Results", "results"]), Some(21));
        assert_eq!(find_array("{\"a\":{\"Results\":[2]}}", &["Results"]), None);
        assert_eq!(find_array("{\"Results\":5}", &["Results"]), None);
        assert!(key_paths(&"[".repeat(100_000)).is_empty());
    }

    #[test]
    fn pieces() {
        let check = |text: &str, expect: &[(&str, u64)]| {
            let got: Vec<_> = Pieces::new(text).map(|piece| (piece.text, piece.line)).collect();
            assert_eq!(got, expect, "{text}");
        };
        check("{\"a\":1}\n{\"b\":2}\r\n\n{\"c\":3}", &[("{\"a\":1}", 1), ("{\"b\":2}", 2), ("{\"c\":3}", 4)]);
        check("[{\"a\":1},{\"b\":2}]", &[("{\"a\":1}", 1), ("{\"b\":2}", 1)]);
        check("[\n {\n  \"a\": \"x]\"\n },\n {\"b\":2}\n]\n", &[("{\n  \"a\": \"x]\"\n }", 2), ("{\"b\":2}", 5)]);
        check("{\"a\":1\n{\"b\":2}\n{\"c\":3}", &[("{\"a\":1", 1), ("{\"b\":2}", 2), ("{\"c\":3}", 3)]);
        check("{\"a\":\"oops}\n{\"b\":2}", &[("{\"a\":\"oops}", 1), ("{\"b\":2}", 2)]);
        check("[{\"a\":1},\n{\"b\":\"x},\n{\"c\":3}]", &[("{\"a\":1}", 1), ("{\"b\":\"x}", 2), ("{\"c\":3}", 3)]);
        check("}\n{\"a\":1}", &[("}", 1), ("{\"a\":1}", 2)]);
        check("", &[]);
        check("[]", &[]);
        check("[", &[]);
        check("[1,{\"a\":2}],\"Schema\":[]}", &[("1", 1), ("{\"a\":2}", 1)]);
    }

    #[test]
    fn pieces_end() {
        assert_eq!(Pieces::new(&"}".repeat(1000)).count(), 1);
        assert_eq!(Pieces::new(&"[".repeat(1000)).count(), 1);
        assert!(Pieces::new(&"{\"\n".repeat(1000)).count() <= 1000);
    }
}
