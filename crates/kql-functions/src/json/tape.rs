//! The JSON texts of a column, each read once however many paths lead into it.
//!
//! The first paths into a column find their parts by themselves: often no more follow, and what they look for stands
//! early in the text. With the third, each text is read to its end once and a tape of its members is kept, on which this
//! path and all later ones walk.

use super::scan::{Key, Scan, find_kept, same};
use arrow::array::{Array, StringViewArray};
use std::cell::RefCell;
use std::ops::Range;

/// Texts longer than this are searched path by path.
const LONGEST: usize = 1 << 20;

/// The path with which tapes are made.
const TAPED: u32 = 3;

/// Members of all rows past which no more are kept.
const MOST: usize = 1 << 18;

/// A value: the whole text, a member of an object, or an element of an array. Those within it follow it.
#[derive(Debug, Clone)]
struct Entry {
    /// The quoted name; empty where there is none.
    name: Range<u32>,
    value: Range<u32>,
    /// How many entries lie within it.
    within: u32,
}

/// What is kept of the texts of one column.
#[derive(Default)]
pub(crate) struct Tapes {
    /// The column. As long as it is held, no other column lies in its place.
    column: Option<StringViewArray>,
    /// How many paths led into it.
    paths: u32,
    entries: Vec<Entry>,
    /// Where the entries of each row begin, for the rows whose texts were read.
    rows: Vec<Option<u32>>,
}

thread_local! {
    static LAST: RefCell<Tapes> = RefCell::default();
}

impl Tapes {
    /// Goes over a column with what is kept of it; of the column before nothing is kept on.
    pub(crate) fn with<T>(column: &StringViewArray, f: impl FnOnce(&mut Self) -> T) -> T {
        // Taken out, so that nobody finds it borrowed.
        let mut tapes = LAST.take();
        let known = tapes.column.as_ref().is_some_and(|c| c.views().ptr_eq(column.views()) && c.len() == column.len());
        if known {
            tapes.paths += 1;
        } else {
            tapes.entries.clear();
            tapes.rows.clear();
            tapes.paths = 1;
            tapes.column = Some(column.clone());
        }
        if tapes.paths == TAPED {
            for row in 0..column.len() {
                let text = if column.is_null(row) { "" } else { column.value(row) };
                let start = u32::try_from(tapes.entries.len()).ok();
                let read = tapes.entries.len() < MOST && read(text, &mut tapes.entries).is_some();
                tapes.rows.push(start.filter(|_| read));
            }
        }
        let result = f(&mut tapes);
        LAST.set(tapes);
        result
    }

    /// The part of a row's text that a path leads to: the same as [`find_kept`].
    pub(crate) fn find<'j>(&self, row: usize, text: &'j str, path: &[Key]) -> Option<&'j str> {
        let Some(Some(start)) = self.rows.get(row) else { return find_kept(text, path) };
        let mut at = *start as usize;
        for key in path {
            at = match key {
                Key::Name(name) => self.within(at, text, b'{')?.find(|i| self.is_called(*i, text, name))?,
                Key::Index(index) => {
                    let mut items = self.within(at, text, b'[')?;
                    match usize::try_from(*index) {
                        Ok(index) => items.nth(index)?,
                        // Counting from the end takes knowing where the end is.
                        Err(_) => {
                            let items: Vec<usize> = items.collect();
                            let back = usize::try_from(index.unsigned_abs()).ok()?;
                            *items.get(items.len().checked_sub(back)?)?
                        }
                    }
                }
            };
        }
        slice(text, &self.entries.get(at)?.value)
    }

    /// The entries right within an object or array.
    fn within(&self, at: usize, text: &str, opens: u8) -> Option<impl Iterator<Item = usize>> {
        let entry = self.entries.get(at)?;
        if *text.as_bytes().get(entry.value.start as usize)? != opens {
            return None;
        }
        let end = at + 1 + entry.within as usize;
        let next = move |i: &usize| Some(i + 1 + self.entries.get(*i)?.within as usize);
        Some(std::iter::successors(Some(at + 1), next).take_while(move |i| *i < end))
    }

    fn is_called(&self, at: usize, text: &str, name: &str) -> bool {
        self.entries.get(at).and_then(|e| slice(text, &e.name)).is_some_and(|quoted| same(quoted, name))
    }
}

fn slice<'t>(text: &'t str, range: &Range<u32>) -> Option<&'t str> {
    text.get(range.start as usize..range.end as usize)
}

