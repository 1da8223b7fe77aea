//! The records of a chunk, one after the other, also past a damaged one.

use crate::bytes::{u32_at, u64_at};
use crate::chunk::{CHUNK_HEADER, Header};
use crate::flaw::Flaw;
use crate::record::Record;
use crate::render;

pub(crate) const MAGIC: &[u8] = b"**\0\0";
/// Bytes of a record's header: magic, length, id, time.
pub(crate) const HEADER: usize = 24;
/// The length stands once more at a record's end.
pub(crate) const TRAILER: usize = 4;

pub(crate) struct Records<'c> {
    chunk: &'c [u8],
    header: &'c Header,
    /// Where the next record starts; none at the end.
    at: Option<usize>,
    /// Where records end.
    end: usize,
}

impl<'c> Records<'c> {
    pub(crate) fn new(chunk: &'c [u8], header: &'c Header) -> Self {
        Self { chunk, header, at: Some(CHUNK_HEADER), end: header.free.min(chunk.len()) }
    }

    /// Where the next sound record starts: one of the ids that the chunk says to have, with its length at both ends.
    /// A chunk that is used again still has other records of its former use.
    fn next_sound(&self, from: usize) -> Option<usize> {
        let search_end = self.end.min(self.header.last_record.saturating_add(MAGIC.len()));
        let area = self.chunk.get(from..search_end)?;
        let mut found = memchr::memmem::find_iter(area, MAGIC).map(|at| from + at);
        found.find(|&at| {
            record(self.chunk, at).is_ok_and(|(record, end)| {
                end <= self.end
                    && (self.header.first_id..=self.header.last_id).contains(&record.id)
                    && u32_at(self.chunk, record.range.end) == u32_at(self.chunk, at + 4)
            })
        })
    }

    /// Whether nothing is at an offset: the header may count blank bytes as records.
    fn is_blank(&self, at: usize) -> bool {
        let rest = self.chunk.get(at..).unwrap_or_default();
        rest.len() < HEADER || rest.starts_with(&[0; 4])
    }
}

/// The record at an offset of a chunk, and where the next one starts.
pub(crate) fn record(chunk: &[u8], at: usize) -> Result<(Record, usize), &'static str> {
    let rest = chunk.get(at..).unwrap_or_default();
    let (Some(length), Some(id), Some(time)) = (u32_at(rest, 4), u64_at(rest, 8), u64_at(rest, 16)) else {
        return Err("the chunk ends within its header");
    };
    if !rest.starts_with(MAGIC) {
        return Err("its magic is wrong");
    }
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length < HEADER + TRAILER {
        return Err("its length is less than its header's");
    }
    if length > rest.len() {
        return Err("it ends beyond the chunk");
    }
    let range = at + HEADER..at + length - TRAILER;
    Ok((Record { id, time: render::moment(time), range }, at + length))
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.at.filter(|&at| at < self.end)?;
        match record(self.chunk, at) {
            Ok((record, next)) => {
                self.at = (record.id != self.header.last_id).then_some(next);
                Some(Ok(record))
            }
            Err(text) => {
                self.at = self.next_sound(at + 1);
                (self.at.is_some() || !self.is_blank(at)).then_some(Err(Flaw { at, text }))
            }
        }
    }
}
