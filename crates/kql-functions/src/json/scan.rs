//! Finding one part of JSON text without parsing the rest into a tree.

use super::plain::plain;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// `.name` or `["name"]`
    Name(String),
    /// `[3]`; negative counts from the end.
    Index(i64),
}

/// The text of the part of `json` that the path leads to; nothing where there is none. Of equal names in one
/// object the last counts. Text that is not JSON gives nothing or some piece of itself, and never fails.
pub fn find<'j>(json: &'j str, path: &[Key]) -> Option<&'j str> {
    path.iter().try_fold(json.trim_ascii(), |here, key| match key {
        Key::Name(name) => member(here, name),
        Key::Index(index) => element(here, *index),
    })
}

/// The same for a text in the form in which `dynamic` values are kept: no object has a name twice, so what comes after
/// the part is not looked at.
pub fn find_kept<'j>(json: &'j str, path: &[Key]) -> Option<&'j str> {
    let mut scan = Scan::new(json);
    let mut keys = path.iter();
    for key in keys.by_ref() {
        scan.peek()?;
        match key {
            Key::Name(name) => scan.enter_member(name)?,
            Key::Index(index) => match usize::try_from(*index) {
                Ok(index) => scan.enter_item(index)?,
                Err(_) => return find_kept(element(scan.value()?, *index)?, keys.as_slice()),
            },
        }
    }
    scan.peek()?;
    scan.value()
}

fn member<'j>(object: &'j str, name: &str) -> Option<&'j str> {
    let mut scan = Scan { text: object, at: 0 };
    scan.expect(b'{')?;
    let mut found = None;
    if scan.peek()? == b'}' {
        return None;
    }
    loop {
        scan.peek()?;
        let key = scan.string()?;
        scan.expect(b':')?;
        scan.peek()?;
        let value = scan.value()?;
        if same(key, name) {
            found = Some(value);
        }
        match scan.peek() {
            Some(b',') => scan.at += 1,
            Some(b'}') => return found,
            _ => return None,
        }
    }
}

fn element(array: &str, index: i64) -> Option<&str> {
    let wanted = match usize::try_from(index) {
        Ok(index) => index,
        // Counting from the end takes knowing where the end is.
        Err(_) => array_length(array)?.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?,
    };
    let mut scan = Scan { text: array, at: 0 };
    scan.enter_item(wanted)?;
    scan.value()
}

/// The items of an array, or the members of an object with their quoted names, of a text in the form in which `dynamic`
/// values are kept. Nothing for any other value, and for text that is no JSON.
pub fn parts(json: &str) -> Option<Vec<(&str, &str)>> {
    let mut scan = Scan { text: json, at: 1 };
    let (object, end) = match json.as_bytes().first()? {
        b'{' => (true, b'}'),
        b'[' => (false, b']'),
        _ => return None,
    };
    let mut parts = Vec::new();
    if scan.peek()? == end {
        return Some(parts);
    }
    loop {
        scan.peek()?;
        let name = if object {
            let name = scan.string()?;
            scan.expect(b':')?;
            name
        } else {
            ""
        };
        parts.push((name, scan.value()?));
        match scan.peek()? {
            b',' => scan.at += 1,
            byte => return (byte == end).then_some(parts),
        }
    }
}

/// The number of items of a JSON array; nothing for what is not one.
pub fn array_length(array: &str) -> Option<usize> {
    let mut scan = Scan { text: array, at: 0 };
    scan.expect(b'[')?;
    if scan.peek()? == b']' {
        return Some(0);
    }
    let mut count = 0;
    loop {
        scan.peek()?;
        scan.value()?;
        count += 1;
        match scan.peek()? {
            b',' => scan.at += 1,
            b']' => return Some(count),
            _ => return None,
        }
    }
}

/// Whether the quoted text says `name`.
pub(super) fn same(quoted: &str, name: &str) -> bool {
    match quoted.get(1..quoted.len().saturating_sub(1)) {
        // Escapes only make a name longer.
        Some(plain) if plain.len() <= name.len() => plain == name && !name.contains('\\'),
        Some(plain) if !plain.contains('\\') => false,
        _ => serde_json::from_str::<String>(quoted).is_ok_and(|key| key == name),
    }
}

/// A place in a text.
pub(super) struct Scan<'j> {
    text: &'j str,
    at: usize,
}