/// Adds the entries of a text; adds none, and gives nothing, where it is no JSON or too long.
fn read(text: &str, entries: &mut Vec<Entry>) -> Option<()> {
    let start = entries.len();
    let whole = if text.len() > LONGEST { None } else { entries_of(text, entries) };
    if whole.is_none() {
        entries.truncate(start);
    }
    whole
}

fn entries_of(text: &str, entries: &mut Vec<Entry>) -> Option<()> {
    let mut scan = Scan::new(text);
    // What is open: its entry, and whether it is an object.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut name = 0..0;
    loop {
        // A value begins.
        let first = scan.peek()?;
        let from = u32::try_from(scan.at()).ok()?;
        let this = entries.len();
        entries.push(Entry { name: std::mem::replace(&mut name, 0..0), value: from..from, within: 0 });
        let mut ended = true;
        match first {
            b'{' | b'[' => {
                scan.skip();
                let object = first == b'{';
                if scan.peek()? == (if object { b'}' } else { b']' }) {
                    scan.skip();
                } else {
                    open.push((this, object));
                    ended = false;
                }
            }
            b'"' => {
                scan.string()?;
            }
            _ => scan.word()?,
        }
        if ended {
            entries.get_mut(this)?.value.end = u32::try_from(scan.at()).ok()?;
        }
        // After a value: what is open ends, or goes on.
        while ended {
            let Some((opened, object)) = open.last().copied() else {
                return scan.peek().is_none().then_some(());
            };
            match scan.peek()? {
                b',' => {
                    scan.skip();
                    ended = false;
                }
                b'}' if object => close(&mut scan, &mut open, entries, opened)?,
                b']' if !object => close(&mut scan, &mut open, entries, opened)?,
                _ => return None,
            }
        }
        if open.last()?.1 {
            scan.peek()?;
            let from = u32::try_from(scan.at()).ok()?;
            scan.string()?;
            name = from..u32::try_from(scan.at()).ok()?;
            scan.expect(b':')?;
        }
    }
}

fn close(scan: &mut Scan<'_>, open: &mut Vec<(usize, bool)>, entries: &mut [Entry], opened: usize) -> Option<()> {
    scan.skip();
    open.pop();
    let within = u32::try_from(entries.len() - opened - 1).ok()?;
    let entry = entries.get_mut(opened)?;
    entry.value.end = u32::try_from(scan.at()).ok()?;
    entry.within = within;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> Key {
        Key::Name(name.to_owned())
    }

    #[test]
    fn tapes_answer_as_searching_does() {
        let texts = [
            r#"{"a":{"b":[10,{"c":"x]}"},-1.5e3,[1,2]]},"k\"y":null,"a2":"","c":{"b":[1,[2,3]]}}"#,
            r#"{ "a" : [ 1 , 2 ] } "#,
            "[1,2,3]",
            "[]",
            "{}",
            "\"text\"",
            "null",
            "12",
            "[[[[[5]]]],{}]",
            "{\"a\":",
            "[1,",
            "{\"a\":1}x",
            "",
        ];
        let column = StringViewArray::from(texts.to_vec());
        let paths: [&[Key]; 11] = [
            &[],
            &[name("a")],
            &[name("a"), name("b")],
            &[name("a"), name("b"), Key::Index(1), Key::Index(0)],
            &[name("a"), name("b"), Key::Index(-1)],
            &[name("a"), Key::Index(1)],
            &[name("k\"y")],
            &[name("a2")],
            &[Key::Index(0)],
            &[Key::Index(-3)],
            &[Key::Index(0), Key::Index(0), Key::Index(-1), Key::Index(0), Key::Index(0)],
        ];
        for (round, path) in paths.iter().chain(&paths).enumerate() {
            Tapes::with(&column, |tapes| {
                assert_eq!(tapes.rows.len(), if round < 2 { 0 } else { texts.len() });
                for (row, text) in texts.iter().enumerate() {
                    let valid = serde_json::from_str::<serde_json::Value>(text).is_ok();
                    if round >= 2 && !text.is_empty() {
                        assert_eq!(tapes.rows.get(row).unwrap().is_some(), valid, "{text}");
                    }
                    assert_eq!(tapes.find(row, text, path), find_kept(text, path), "{text} {path:?}");
                }
            });
        }
    }

    #[test]
    fn deep_and_long_texts_are_bounded() {
        let column = StringViewArray::from(vec!["[".repeat(600_000), format!("[{}1]", "1,".repeat(600_000))]);
        for _ in 0..3 {
            Tapes::with(&column, |tapes| {
                assert_eq!(tapes.find(1, column.value(1), &[Key::Index(3)]), Some("1"));
                assert!(tapes.entries.len() <= MOST);
            });
        }
    }
}
