//! Records from places where no list leads to them: the unused end of a chunk, a damaged chunk, free space of a disk,
//! a piece of memory.

use crate::bytes::{offset_at, u32_at};
use crate::chunk::{self, CHUNK, CHUNK_HEADER, CHUNK_MAGIC, Context};
use crate::gather::Gather;
use crate::general::Budget;
use crate::harvest::Origin;
use crate::outcome::Seen;
use crate::part::fill;
use crate::record::{Receiver, Record, RecordReader};
use crate::records::{self, HEADER, MAGIC};
use crate::tokens::{FRAGMENT, INSTANCE};
use crate::{Issue, Issues, Outcome};
use memchr::memmem;
use std::io::Read;
use std::ops::Range;

/// Bytes of a stream that are looked at together.
const WINDOW: usize = 16 * CHUNK;

/// Carves the records of a chunk that are not among those `read`.
pub(crate) fn chunk(
    bytes: &[u8],
    read: &[Range<usize>],
    reader: &mut RecordReader,
    budget: &mut Budget,
    context: &mut Context<'_>,
    receiver: &mut dyn Receiver,
) {
    receiver.origin(Origin::Recovered);
    let (mut seen, mut end) = (Seen::default(), 0);
    for at in memmem::find_iter(bytes, MAGIC) {
        // What was read is in order.
        let before = read.partition_point(|range| range.start <= at);
        let is_read = before.checked_sub(1).and_then(|index| read.get(index)).is_some_and(|range| at < range.end)
            || read.get(before).is_some_and(|range| range.start == at + HEADER);
        if at < end || is_read {
            continue;
        }
        if let Some((record, next)) = sound(bytes, at)
            && reader.read(bytes, &record, receiver, budget, &mut seen).is_ok()
        {
            end = next;
        }
    }
    receiver.origin(Origin::Log);
    if seen.records > 0 {
        let text = format!("{} records were carved from places that are damaged or not in use", seen.records);
        context.note(&text);
    }
    context.seen.recovered += std::mem::take(&mut seen.records);
    context.seen.add(seen);
}

/// The record at an offset, and where it ends, when its length stands at both of its ends.
fn sound(bytes: &[u8], at: usize) -> Option<(Record, usize)> {
    let (record, end) = records::record(bytes, at).ok()?;
    (end - at <= CHUNK - CHUNK_HEADER && u32_at(bytes, record.range.end) == u32_at(bytes, at + 4))
        .then_some((record, end))
}

/// Carves from a stream of any bytes.
pub(crate) fn stream<G: Gather>(mut stream: impl Read, gather: &G, take: &mut dyn FnMut(G::Part) -> bool) -> Outcome {
    let mut issues = Issues::default();
    let mut total = Seen::default();
    let mut worker = gather.worker();
    worker.origin(Origin::Recovered);
    let mut carver = Carver { reader: RecordReader::default(), chunks: 0, around: Vec::new(), base: None };
    // A record may need what lies a chunk before it and a chunk after it.
    let mut window = vec![0; WINDOW + 2 * CHUNK];
    let (mut start, mut length, mut done) = (0_u64, 0_usize, 0_usize);
    loop {
        let space = window.get_mut(length..).unwrap_or_default();
        let wanted = space.len();
        let more = fill(&mut stream, space).unwrap_or_else(|error| {
            issues.push(Issue::damage(None, Some(start + length as u64), format!("it cannot be read on: {error}")));
            0
        });
        length += more;
        let ended = more < wanted;
        let until = if ended { length } else { length.saturating_sub(CHUNK) };
        let mut seen = Seen::default();
        let bytes = window.get(..length).unwrap_or_default();
        done = carver.window(bytes, start, done..until, &mut worker, &mut seen, &mut issues);
        total.recovered += std::mem::take(&mut seen.records) + std::mem::take(&mut seen.recovered);
        total.add(seen);
        if !take(gather.finish(&mut worker)) || ended {
            break;
        }
        let keep = done.saturating_sub(CHUNK);
        window.copy_within(keep..length, 0);
        carver.moved(keep);
        start += keep as u64;
        length -= keep;
        done -= keep;
    }
    if total.recovered > 0 {
        let text = format!("{} records were carved, {} chunks among what it holds", total.recovered, carver.chunks);
        issues.push(Issue::note(None, None, text));
    }
    total.outcome(issues)
}

struct Carver {
    reader: RecordReader,
    /// Chunks found.
    chunks: u64,
    /// The chunk that the last record outside of one belongs to, as far as it is there, and where it starts in the
    /// window: before it when that is negative.
    around: Vec<u8>,
    base: Option<i64>,
}

