//! One chunk: its header, its records, and what is wrong with it.

use crate::bytes::{slice, u32_at, u64_at};
use crate::flaw::Flaw;
use crate::general::Budget;
use crate::outcome::Seen;
use crate::record::{Receiver, RecordReader};
use crate::records::Records;
use crate::{Issue, Issues, carve};
use std::ops::Range;

/// Bytes of the block that comes before the first chunk.
pub(crate) const FILE_HEADER: usize = 4096;
/// Bytes of a chunk.
pub(crate) const CHUNK: usize = 65_536;
/// Bytes of a chunk's own header.
pub(crate) const CHUNK_HEADER: usize = 512;
pub(crate) const CHUNK_MAGIC: &[u8] = b"ElfChnk\0";
/// Damaged places of one chunk past this number are only counted.
const MOST_PER_CHUNK: usize = 20;

const DIRTY: u32 = 1;
const NO_CHECKSUMS: u32 = 4;

/// A chunk's header.
pub(crate) struct Header {
    pub(crate) first_id: u64,
    pub(crate) last_id: u64,
    /// Where the last record starts.
    pub(crate) last_record: usize,
    /// Where records end.
    pub(crate) free: usize,
    records_checksum: u32,
    flags: u32,
    checksum: u32,
}

impl Header {
    /// Whether it can be a chunk's header at all.
    pub(crate) const fn is_plausible(&self) -> bool {
        self.free >= CHUNK_HEADER && self.free <= CHUNK && self.last_record < self.free
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let offset = |at| usize::try_from(u32_at(bytes, at)?).ok();
        Some(Self {
            first_id: u64_at(bytes, 24)?,
            last_id: u64_at(bytes, 32)?,
            last_record: offset(44)?,
            free: offset(48)?,
            records_checksum: u32_at(bytes, 52)?,
            flags: u32_at(bytes, 120)?,
            checksum: u32_at(bytes, 124)?,
        })
    }
}

/// Where the damage in a chunk is told.
pub(crate) struct Context<'a> {
    pub(crate) number: u64,
    /// Where the chunk starts in the file.
    pub(crate) start: u64,
    /// The file says that it was not closed: checksums lag behind then.
    pub(crate) dirty: bool,
    /// Records are carved too.
    pub(crate) recover: bool,
    pub(crate) issues: &'a mut Issues,
    pub(crate) seen: &'a mut Seen,
    told: usize,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        number: u64,
        start: u64,
        dirty: bool,
        recover: bool,
        issues: &'a mut Issues,
        seen: &'a mut Seen,
    ) -> Self {
        Self { number, start, dirty, recover, issues, seen, told: 0 }
    }

    fn damage(&mut self, offset: usize, text: impl Into<String>) {
        self.told += 1;
        if self.told <= MOST_PER_CHUNK {
            let at = self.start.saturating_add(offset as u64);
            self.issues.push(Issue::damage(Some(self.number), Some(at), text));
        }
    }

    pub(crate) fn note(&mut self, text: &str) {
        self.issues.push(Issue::note(Some(self.number), Some(self.start), text));
    }

    fn finish(&mut self) {
        if let Some(more) = self.told.checked_sub(MOST_PER_CHUNK).filter(|&more| more > 0) {
            let text = format!("{more} more damaged places in this chunk, not listed");
            self.issues.push(Issue::damage(Some(self.number), Some(self.start), text));
        }
    }
}

/// Reads one chunk; `bytes` may be shorter than a chunk when the file is cut off. `is_unused`: the log does not count
/// it, and it does not look like a chunk either.
pub(crate) fn read(
    bytes: &[u8],
    is_unused: bool,
    reader: &mut RecordReader,
    context: &mut Context<'_>,
    receiver: &mut dyn Receiver,
) {
    let mut budget = Budget::of_chunk();
    let mut read = Vec::new();
    reader.chunk();
    if bytes.starts_with(CHUNK_MAGIC) {
        records(bytes, reader, &mut budget, &mut read, context, receiver);
    } else if !is_unused && bytes.iter().any(|&byte| byte != 0) {
        // Logs grow by more than one chunk at a time; unused ones are blank.
        let lost = if context.recover { "" } else { "; its records are lost" };
        context.damage(0, format!("not a chunk of an event log (its magic is wrong){lost}"));
    }
    if context.recover {
        carve::chunk(bytes, &read, reader, &mut budget, context, receiver);
    }
    context.finish();
}

/// Reads the records that the chunk's header tells of; where they are is added to `read`.
fn records(
    bytes: &[u8],
    reader: &mut RecordReader,
    budget: &mut Budget,
    read: &mut Vec<Range<usize>>,
    context: &mut Context<'_>,
    receiver: &mut dyn Receiver,
) {
    if bytes.len() < CHUNK {
        context.damage(0, format!("the file ends after {} of the chunk's {CHUNK} bytes", bytes.len()));
    }
    let Some(header) = Header::read(bytes).filter(|_| bytes.len() >= CHUNK_HEADER) else { return };
    check(bytes, &header, context);
    for record in Records::new(bytes, &header) {
        match record {
            Ok(record) => match reader.read(bytes, &record, receiver, budget, context.seen) {
                Ok(()) if context.recover => read.push(record.range),
                Ok(()) => {}
                Err(flaw) => {
                    let text = format!("record {} cannot be read: {}", record.id, flaw.text);
                    context.damage(record.range.start, text);
                }
            },
            Err(Flaw { at, text }) => context.damage(at, format!("a record cannot be read: {text}")),
        }
    }
}

/// Compares checksums, which say whether anything was changed; what can be read is read all the same.
fn check(bytes: &[u8], header: &Header, context: &mut Context<'_>) {
    if bytes.len() < CHUNK {
        return;
    }
    // 64 places where lists of names start.
    let names = slice(bytes, 128, 256).unwrap_or_default().as_chunks::<4>().0;
    if names.iter().any(|offset| u32::from_le_bytes(*offset) as usize >= bytes.len()) {
        // Nothing is lost: records carry or point at their names themselves.
        context.damage(0, "its table of names is damaged; names are read from the records");
    }
    if header.flags & NO_CHECKSUMS != 0 {
        return;
    }
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(bytes.get(..120).unwrap_or_default());
    hasher.update(bytes.get(128..CHUNK_HEADER).unwrap_or_default());
    let own = hasher.finalize() == header.checksum;
    let records =
        bytes.get(CHUNK_HEADER..header.free).is_some_and(|data| crc32fast::hash(data) == header.records_checksum);
    if own && records {
        return;
    }
    if context.dirty || header.flags & DIRTY != 0 {
        context.note("its checksums lag behind, as the log was not closed");
    } else if own {
        context.damage(0, "the checksum of its records is wrong: something in it was changed");
    } else {
        context.damage(0, "the checksum of its header is wrong");
    }
}
