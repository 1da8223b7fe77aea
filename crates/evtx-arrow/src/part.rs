//! A log in parts of some chunks each, from any stream.

use crate::chunk::{CHUNK, FILE_HEADER};
use crate::{Issue, Issues};
use std::io::{self, ErrorKind, Read};
use std::ops::Range;

const FILE_MAGIC: &[u8] = b"ElfFile\0";
/// Where the file header has its flags; bit 0 says that the log was not closed.
const FLAGS: usize = 120;
/// Where the file header has its number of chunks, two bytes.
const CHUNKS: Range<usize> = 42..44;
/// Chunks that one thread reads at a time: few enough for the processor's cache, enough that threads seldom wait.
pub(crate) const PART: usize = 16;
/// Chunks that are read at a time when there is one thread only: what is in the cache's nearer half is copied there and
/// looked at sooner. Divides [`PART`].
pub(crate) const PIECE: usize = 4;

/// Whether the file starts with a log's own header.
pub(crate) fn has_header(head: &[u8]) -> bool {
    head.starts_with(FILE_MAGIC)
}

/// A log that is read from its start to its end.
pub(crate) struct Log<R> {
    stream: R,
    /// The number of chunks that the header claims.
    claimed: u64,
    /// The file says that it was not closed.
    pub(crate) dirty: bool,
    next: u64,
    /// Bytes read so far.
    position: u64,
    ended: bool,
}

/// Some chunks of a log.
#[derive(Default)]
pub(crate) struct Part {
    bytes: Vec<u8>,
    length: usize,
    /// The number of the first chunk.
    pub(crate) first: u64,
}

impl Part {
    /// How many chunks there are; the last one may be cut off.
    pub(crate) fn count(&self) -> usize {
        self.length.div_ceil(CHUNK)
    }

    /// The chunks with their numbers; the last one may be cut off.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(self.bytes.get(..self.length).unwrap_or_default().chunks(CHUNK))
    }
}

impl<R: Read> Log<R> {
    /// Reads the header.
    pub(crate) fn open(mut stream: R, issues: &mut Issues) -> io::Result<Self> {
        let mut header = [0; FILE_HEADER];
        let length = fill(&mut stream, &mut header)?;
        let header = header.get(..length).unwrap_or_default();
        if !has_header(header) {
            issues.push(Issue::damage(None, Some(0), "the file's own header is damaged; its chunks are read"));
        }
        let dirty = header.get(FLAGS).is_some_and(|flags| flags & 1 == 1);
        if dirty {
            issues.push(Issue::note(None, None, "the log was not closed; it may lack its last records"));
        }
        let ended = length < FILE_HEADER;
        if ended {
            let text = format!("the file ends after {length} bytes, within its header");
            issues.push(Issue::damage(None, None, text));
        }
        let claimed = match header.get(CHUNKS) {
            Some([low, high]) => u64::from(u16::from_le_bytes([*low, *high])),
            _ => 0,
        };
        Ok(Self { stream, claimed, dirty, next: 0, position: length as u64, ended })
    }

    /// The number of chunks that the header claims. A closed log's count is exact; one that is open may have more, and
    /// the count has no room for those of a log of more than 4 GiB.
    pub(crate) const fn claimed(&self) -> u64 {
        self.claimed
    }

    /// Whether all was read.
    pub(crate) const fn has_ended(&self) -> bool {
        self.ended
    }

    /// Reads the next chunks, so many if there are; false at the end. When reading fails, that is the end, and an issue.
    pub(crate) fn next(&mut self, part: &mut Part, chunks: usize, issues: &mut Issues) -> bool {
        part.first = self.next;
        part.length = 0;
        if self.ended {
            return false;
        }
        part.bytes.resize(chunks * CHUNK, 0);
        while let Some(space) = part.bytes.get_mut(part.length..).filter(|space| !space.is_empty()) {
            match self.stream.read(space) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(length) => part.length += length.min(space.len()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    let at = self.position.saturating_add(part.length as u64);
                    issues.push(Issue::damage(None, Some(at), format!("it cannot be read on: {error}")));
                    break;
                }
            }
        }
        self.next += chunks as u64;
        self.position += part.length as u64;
        part.length > 0
    }
}

/// Reads until the buffer is full or the stream ends.
pub(crate) fn fill(stream: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(space) = buffer.get_mut(length..).filter(|space| !space.is_empty()) {
        match stream.read(space) {
            Ok(0) => break,
            Ok(more) => length += more.min(space.len()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}