impl Carver {
    fn moved(&mut self, by: usize) {
        self.base = self.base.map(|base| base - by as i64);
    }

    /// Carves what starts in `range` of the window; gives where it ended.
    fn window(
        &mut self,
        bytes: &[u8],
        start: u64,
        range: Range<usize>,
        receiver: &mut dyn Receiver,
        seen: &mut Seen,
        issues: &mut Issues,
    ) -> usize {
        let mut at = range.start;
        while at < range.end {
            let rest = bytes.get(at..range.end.saturating_add(CHUNK_MAGIC.len()).min(bytes.len())).unwrap_or_default();
            let chunk = memmem::find(rest, CHUNK_MAGIC).map(|found| at + found).filter(|found| *found < range.end);
            self.loose(bytes, at..chunk.unwrap_or(range.end), receiver, seen);
            let Some(found) = chunk else { return range.end.max(at) };
            let whole = bytes.get(found..).map(|rest| rest.get(..CHUNK).unwrap_or(rest)).unwrap_or_default();
            let mut context = Context::new(self.chunks, start + found as u64, true, true, issues, seen);
            chunk::read(whole, false, &mut self.reader, &mut context, receiver);
            receiver.origin(Origin::Recovered);
            self.chunks += 1;
            self.base = None;
            // What only looked like a chunk may hide a record or the start of another.
            at = if chunk::Header::read(whole).is_some_and(|header| header.is_plausible()) {
                found + CHUNK
            } else {
                found + 1
            };
        }
        at
    }

    /// Carves records that start in `range`, which is outside of chunks.
    fn loose(&mut self, bytes: &[u8], range: Range<usize>, receiver: &mut dyn Receiver, seen: &mut Seen) {
        let mut end = range.start;
        let area = bytes.get(range.start..range.end.saturating_add(MAGIC.len()).min(bytes.len())).unwrap_or_default();
        for at in memmem::find_iter(area, MAGIC).map(|found| range.start + found) {
            if at < end || at >= range.end {
                continue;
            }
            let Some((record, next)) = sound(bytes, at) else { continue };
            let Some(base) = base(bytes, &record).or_else(|| self.base.filter(|base| fits(*base, at, next))) else {
                continue;
            };
            if self.base != Some(base) {
                self.base = Some(base);
                self.surround(bytes, base);
            }
            let place = |offset: usize| usize::try_from(offset as i64 - base).ok();
            let (Some(from), Some(to)) = (place(record.range.start), place(record.range.end)) else { continue };
            let record = Record { range: from..to, ..record };
            let mut budget = Budget::of_chunk();
            if self.reader.read(&self.around, &record, receiver, &mut budget, seen).is_ok() {
                end = next;
            }
        }
    }

    /// Takes what there is of the chunk that starts at `base`; the rest is blank.
    fn surround(&mut self, bytes: &[u8], base: i64) {
        self.around.clear();
        self.around.resize(CHUNK, 0);
        self.reader.chunk();
        let missing = usize::try_from(-base).unwrap_or(0).min(CHUNK);
        let from = usize::try_from(base).unwrap_or(0);
        let (Some(to), Some(have)) = (self.around.get_mut(missing..), bytes.get(from..)) else { return };
        for (to, have) in to.iter_mut().zip(have) {
            *to = *have;
        }
    }
}

/// Whether a record may lie in the chunk that starts at `base`.
fn fits(base: i64, at: usize, end: usize) -> bool {
    at as i64 >= base + CHUNK_HEADER as i64 && end as i64 <= base + CHUNK as i64
}

/// Where the chunk of a record starts: told by a template's definition that stands in the record itself, whose offset
/// in the chunk the record gives.
fn base(bytes: &[u8], record: &Record) -> Option<i64> {
    let at = match bytes.get(record.range.clone())? {
        [FRAGMENT, _, _, _, INSTANCE, ..] => record.range.start + 5,
        [INSTANCE, ..] => record.range.start + 1,
        _ => return None,
    };
    let definition = offset_at(bytes, at + 5)?;
    // A definition has a GUID and a length that leave room for the values.
    let length = offset_at(bytes, at + 9 + 20)?;
    let base = i64::try_from(at + 9).ok()? - i64::try_from(definition).ok()?;
    let resident = length > 8 && at + 9 + 24 + length < record.range.end;
    (resident && fits(base, record.range.start - HEADER, record.range.end)).then_some(base)
}
