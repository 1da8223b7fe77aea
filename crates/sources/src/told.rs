//! Problems of one file, bounded in number.

use crate::sink::Sink;
use diagnostics::Problem;

/// Problems of one file past this number are only counted.
const MOST: usize = 20;

/// Lists the problems of one file.
pub(crate) struct Told<'a> {
    path: &'a str,
    count: usize,
}

impl<'a> Told<'a> {
    pub(crate) const fn new(path: &'a str) -> Self {
        Self { path, count: 0 }
    }

    pub(crate) fn line(&mut self, sink: &mut Sink<'_>, line: u64, text: impl Into<String>) {
        self.count += 1;
        if self.count <= MOST {
            sink.problem(Problem::warning(self.path, format!("line {line}"), text));
        }
    }

    pub(crate) fn finish(self, sink: &mut Sink<'_>) {
        if let Some(more) = self.count.checked_sub(MOST).filter(|&more| more > 0) {
            sink.problem(Problem::warning(self.path, "", format!("{more} more lines with problems, not listed")));
        }
    }
}

/// Lists what could not be decoded of a text file.
pub(crate) fn undecoded(sink: &mut Sink<'_>, path: &str, count: usize) {
    if count > 0 {
        let text = format!("{count} characters are not valid in the file's encoding; shown as U+FFFD");
        sink.problem(Problem::warning(path, "", text));
    }
}
