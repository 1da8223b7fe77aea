use crate::chunk::{self, CHUNK, CHUNK_MAGIC, Context, FILE_HEADER};
use crate::record::RecordReader;
use crate::{Event, Issue, Issues, Wanted};
use std::collections::BTreeSet;
use std::ops::Range;

const FILE_MAGIC: &[u8] = b"ElfFile\0";
/// Where the file header has its flags; bit 0 says that the log was not closed.
const FLAGS: usize = 120;
/// Where the file header has its number of chunks, two bytes.
const CHUNKS: Range<usize> = 42..44;

/// A log that was forwarded to may name as many computers as a network has.
const MOST_COMPUTERS: usize = 100;

/// Reads event logs.
pub trait EventReader {
    /// Gives every wanted record that can be read to `each`, in the order of the file, and returns what there was
    /// besides and what could not be read.
    fn read(&self, bytes: &[u8], wanted: &Wanted, each: &mut dyn FnMut(&Event<'_>)) -> Outcome;
}

/// What a log held, wanted or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Records that could be read.
    pub records: u64,
    /// The computers that logged them; the first hundred.
    pub computers: BTreeSet<String>,
    pub issues: Vec<Issue>,
}

/// The reader.
#[derive(Debug, Clone, Copy, Default)]
pub struct LogReader;

/// Whether a file that starts with these bytes is an event log. About 4,200 bytes are enough; a log whose own
/// header is destroyed is still told by its first chunk.
pub fn looks_like_log(head: &[u8]) -> bool {
    head.starts_with(FILE_MAGIC) || head.get(FILE_HEADER..).is_some_and(|rest| rest.starts_with(CHUNK_MAGIC))
}

impl EventReader for LogReader {
    fn read(&self, bytes: &[u8], wanted: &Wanted, each: &mut dyn FnMut(&Event<'_>)) -> Outcome {
        let mut issues = Issues::default();
        let mut seen = Seen::default();
        if !bytes.starts_with(FILE_MAGIC) {
            issues.push(Issue::damage(None, Some(0), "the file's own header is damaged; its chunks are read"));
        }
        let dirty = bytes.get(FLAGS).is_some_and(|flags| flags & 1 == 1);
        if dirty {
            issues.push(Issue::note(None, None, "the log was not closed; it may lack its last records"));
        }
        let Some(body) = bytes.get(FILE_HEADER..) else {
            issues.push(Issue::damage(
                None,
                None,
                format!("the file ends after {} bytes, within its header", bytes.len()),
            ));
            return seen.outcome(issues);
        };
        let claimed = match bytes.get(CHUNKS) {
            Some([low, high]) => usize::from(u16::from_le_bytes([*low, *high])),
            _ => 0,
        };
        let mut reader = RecordReader::default();
        let mut unused = 0;
        for (number, chunk) in body.chunks(CHUNK).enumerate() {
            // Logs grow by several chunks at a time; what Windows has not used yet may hold anything. A closed
            // log's count is exact; one that is open may have more chunks than it says.
            if number >= claimed && !chunk.starts_with(CHUNK_MAGIC) {
                unused += usize::from(chunk.iter().any(|&byte| byte != 0));
                continue;
            }
            let start = FILE_HEADER + number * CHUNK;
            let mut context = Context::new(number as u64, start as u64, dirty, &mut issues, &mut seen);
            chunk::read(chunk, wanted, &mut reader, &mut context, each);
        }
        if unused > 0 {
            let text = format!("{unused} chunks after the last one in use hold something else; not read");
            issues.push(Issue::note(None, None, text));
        }
        seen.outcome(issues)
    }
}

/// What was seen of all records.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) records: u64,
    computers: BTreeSet<String>,
}

impl Seen {
    pub(crate) fn computer(&mut self, name: &str) {
        if self.computers.len() < MOST_COMPUTERS && !name.is_empty() && !self.computers.contains(name) {
            self.computers.insert(name.to_owned());
        }
    }

    fn outcome(self, issues: Issues) -> Outcome {
        Outcome { records: self.records, computers: self.computers, issues: issues.finish() }
    }
}
