use crate::export::{Export, column_name, looks_like_export, table_of_columns, table_of_name};
use crate::recognise::{Head, Read, Source};
use crate::told::undecoded;
use crate::{Input, ReadError, Reading, text};

/// Results of advanced hunting or of a Log Analytics query, exported as CSV.
pub(super) static SOURCE: Source = Source {
    name: "defender-csv",
    reference: "https://learn.microsoft.com/defender-xdr/advanced-hunting-query-results",
    recognise,
    endings: &[],
    noun: "Defender export",
    read: Read::Events(read),
};

/// An open quote can swallow the rest of a file; so often reading is taken up again on the next line.
const MOST_RESTARTS: usize = 100;

fn recognise(head: &Head<'_>) -> bool {
    let Some(text) = head.text() else { return false };
    if text.trim_start().starts_with(['{', '[', '<']) {
        return false;
    }
    let header = header(text, delimiter(text));
    looks_like_export(header.iter().map(|name| column_name(name)))
}

/// Of the usual delimiters the one that the first line has most of: spreadsheets write what their language uses.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |delimiter: &u8| first.bytes().filter(|b| b == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn header(text: &str, delimiter: u8) -> Vec<String> {
    let mut record = csv::StringRecord::new();
    match reader(text, delimiter).read_record(&mut record) {
        Ok(true) => record.iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> Result<(), ReadError> {
    let (text, bad) = text::decode(&reading.bytes(input));
    let sink = &mut reading.sink;
    let path = input.item.path.as_str();
    undecoded(sink, path, bad);
    let delimiter = delimiter(&text);
    let header = header(&text, delimiter);
    let names = header.iter().map(|name| column_name(name));
    let action = second_line_value(&text, delimiter, &header, "ActionType");
    let table = table_of_name(path).or_else(|| table_of_columns(names, &action).map(|(table, _)| table));
    let Some(table) = table else { return Ok(()) };
    let mut export = Export::new(path, input.item.root);
    let mut offset = 0;
    let mut lines = Lines::new(&text);
    let mut restarts = 0;
    let mut is_header = true;
    'restart: loop {
        let rest = text.get(offset..).unwrap_or("");
        let mut reader = reader(rest, delimiter);
        let mut record = csv::StringRecord::new();
        loop {
            let start = offset + reader.position().byte() as usize;
            match reader.read_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break 'restart,
                Err(error) => {
                    export.problem(sink, lines.at(start), format!("not CSV: {error}; the rest is not read"));
                    break 'restart;
                }
            }
            let at = lines.at(start);
            if std::mem::take(&mut is_header) {
                continue;
            }
            let is_ragged = record.len() != header.len();
            if is_ragged {
                let what = format!("{} fields where the header has {}", record.len(), header.len());
                export.problem(sink, at, what);
                let end = offset + reader.position().byte() as usize;
                let raw = text.get(start..end).unwrap_or("");
                // A row over several lines that does not fit is an open quote: the next line is another row.
                let first = raw.trim_start_matches(['\r', '\n']).find('\n');
                if let Some(first) = first.filter(|first| first + 1 < raw.trim_end().len())
                    && restarts < MOST_RESTARTS
                {
                    restarts += 1;
                    let skipped = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
                    offset = start + skipped + first + 1;
                    continue 'restart;
                }
            }
            let cells = header.iter().map(String::as_str).zip(record.iter());
            export.texts(sink, table, cells, input.source.row(at), at)?;
        }
    }
    export.finish(sink);
    Ok(())
}

/// What the first row has in a column; empty when there is no such row or column.
fn second_line_value(text: &str, delimiter: u8, header: &[String], name: &str) -> String {
    let Some(at) = header.iter().position(|column| column_name(column) == name) else { return String::new() };
    let mut records = reader(text, delimiter).into_records();
    let first = records.nth(1).and_then(Result::ok);
    first.and_then(|record| record.get(at).map(str::to_owned)).unwrap_or_default()
}

/// Line numbers of growing offsets.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    const fn new(text: &'a str) -> Self {
        Self { text: text.as_bytes(), counted: 0, line: 1 }
    }

    /// The line of the first byte at or after an offset that ends no line.
    fn at(&mut self, offset: usize) -> u64 {
        let rest = self.text.get(offset..).unwrap_or_default();
        let offset = offset + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.get(self.counted..offset).unwrap_or_default();
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.counted = self.counted.max(offset);
        self.line
    }
}
