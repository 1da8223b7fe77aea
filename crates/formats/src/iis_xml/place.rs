/// Turns byte offsets into lines and columns in one pass: offsets must not go backwards.
pub(super) struct Places<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column of an offset, both from 1. An offset before the last one asked gives the last place.
    pub(super) fn at(&mut self, offset: usize) -> (u32, u32) {
        let passed = self.text.get(self.at..offset.min(self.text.len())).unwrap_or("");
        for c in passed.chars() {
            if c == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.at += passed.len();
        (self.line, self.column)
    }
}