impl<'j> Scan<'j> {
    pub(super) const fn new(text: &'j str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Passes over a byte that was looked at.
    pub(super) const fn skip(&mut self) {
        self.at += 1;
    }

    /// To the first value that an object has under a name.
    fn enter_member(&mut self, name: &str) -> Option<()> {
        self.expect(b'{')?;
        loop {
            self.peek()?;
            let key = self.string()?;
            self.expect(b':')?;
            self.peek()?;
            if same(key, name) {
                return Some(());
            }
            self.value()?;
            self.expect(b',')?;
        }
    }

    /// To an item of an array.
    fn enter_item(&mut self, index: usize) -> Option<()> {
        self.expect(b'[')?;
        if self.peek()? == b']' {
            return None;
        }
        for _ in 0..index {
            self.value()?;
            self.expect(b',')?;
            self.peek()?;
        }
        Some(())
    }

    /// A number, `true`, `false` or `null`, or something else that is none of them but as short.
    pub(super) fn word(&mut self) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let ends = |b: &u8| matches!(b, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b':') || b.is_ascii_whitespace();
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        self.at += length;
        (length > 0).then_some(())
    }

    /// The next byte that is not blank.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        self.at += blanks;
        rest.get(blanks).copied()
    }

    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// A string with its quotes.
    pub(super) fn string(&mut self) -> Option<&'j str> {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..)?;
        if *rest.first()? != b'"' {
            return None;
        }
        let mut i = 1;
        loop {
            i += plain(rest.get(i..)?)?;
            if *rest.get(i)? == b'"' {
                break;
            }
            i += 2;
        }
        self.at = start + i + 1;
        self.text.get(start..self.at)
    }

    /// A whole value, whatever it is, without recursion.
    fn value(&mut self) -> Option<&'j str> {
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b'}' | b']' | b',') | None if depth == 0 => break,
                Some(_) => self.at += 1,
                None => return None,
            }
            if depth == 0 && matches!(self.text.as_bytes().get(self.at.wrapping_sub(1)), Some(b'"' | b'}' | b']')) {
                break;
            }
        }
        let value = self.text.get(start..self.at)?.trim_ascii();
        (!value.is_empty()).then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, path: &[Key], expect: Option<&str>) {
        assert_eq!(find(json, path), expect, "{json} {path:?}");
        if crate::json::is_minified(json) {
            assert_eq!(find_kept(json, path), expect, "{json} {path:?}");
        }
    }

    fn name(name: &str) -> Key {
        Key::Name(name.to_owned())
    }

    #[test]
    fn paths() {
        let json = r#"{"a":{"b":[10,{"c":"x]}"},-1.5e3,true]},"k\"y":null,"a2":"","a":{"b":[1,[2,3]]}}"#;
        check(json, &[name("a"), name("b"), Key::Index(1), Key::Index(0)], Some("2"));
        check(json, &[name("a"), name("b"), Key::Index(-1)], Some("[2,3]"));
        check(json, &[name("k\"y")], Some("null"));
        check(json, &[name("a2")], Some("\"\""));
        check(json, &[name("A2")], None);
        check(json, &[name("a"), Key::Index(0)], None);
        check(r#" { "a" : [ 1 , 2 ] } "#, &[name("a"), Key::Index(1)], Some("2"));
        check(r#"{"a\\":1,"b\"c":2,"b":3}"#, &[name("a\\")], Some("1"));
        check(r#"{"a\\":1,"b\"c":2,"b":3}"#, &[name("b\"c")], Some("2"));
        check(r#"{"a\\":1,"b\"c":2,"b":3}"#, &[name("b")], Some("3"));
        check(r#"{"a\\":1,"b\"c":2,"b":3}"#, &[name("a\\\\")], None);
        check("[1,2,3]", &[Key::Index(-3)], Some("1"));
        check("[1,2,3]", &[Key::Index(-4)], None);
        check("[1,2,3]", &[Key::Index(3)], None);
        check("[]", &[Key::Index(0)], None);
        check("{}", &[name("a")], None);
        check("[1,2]", &[Key::Index(i64::MIN)], None);
    }

    #[test]
    fn parts_of_arrays_and_objects() {
        let check = |json: &str, expect: Option<&[(&str, &str)]>| assert_eq!(parts(json).as_deref(), expect, "{json}");
        check("[]", Some(&[]));
        check("{}", Some(&[]));
        check(r#"[1,"a,]",[2,{}],null]"#, Some(&[("", "1"), ("", "\"a,]\""), ("", "[2,{}]"), ("", "null")]));
        check(r#"{"a":1,"b\"":{"c":[]}}"#, Some(&[("\"a\"", "1"), ("\"b\\\"\"", "{\"c\":[]}")]));
        for json in ["", "1", "null", "\"[]\"", "[1", "[1,]", "{\"a\"}", "{1}", "[1}"] {
            check(json, None);
        }
    }

    #[test]
    fn broken_text_gives_nothing() {
        for text in ["", "{", "{\"a\"", "{\"a\":", "{\"a\":\"", "[1,", "[[[[", "\"abc", "{\"a\\", "12", "{\"a\":}"] {
            check(text, &[name("a"), Key::Index(0)], None);
            check(text, &[Key::Index(2)], None);
        }
        check(&"[".repeat(1_000_000), &[Key::Index(0), Key::Index(0)], None);
    }
}
