//! JSON as exports write it: one value, an array, or one value a line; broken ones in between.

use serde_json::Value;

/// Keys looked at to tell what a file is.
const MOST_KEYS: usize = 4096;
const MOST_DEPTH: usize = 32;
/// After so many broken values, a value is no longer looked for beyond its line.
const MOST_BROKEN: usize = 200;

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

/// One value of a file, or what stands where one should be.
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    /// The line that it starts at, from 1.
    pub(crate) line: u64,
    pub(crate) value: Result<Value, serde_json::Error>,
    /// The last line that can belong to it.
    last: u64,
}

impl Piece<'_> {
    /// The line of the error, and what it is.
    pub(crate) fn error(&self) -> Option<(u64, String)> {
        let error = self.value.as_ref().err()?;
        let line = (self.line + (error.line() as u64).saturating_sub(1)).min(self.last);
        let text = error.to_string();
        // The place within the piece would be taken for one in the file.
        let what = text.split(" at line ").next().unwrap_or(&text);
        Some((line, format!("not JSON: {what}; this record is lost")))
    }
}

/// The values of a text: the elements of its top array, or the values of a text that has one after another.
///
/// A value that is broken may have swallowed others, as its bracket or quote is never closed. The next one is then
/// looked for on the lines below: it is where a line starts as the broken value's did.
pub(crate) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    in_array: bool,
    broken: usize,
}

impl<'a> Pieces<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self::from(text, 0, 1)
    }

    /// The values from an offset on, which is in line `line`; of an array that starts there, its elements.
    pub(crate) fn from(text: &'a str, at: usize, line: u64) -> Self {
        let mut pieces = Self { text, at, line, in_array: false, broken: 0 };
        pieces.pass(&[]);
        if pieces.byte() == Some(b'[') {
            pieces.at += 1;
            pieces.in_array = true;
        }
        pieces
    }

    /// The elements of the array that the top object has under one of these names; without one, as
    /// [`Pieces::new`].
    pub(crate) fn below(text: &'a str, names: &[&str]) -> Self {
        match find_array(text, names) {
            Some(at) => {
                let passed = text.as_bytes().get(..at).unwrap_or_default();
                Self::from(text, at, 1 + passed.iter().filter(|&&byte| byte == b'\n').count() as u64)
            }
            None => Self::new(text),
        }
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

    /// Moves on; lines are counted.
    fn go_to(&mut self, at: usize) {
        let passed = self.text.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.at = at;
    }

    /// The length of the value here: to its closing bracket; none when it is never closed.
    fn length(&self) -> Option<usize> {
        let mut depth = 0_usize;
        let mut quoted = false;
        let mut escaped = false;
        for (length, byte) in self.text.as_bytes().get(self.at..)?.iter().enumerate() {
            match byte {
                // No string goes over the end of a line: the quote before it was the broken one.
                b'\n' if quoted => return None,
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => match depth.checked_sub(1) {
                    None => return Some(length.max(1)),
                    Some(0) => return Some(length + 1),
                    Some(less) => depth = less,
                },
                b'\n' | b',' if depth == 0 => return Some(length.max(1)),
                _ => {}
            }
        }
        (depth == 0 && !quoted).then_some(self.text.len() - self.at)
    }

    /// Where the next line below `start` and before `end` starts as the line of `start` does.
    fn next_alike(&self, start: usize, end: usize) -> Option<usize> {
        let before = self.text.get(..start)?;
        let indent = before.get(before.rfind('\n').map_or(0, |newline| newline + 1)..)?;
        let indent = if indent.trim().is_empty() { indent } else { "" };
        let opening = self.text.get(start..)?.chars().next()?;
        let below = self.text.get(start..end)?;
        below.match_indices('\n').map(|(newline, _)| start + newline + 1).find(|&line| {
            let rest = self.text.get(line..).and_then(|rest| rest.strip_prefix(indent));
            rest.is_some_and(|rest| rest.starts_with(opening))
        })
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        self.pass(if self.in_array { b"," } else { b",]}" });
        if self.in_array && self.byte() == Some(b']') {
            self.at = self.text.len();
        }
        let (start, line) = (self.at, self.line);
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let to_line_end = rest.find('\n').unwrap_or(rest.len());
        // Looking for the end of what has none costs the whole rest of the text each time.
        let length = if self.broken < MOST_BROKEN { self.length() } else { Some(to_line_end) };
        let text = rest.get(..length.unwrap_or(rest.len())).unwrap_or(rest).trim_end();
        let value = serde_json::from_str(text);
        let end = start + length.unwrap_or(rest.len());
        if value.is_ok() {
            self.go_to(end);
            return Some(Piece { text, line, value, last: self.line });
        }
        self.broken += 1;
        let next = self.next_alike(start, end);
        self.go_to(next.unwrap_or(end));
        let last = if next.is_some() { self.line.saturating_sub(1).max(line) } else { self.line };
        Some(Piece { text, line, value, last })
    }
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
        // Lines of the values, and of the errors in brackets.
        let check = |text: &str, expect: &str| {
            let shown = |piece: Piece<'_>| match &piece.value {
                Ok(value) => format!("{value}@{}", piece.line),
                Err(_) => format!("[{}]", piece.line),
            };
            let got: Vec<String> = Pieces::new(text).map(shown).collect();
            assert_eq!(got.join(" "), expect, "{text}");
        };
        check("{\"a\":1}\n{\"b\":2}\r\n\n{\"c\":3}", "{\"a\":1}@1 {\"b\":2}@2 {\"c\":3}@4");
        check("[{\"a\":1},{\"b\":2}]", "{\"a\":1}@1 {\"b\":2}@1");
        check("[\n {\n  \"a\": \"x]\"\n },\n {\"b\":2}\n]\n", "{\"a\":\"x]\"}@2 {\"b\":2}@5");
        check("{\"a\":1\n{\"b\":2}\n{\"c\":3}", "[1] {\"b\":2}@2 {\"c\":3}@3");
        check("{\"a\":\"oops}\n{\"b\":2}", "[1] {\"b\":2}@2");
        check("[{\"a\":1},\n{\"b\":\"x},\n{\"c\":3}]", "{\"a\":1}@1 [2] {\"c\":3}@3");
        check("[\n {\n  \"a\": 1,,\n },\n {\n  \"b\": 2\n }\n]", "[2] {\"b\":2}@5");
        check("[\n {\n  \"a\": {\n  \"x\": 1\n },\n {\n  \"b\": 2\n }\n]", "[2] {\"b\":2}@6");
        check("{\"r\": [\n{\"a\":1},\n{\"b\":2,},\n{\"c\":3}\n]}", "[1] {\"a\":1}@2 [3] {\"c\":3}@4");
        check("[1,{\"a\":2}],\"Schema\":[]}", "1@1 {\"a\":2}@1");
        check("}\n{\"a\":1}", "{\"a\":1}@2");
        check("", "");
        check("[]", "");
        check("[", "");
    }

    #[test]
    fn pieces_end() {
        assert_eq!(Pieces::new(&"}".repeat(1000)).count(), 0);
        assert_eq!(Pieces::new(&"[".repeat(1000)).count(), 1);
        assert!(Pieces::new(&"{\"\n".repeat(1000)).count() <= 1000);
        assert!(Pieces::new(&"{\n".repeat(100_000)).count() <= 100_000);
    }
}
