//! W3C extended logs to rows: those of IIS and of HTTP.sys, which differ in table and columns only.

mod columns;
mod lines;
mod reader;

use crate::recognise::Head;
use crate::{Input, ReadError, Reading};
use formats::w3c::{Fit, Layout, Line, bare, line};

/// A kind of W3C log.
pub(crate) struct LogKind {
    pub(crate) table: &'static str,
    /// Fields, as `#Fields` names them, and the columns that they fill; the first field that a log has counts. All
    /// other fields go to `CustomFields`.
    pub(crate) columns: &'static [(&'static str, &'static str)],
    /// The column of the computer's name.
    pub(crate) computer: &'static str,
    /// The column of the site's name, which the log's folder tells where the log itself does not.
    pub(crate) site: Option<&'static str>,
}

/// The column for fields without a column of their own.
const CUSTOM: &str = "CustomFields";
/// What is known of a line that does not match its fields goes to `CustomFields` under this name.
const WHOLE_LINE: &str = "Line";
/// The field that names the computer.
const COMPUTER_FIELD: &str = "s-computername";

/// The fields of the first `#Fields` in a file's start, if the file begins with directives.
pub(crate) fn fields(head: &Head<'_>) -> Option<Layout> {
    let mut lines =
        head.bytes.split(|byte| *byte == b'\n').map(|text| line(bare(text))).skip_while(|l| *l == Line::Empty);
    let mut first = true;
    loop {
        match lines.next()? {
            Line::Fields(fields) => return Some(Layout::parse(fields)),
            Line::Entry if first => return None,
            _ => first = false,
        }
    }
}

/// The computer that the log's first line of values names.
pub(crate) fn computer(head: &Head<'_>) -> Option<String> {
    let mut layout = None;
    for text in head.bytes.split(|byte| *byte == b'\n') {
        let text = bare(text);
        match line(text) {
            Line::Fields(fields) => layout = Some(Layout::parse(fields)),
            Line::Entry => {
                let layout = layout?;
                let at = layout.position(COMPUTER_FIELD)?;
                let mut values = Vec::new();
                if layout.split(text, &mut values) != Fit::Exact {
                    return None;
                }
                let name = values.get(at).copied().flatten().filter(|name| *name != b"-")?;
                return std::str::from_utf8(name).ok().map(str::to_owned);
            }
            _ => {}
        }
    }
    None
}

/// Reads a log. `host` is the computer that the evidence belongs to.
pub(crate) fn read(
    reading: &mut Reading<'_, '_>,
    input: &Input<'_>,
    host: &str,
    kind: &'static LogKind,
) -> Result<(), ReadError> {
    let Some(slot) = reading.sink.slot(kind.table) else { return Ok(()) };
    let Some(mut stream) = reading.stream(input) else { return Ok(()) };
    let mut reader = reader::Reader::new(kind, slot, input, host);
    let result = reader.read(&mut stream, &mut reading.sink);
    reader.finish(&mut reading.sink);
    reading.finish_stream(input, stream);
    result
}
