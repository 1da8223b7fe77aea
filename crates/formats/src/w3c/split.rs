//! A line of values.

use super::layout::Layout;

/// How the values of a line match the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// One value for each field.
    Exact,
    /// There are fewer values than fields: the line breaks off, and its last value may be cut.
    Cut {
        /// How many values there are.
        values: usize,
    },
    /// There are more values than fields: some value holds a space. The fields before and after those that may are
    /// known, and the one that may if there is only one; the others are not.
    Overlong {
        /// How many values there are.
        values: usize,
    },
}

impl Layout {
    /// Takes a line apart: afterwards `values` has one entry for each field, none where its value is not known. A
    /// lone `-`, which stands for no value, stays as it is.
    pub fn split<'a>(&self, line: &'a [u8], values: &mut Vec<Option<&'a [u8]>>) -> Fit {
        let fields = self.names().len();
        values.clear();
        let mut start = 0;
        for space in memchr::memchr_iter(b' ', line) {
            values.push(line.get(start..space));
            start = space + 1;
        }
        values.push(line.get(start..));
        if values.len() == fields {
            return Fit::Exact;
        }
        if values.len() > fields {
            // Advanced logging's quotes, and spaces that stand twice between two values.
            if quoted(line, fields, values) {
                return Fit::Exact;
            }
            by_spaces(line, values);
            values.retain(|value| value.is_some_and(|value| !value.is_empty()));
            if values.len() == fields {
                return Fit::Exact;
            }
        }
        let count = values.len();
        if count <= fields {
            values.resize(fields, None);
            return Fit::Cut { values: count };
        }
        self.align(line, values);
        Fit::Overlong { values: count }
    }

    /// Keeps of too many values those whose field is certain.
    fn align<'a>(&self, line: &'a [u8], values: &mut Vec<Option<&'a [u8]>>) {
        let fields = self.names().len();
        let (first, last) = self.free().unwrap_or((fields.saturating_sub(1), fields.saturating_sub(1)));
        let after = fields.saturating_sub(last + 1);
        let tail = values.split_off(values.len().saturating_sub(after));
        let middle: Vec<&[u8]> = values.drain(first.min(values.len())..).flatten().collect();
        let whole = match (first == last, middle.as_slice()) {
            (true, [one, .., other]) => between(line, one, other),
            _ => None,
        };
        values.push(whole);
        values.resize(last + 1, None);
        values.extend(tail);
        values.resize(fields, None);
    }
}

/// Splits at every space again.
fn by_spaces<'a>(line: &'a [u8], values: &mut Vec<Option<&'a [u8]>>) {
    values.clear();
    values.extend(line.split(|byte| *byte == b' ').map(Some));
}

/// Splits at the spaces outside quotes; false when that does not give as many values as there are fields.
fn quoted<'a>(line: &'a [u8], fields: usize, values: &mut Vec<Option<&'a [u8]>>) -> bool {
    values.clear();
    let mut rest = line;
    loop {
        if let Some(inner) = rest.strip_prefix(b"\"") {
            let Some(end) = closing(inner) else { return false };
            values.push(inner.get(..end));
            rest = inner.get(end + 1..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let Some(next) = rest.strip_prefix(b" ") else { return false };
            rest = next;
        } else {
            let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
            values.push(rest.get(..end));
            let Some(next) = rest.get(end + 1..) else { break };
            rest = next;
        }
        if values.len() > fields {
            return false;
        }
    }
    values.len() == fields
}

/// Where the quote is that ends a value: the first that a space or the end of the line follows.
fn closing(inner: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'"', inner).find(|at| matches!(inner.get(at + 1), None | Some(b' ')))
}

/// The part of a line from one of its values to a later one.
fn between<'a>(line: &'a [u8], from: &[u8], to: &[u8]) -> Option<&'a [u8]> {
    // Both are parts of the line: their places follow from the lengths before them.
    let start = (from.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
    let end = (to.as_ptr() as usize).checked_sub(line.as_ptr() as usize)?.checked_add(to.len())?;
    line.get(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &str, line: &str, fit: Fit, expect: &[Option<&str>]) {
        let layout = Layout::parse(fields.as_bytes());
        let mut values = Vec::new();
        assert_eq!(layout.split(line.as_bytes(), &mut values), fit, "{line}");
        let texts: Vec<_> = values.iter().map(|value| value.map(|v| std::str::from_utf8(v).unwrap())).collect();
        assert_eq!(texts, expect, "{line}");
    }

    const FIELDS: &str = "date time cs(User-Agent) sc-status time-taken";

    #[test]
    fn lines_that_match() {
        let all = [Some("d"), Some("t"), Some("a+b"), Some("200"), Some("15")];
        check(FIELDS, "d t a+b 200 15", Fit::Exact, &all);
        check(FIELDS, "d  t  a+b 200 15", Fit::Exact, &all);
        check(FIELDS, "d t \"a b\" 200 15", Fit::Exact, &[Some("d"), Some("t"), Some("a b"), Some("200"), Some("15")]);
        check(
            FIELDS,
            "d t \"a\" b\" 200 15",
            Fit::Overlong { values: 6 },
            &[Some("d"), Some("t"), Some("\"a\" b\""), Some("200"), Some("15")],
        );
        check(FIELDS, "d t \"a+b 200 15", Fit::Exact, &[Some("d"), Some("t"), Some("\"a+b"), Some("200"), Some("15")]);
    }

    #[test]
    fn lines_that_break_off() {
        check(FIELDS, "d t a", Fit::Cut { values: 3 }, &[Some("d"), Some("t"), Some("a"), None, None]);
        check(FIELDS, "d", Fit::Cut { values: 1 }, &[Some("d"), None, None, None, None]);
        check("", "d", Fit::Overlong { values: 1 }, &[]);
    }

    #[test]
    fn lines_with_spaces_in_values() {
        let known = [Some("d"), Some("t"), Some("a b  c"), Some("200"), Some("15")];
        check(FIELDS, "d t a b  c 200 15", Fit::Overlong { values: 7 }, &known);
        let fields = "date cs-uri-stem cs-uri-query sc-status";
        check(fields, "d /a b c 200", Fit::Overlong { values: 5 }, &[Some("d"), None, None, Some("200")]);
        check("date time", "d t x", Fit::Overlong { values: 3 }, &[Some("d"), Some("t x")]);
        check("cs-uri-stem", "a b", Fit::Overlong { values: 2 }, &[Some("a b")]);
    }
}
