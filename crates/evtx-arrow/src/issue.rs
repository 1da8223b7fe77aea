use std::fmt;

/// Issues of one log past this number are only counted.
const MOST_ISSUES: usize = 200;

/// A place in a log that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The chunk's number, from 0; none when the file as a whole is meant.
    pub chunk: Option<u64>,
    /// Where in the file, in bytes; none when not known.
    pub offset: Option<u64>,
    /// What was found, and what it cost.
    pub text: String,
    note: bool,
}

impl Issue {
    pub(crate) fn damage(chunk: Option<u64>, offset: Option<u64>, text: impl Into<String>) -> Self {
        Self { chunk, offset, text: text.into(), note: false }
    }

    pub(crate) fn note(chunk: Option<u64>, offset: Option<u64>, text: impl Into<String>) -> Self {
        Self { chunk, offset, text: text.into(), note: true }
    }

    /// Whether nothing is lost: the log of a running server is never in perfect order.
    pub const fn is_note(&self) -> bool {
        self.note
    }

    /// `chunk 12 at 0xC1000`, or as much of it as is known.
    pub fn place(&self) -> String {
        match (self.chunk, self.offset) {
            (Some(chunk), Some(offset)) => format!("chunk {chunk} at {offset:#X}").replace("0X", "0x"),
            (Some(chunk), None) => format!("chunk {chunk}"),
            (None, Some(offset)) => format!("at {offset:#X}").replace("0X", "0x"),
            (None, None) => String::new(),
        }
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place();
        if place.is_empty() { f.write_str(&self.text) } else { write!(f, "{place}: {}", self.text) }
    }
}

/// The issues of one log, bounded: what comes past the limit is counted in one last issue.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    list: Vec<Issue>,
    more: usize,
}

impl Issues {
    pub(crate) fn push(&mut self, issue: Issue) {
        if self.list.len() < MOST_ISSUES {
            self.list.push(issue);
        } else {
            self.more += 1;
        }
    }

    /// Takes over what was told of the part after it.
    pub(crate) fn add(&mut self, after: Self) {
        after.list.into_iter().for_each(|issue| self.push(issue));
        self.more += after.more;
    }

    pub(crate) fn finish(mut self) -> Vec<Issue> {
        if self.more > 0 {
            self.list.push(Issue::damage(None, None, format!("{} more damaged places, not listed", self.more)));
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let check = |chunk, offset, expect| assert_eq!(Issue::damage(chunk, offset, "").place(), expect);
        check(Some(12), Some(0xC1000), "chunk 12 at 0xC1000");
        check(Some(3), None, "chunk 3");
        check(None, Some(16), "at 0x10");
        check(None, None, "");
    }

    #[test]
    fn the_list_is_bounded() {
        let mut issues = Issues::default();
        for _ in 0..MOST_ISSUES + 5 {
            issues.push(Issue::damage(None, None, "x"));
        }
        let list = issues.finish();
        assert_eq!(list.len(), MOST_ISSUES + 1);
        assert_eq!(list.last().map(|issue| issue.text.as_str()), Some("5 more damaged places, not listed"));
    }
}
