//! Cutting a log into chunks, and one chunk into rendered records.

use crate::reader::Seen;
use crate::{Event, Issue, Issues, Wanted, ticks, xml};
use evtx::err::{ChunkError, EvtxError};
use evtx::{ChunkFlags, EvtxChunkData, EvtxRecord, ParserSettings};
use std::error::Error;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Bytes of the block that comes before the first chunk.
pub(crate) const FILE_HEADER: usize = 4096;
/// Bytes of a chunk.
pub(crate) const CHUNK: usize = 65_536;
/// Bytes of a chunk's own header.
const CHUNK_HEADER: usize = 512;
pub(crate) const CHUNK_MAGIC: &[u8] = b"ElfChnk\0";
/// The part of a chunk's header that says where its names are.
const NAME_TABLE: Range<usize> = 128..384;
/// Damaged places of one chunk past this number are only counted.
const MOST_PER_CHUNK: usize = 20;

/// Where the damage in a chunk is told.
pub(crate) struct Context<'a> {
    pub(crate) number: u64,
    /// Where the chunk starts in the file.
    pub(crate) start: u64,
    /// The file says that it was not closed: checksums lag behind then.
    pub(crate) dirty: bool,
    pub(crate) issues: &'a mut Issues,
    pub(crate) seen: &'a mut Seen,
    told: usize,
}

impl<'a> Context<'a> {
    pub(crate) fn new(number: u64, start: u64, dirty: bool, issues: &'a mut Issues, seen: &'a mut Seen) -> Self {
        Self { number, start, dirty, issues, seen, told: 0 }
    }

    fn damage(&mut self, offset: Option<u64>, text: impl Into<String>) {
        self.told += 1;
        if self.told <= MOST_PER_CHUNK {
            let at = offset.map(|offset| self.start.saturating_add(offset));
            self.issues.push(Issue::damage(Some(self.number), at, text));
        }
    }

    fn note(&mut self, text: &str) {
        self.issues.push(Issue::note(Some(self.number), Some(self.start), text));
    }

    fn finish(&mut self) {
        if let Some(more) = self.told.checked_sub(MOST_PER_CHUNK).filter(|&more| more > 0) {
            let text = format!("{more} more damaged places in this chunk, not listed");
            self.issues.push(Issue::damage(Some(self.number), Some(self.start), text));
        }
    }
}

/// Reads one chunk; `bytes` may be shorter than a chunk when the file is cut off.
pub(crate) fn read(bytes: &[u8], wanted: &Wanted, context: &mut Context<'_>, each: &mut dyn FnMut(&Event<'_>)) {
    if bytes.iter().all(|&byte| byte == 0) {
        // Logs grow by more than one chunk at a time; unused ones are blank.
        return;
    }
    if !bytes.starts_with(CHUNK_MAGIC) {
        context.damage(Some(0), "not a chunk of an event log (its magic is wrong); its records are lost");
        return;
    }
    if bytes.len() < CHUNK {
        let text = format!("the file ends after {} of the chunk's {CHUNK} bytes", bytes.len());
        context.damage(Some(0), text);
    }
    if bytes.len() < CHUNK_HEADER {
        return;
    }
    let Some(mut data) = open(bytes.to_vec(), context) else { return };
    check(&data, bytes.len(), context);
    if let Err(Refused::Names) = records(&mut data, wanted, context, each) {
        // Records carry or point at their names themselves; the table of names only saves time.
        context.damage(Some(0), "its table of names is damaged; names are read from the records");
        let mut repaired = bytes.to_vec();
        if let Some(table) = repaired.get_mut(NAME_TABLE) {
            table.fill(0);
        }
        if let Some(mut data) = open(repaired, context)
            && records(&mut data, wanted, context, each).is_err()
        {
            context.damage(Some(0), "its records cannot be read");
        }
    }
    context.finish();
}

fn open(bytes: Vec<u8>, context: &mut Context<'_>) -> Option<EvtxChunkData> {
    let number = context.number;
    match guarded(|| EvtxChunkData::new(bytes, false)) {
        Some(Ok(mut data)) => {
            data.number = Some(number);
            Some(data)
        }
        Some(Err(error)) => {
            context.damage(Some(0), format!("its header cannot be read: {}", chain(&error)));
            None
        }
        None => {
            context.damage(Some(0), "its header cannot be read");
            None
        }
    }
}

