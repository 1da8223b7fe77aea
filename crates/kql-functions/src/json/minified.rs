//! Whether JSON text is in the form in which `dynamic` values are kept, told without building a tree.

use super::plain::plain_and_printed;
use std::cell::RefCell;
use std::ops::Range;

/// Objects with more members than this are not looked at: finding a name twice would take too long.
const MOST_MEMBERS: usize = 64;

/// Deeper text is not looked at.
const DEEPEST: usize = 100;

/// Whether the text is valid JSON, and exactly what parsing and printing it would give. It may say no of a text that
/// is, and never says yes of one that is not.
pub fn is_minified(text: &str) -> bool {
    thread_local! {
        static ROOM: RefCell<Room> = RefCell::default();
    }
    // Taken out, so that nobody finds it borrowed.
    let mut room = ROOM.take();
    room.names.clear();
    room.open.clear();
    let found = Check { bytes: text.as_bytes(), at: 0, room: &mut room }.whole().is_some();
    ROOM.set(room);
    found
}

/// What is kept from text to text, so that not every text needs memory of its own.
#[derive(Default)]
struct Room {
    /// Where the names lie that were seen in the open objects, those of the innermost last.
    names: Vec<Range<usize>>,
    /// Of each open object where its names begin, and nothing of an open array.
    open: Vec<Option<usize>>,
}

struct Check<'t> {
    bytes: &'t [u8],
    at: usize,
    room: &'t mut Room,
}

impl Check<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn expect(&mut self, text: &[u8]) -> Option<()> {
        self.bytes.get(self.at..)?.starts_with(text).then(|| self.at += text.len())
    }

    fn whole(mut self) -> Option<()> {
        loop {
            self.begin()?;
            // After a value: what is open ends, or goes on with the next value.
            loop {
                let Some(names) = self.room.open.last().copied() else {
                    return (self.at == self.bytes.len()).then_some(());
                };
                let in_object = names.is_some();
                match self.peek()? {
                    b',' => {
                        self.at += 1;
                        if in_object {
                            self.name()?;
                        }
                        break;
                    }
                    b'}' if in_object => {}
                    b']' if !in_object => {}
                    _ => return None,
                }
                self.at += 1;
                self.room.open.pop();
                if let Some(names) = names {
                    self.room.names.truncate(names);
                }
            }
        }
    }

    /// A value, or the beginnings of values up to one that is no array or object, or is empty.
    fn begin(&mut self) -> Option<()> {
        loop {
            match self.peek()? {
                b'"' => return self.string().map(|_| ()),
                b't' => return self.expect(b"true"),
                b'f' => return self.expect(b"false"),
                b'n' => return self.expect(b"null"),
                b'{' => {
                    self.at += 1;
                    if self.peek()? == b'}' {
                        self.at += 1;
                        return Some(());
                    }
                    self.open(Some(self.room.names.len()))?;
                    self.name()?;
                }
                b'[' => {
                    self.at += 1;
                    if self.peek()? == b']' {
                        self.at += 1;
                        return Some(());
                    }
                    self.open(None)?;
                }
                _ => return self.number(),
            }
        }
    }

    fn open(&mut self, names: Option<usize>) -> Option<()> {
        (self.room.open.len() < DEEPEST).then(|| self.room.open.push(names))
    }

    /// A member's name, which the object must not have yet, and the colon after it.
    fn name(&mut self) -> Option<()> {
        let name = self.string()?;
        let text = self.bytes.get(name.clone())?;
        let known = self.room.names.get(self.room.open.last().copied()??..)?;
        if known.len() >= MOST_MEMBERS || known.iter().any(|other| self.bytes.get(other.clone()) == Some(text)) {
            return None;
        }
        self.room.names.push(name);
        self.expect(b":")
    }

    /// A string whose escapes are those that printing would write.
    fn string(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        self.expect(b"\"")?;
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += plain_and_printed(rest)?;
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(start..self.at);
                }
                b'\\'
                    if matches!(self.bytes.get(self.at + 1), Some(b'"' | b'\\' | b'n' | b'r' | b't' | b'b' | b'f')) =>
                {
                    self.at += 2;
                }
                _ => return None,
            }
        }
    }

    /// A whole number of few digits: others may be printed differently.
    fn number(&mut self) -> Option<()> {
        let negative = self.peek()? == b'-';
        self.at += usize::from(negative);
        let digits = self.bytes.get(self.at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        let zero = self.peek()? == b'0';
        self.at += digits;
        let fits = (1..=18).contains(&digits) && !(zero && (digits > 1 || negative));
        (fits && !matches!(self.peek(), Some(b'.' | b'e' | b'E'))).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn check(text: &str, expect: bool) {
        assert_eq!(is_minified(text), expect, "{text}");
        if expect && text != "null" {
            assert_eq!(parse(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_stays_as_it_is() {
        for text in [
            "{}",
            "[]",
            "1",
            "-20",
            "0",
            "true",
            "null",
            "\"\"",
            "\"a\\\\b\\n\\\"é\"",
            r#"{"a":1,"b":[{"a":null},[],{}],"c":{"d":"x"}}"#,
            "[[[[1]]],[2]]",
            "{\"\u{7f}\":\"\u{2028}\"}",
        ] {
            check(text, true);
        }
    }

    #[test]
    fn what_is_looked_at_again() {
        for text in [
            "",
            " 1",
            "1 ",
            "{ }",
            "[1, 2]",
            "1.0",
            "1e5",
            "-0",
            "01",
            "1234567890123456789",
            "\"\\u00e9\"",
            "\"\\/\"",
            "\"a",
            "\"\t\"",
            "{\"a\":1,\"a\":2}",
            "{a:1}",
            "{\"a\"}",
            "{\"a\":}",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "[1}",
            "{\"a\":1]",
            "tru",
            "nullx",
            "1,2",
            "[",
            "{",
            "]",
            "-",
            "[1]]",
            "\"a\"\"b\"",
        ] {
            check(text, false);
        }
        check(&"[".repeat(1_000_000), false);
    }
}
