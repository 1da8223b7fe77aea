//! The file: header, then chunks.

use thiserror::Error;

use super::binxml::write_event;
use super::chunk::{CHUNK_SIZE, Chunk, FIRST_RECORD};
use super::crc32::crc32;
use super::event::Event;

/// An event that no log can hold.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum EvtxError {
    /// One record must fit into one chunk, and one value into 65,535 bytes.
    #[error("event {event_id} takes {bytes} bytes; a record must fit into one chunk of 65,536")]
    TooLarge { event_id: u16, bytes: usize },
    /// A file header counts chunks with 16 bits.
    #[error("more than 65,535 chunks")]
    TooMany,
}

/// Writes an event log, one event after another.
#[derive(Debug)]
pub struct EvtxWriter {
    finished: Vec<Vec<u8>>,
    chunk: Chunk,
    records_before: u64,
    next_record_id: u64,
}

impl Default for EvtxWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl EvtxWriter {
    /// An empty log whose records count from 1.
    pub fn new() -> Self {
        Self::starting_at(1)
    }

    /// An empty log whose records count from `record_id`, as in a log that has wrapped.
    pub fn starting_at(record_id: u64) -> Self {
        Self { finished: Vec::new(), chunk: Chunk::new(), records_before: 0, next_record_id: record_id }
    }

    /// Appends an event. Its record id is its own, or else one more than that of the event before.
    ///
    /// # Errors
    /// An event that does not fit into one chunk, or a chunk too many. The log is then as before.
    pub fn event(&mut self, event: Event) -> Result<&mut Self, EvtxError> {
        let id = event.record_id.unwrap_or(self.next_record_id);
        let bytes = size_of_values(&event);
        if bytes > CHUNK_SIZE {
            return Err(EvtxError::TooLarge { event_id: event.event_id, bytes });
        }
        let mut chunk = self.chunk.clone();
        write_record(&mut chunk, &event, id);
        if chunk.bytes.len() > CHUNK_SIZE {
            let mut fresh = Chunk::new();
            write_record(&mut fresh, &event, id);
            if fresh.bytes.len() > CHUNK_SIZE {
                return Err(EvtxError::TooLarge { event_id: event.event_id, bytes: fresh.bytes.len() - FIRST_RECORD });
            }
            if self.finished.len() + 1 >= usize::from(u16::MAX) {
                return Err(EvtxError::TooMany);
            }
            self.flush();
            chunk = fresh;
        }
        self.chunk = chunk;
        self.next_record_id = id + 1;
        Ok(self)
    }

    fn flush(&mut self) {
        let chunk = std::mem::replace(&mut self.chunk, Chunk::new());
        let records = chunk.records();
        if records > 0 {
            self.finished.push(chunk.finish(self.records_before + 1));
            self.records_before += records;
        }
    }

    /// The file's bytes.
    pub fn finish(mut self) -> Vec<u8> {
        self.flush();
        let count = self.finished.len();
        let mut file = Vec::with_capacity(4096 + count * CHUNK_SIZE);
        file.extend(b"ElfFile\0");
        file.extend(0_u64.to_le_bytes());
        file.extend((count.saturating_sub(1) as u64).to_le_bytes());
        file.extend(self.next_record_id.to_le_bytes());
        file.extend(128_u32.to_le_bytes());
        file.extend(1_u16.to_le_bytes());
        file.extend(3_u16.to_le_bytes());
        file.extend(4096_u16.to_le_bytes());
        file.extend((count as u16).to_le_bytes());
        file.resize(124, 0);
        let checksum = crc32(&[&file[..120]]);
        file.extend(checksum.to_le_bytes());
        file.resize(4096, 0);
        for chunk in self.finished {
            file.extend(chunk);
        }
        file
    }
}

/// A lower bound that refuses huge values before their sizes are written with 16 bits.
fn size_of_values(event: &Event) -> usize {
    let mut bytes = Vec::new();
    for data in &event.data {
        data.value.write(&mut bytes);
    }
    bytes.len()
}

/// Record header, binary XML, padding to eight bytes, and the size once more.
fn write_record(chunk: &mut Chunk, event: &Event, id: u64) {
    let offset = chunk.position();
    let start = chunk.bytes.len();
    chunk.bytes.extend([0x2A, 0x2A, 0, 0, 0, 0, 0, 0]);
    chunk.bytes.extend(id.to_le_bytes());
    chunk.bytes.extend(event.time.to_le_bytes());
    write_event(chunk, event, id);
    let size = (chunk.bytes.len() - start + 4).next_multiple_of(8);
    chunk.bytes.resize(start + size - 4, 0);
    chunk.bytes.extend((size as u32).to_le_bytes());
    chunk.bytes[start + 4..start + 8].copy_from_slice(&(size as u32).to_le_bytes());
    chunk.finish_record(offset, id);
}