/// Compares checksums, which say whether anything was changed; what can be read is read all the same.
fn check(data: &EvtxChunkData, length: usize, context: &mut Context<'_>) {
    if data.header.flags.contains(ChunkFlags::NO_CRC32) || length < CHUNK {
        return;
    }
    let header = guarded(|| data.validate_header_checksum()).unwrap_or(false);
    let records = guarded(|| data.validate_data_checksum()).unwrap_or(false);
    if header && records {
        return;
    }
    if context.dirty || data.header.flags.contains(ChunkFlags::DIRTY) {
        context.note("its checksums lag behind, as the log was not closed");
    } else if header {
        context.damage(Some(0), "the checksum of its records is wrong: something in it was changed");
    } else {
        context.damage(Some(0), "the checksum of its header is wrong");
    }
}

/// Why a chunk gave nothing.
enum Refused {
    /// Its table of names cannot be read.
    Names,
    /// All has been said.
    Told,
}

fn records(
    data: &mut EvtxChunkData,
    wanted: &Wanted,
    context: &mut Context<'_>,
    each: &mut dyn FnMut(&Event<'_>),
) -> Result<(), Refused> {
    let settings = Arc::new(ParserSettings::new().indent(false));
    let mut chunk = match guarded(|| data.parse(settings)) {
        Some(Ok(chunk)) => chunk,
        Some(Err(ChunkError::FailedToBuildStringCache { .. })) => return Err(Refused::Names),
        Some(Err(error)) => {
            context.damage(Some(0), format!("cannot be read: {}", chain(&error)));
            return Err(Refused::Told);
        }
        None => return Err(Refused::Names),
    };
    let mut iter = chunk.iter();
    loop {
        match guarded(|| iter.next()) {
            Some(None) => return Ok(()),
            Some(Some(Ok(record))) => one(record, wanted, context, each),
            Some(Some(Err(error))) => tell(&error, context),
            None => {
                context.damage(None, "the rest of the chunk cannot be read");
                return Err(Refused::Told);
            }
        }
    }
}

fn one(record: EvtxRecord<'_>, wanted: &Wanted, context: &mut Context<'_>, each: &mut dyn FnMut(&Event<'_>)) {
    let offset = record.binxml_offset;
    let id = record.event_record_id;
    let time =
        i64::try_from(record.timestamp.as_nanosecond() / 100).ok().and_then(|t| t.checked_add(ticks::UNIX_EPOCH));
    let rendered = match guarded(|| record.into_xml_bytes()) {
        Some(Ok(rendered)) => rendered.data,
        Some(Err(error)) => return tell(&error, context),
        None => return context.damage(Some(offset), format!("record {id} cannot be read")),
    };
    let text = String::from_utf8_lossy(&rendered);
    match xml::event(&text, wanted) {
        Ok((mut event, is_wanted)) => {
            context.seen.records += 1;
            context.seen.computer(&event.computer);
            if is_wanted {
                event.record_id = id;
                event.time = event.time.or(time);
                each(&event);
            }
        }
        Err(what) => context.damage(Some(offset), format!("record {id} cannot be read: {what}")),
    }
}

/// Lists an error of the `evtx` crate with the place that it names.
fn tell(error: &EvtxError, context: &mut Context<'_>) {
    match error {
        EvtxError::FailedToReadRecordAt { offset, source, .. } => {
            context.damage(Some(*offset), format!("a record cannot be read: {}", chain(source.as_ref())));
        }
        EvtxError::FailedToParseRecord { record_id, source } => {
            context.damage(None, format!("record {record_id} cannot be read: {}", chain(source.as_ref())));
        }
        other => context.damage(None, format!("a record cannot be read: {}", chain(other))),
    }
}

/// An error with its causes, the outermost first.
fn chain(error: &(dyn Error + 'static)) -> String {
    // The outer errors of a damaged record only say that one happened.
    let mut error = error;
    if let (Some(EvtxError::DeserializationError(_)), Some(inner)) = (error.downcast_ref::<EvtxError>(), error.source())
    {
        error = inner;
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    for _ in 0..8 {
        let Some(error) = cause else { break };
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{}: {more}", text.trim_end_matches('.'));
        }
        cause = error.source();
    }
    text
}

/// Runs code that is not ours over hostile bytes: should it panic after all, the caller goes on without it.
fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}
