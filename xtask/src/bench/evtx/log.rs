//! A large log of real chunks, with fresh record ids and checksums.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use anyhow::{Result, ensure};

const HEADER: usize = 4096;
const CHUNK: usize = 65_536;
const CHUNK_HEADER: usize = 512;
/// Chunks that are less full stand for few records and would make reading look fast.
const FULL: usize = CHUNK * 3 / 4;

/// What was made.
pub(crate) struct Made {
    pub(crate) bytes: u64,
    pub(crate) chunks: u64,
    pub(crate) records: u64,
}

/// Writes a log of about so many bytes: the full chunks of all logs below `fixtures` in turn, one log after the other, so
/// that channels are mixed.
pub(super) fn make(fixtures: &Path, path: &Path, size: u64) -> Result<Made> {
    let mut logs = Vec::new();
    collect(fixtures, &mut logs)?;
    let mut chunks = mixed(&logs);
    ensure!(!chunks.is_empty(), "no log below {}", fixtures.display());
    let count = (size.saturating_sub(HEADER as u64) / CHUNK as u64).max(1);
    let mut out = BufWriter::new(File::create(path)?);
    out.write_all(&header(count))?;
    let (mut next, mut written, total) = (1_u64, 0, chunks.len());
    while written < count {
        let chunk = &mut chunks[usize::try_from(written)? % total];
        next = renumber(chunk, next, 0);
        out.write_all(chunk)?;
        written += 1;
    }
    out.flush()?;
    Ok(Made { bytes: HEADER as u64 + count * CHUNK as u64, chunks: count, records: next - 1 })
}

/// The chunks of logs in turn.
pub(crate) fn mixed(logs: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    let longest = logs.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest).flat_map(|at| logs.iter().filter_map(move |log| log.get(at).cloned())).collect()
}

/// The full chunks of each log below a folder, in order of the logs' paths.
pub(crate) fn collect(folder: &Path, logs: &mut Vec<Vec<Vec<u8>>>) -> Result<()> {
    let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, logs)?;
        } else if path.extension().is_some_and(|extension| extension == "evtx") {
            let bytes = fs::read(&path)?;
            let chunks = bytes.get(HEADER..).unwrap_or_default().chunks_exact(CHUNK);
            let full: Vec<Vec<u8>> =
                chunks.filter(|c| c.starts_with(b"ElfChnk\0") && free(c) >= FULL).map(<[u8]>::to_vec).collect();
            if !full.is_empty() {
                logs.push(full);
            }
        }
    }
    Ok(())
}

pub(crate) fn header(chunks: u64) -> Vec<u8> {
    let mut header = vec![0; HEADER];
    header[..8].copy_from_slice(b"ElfFile\0");
    header[16..24].copy_from_slice(&chunks.saturating_sub(1).to_le_bytes());
    header[32..36].copy_from_slice(&128_u32.to_le_bytes());
    header[36..38].copy_from_slice(&1_u16.to_le_bytes());
    header[38..40].copy_from_slice(&3_u16.to_le_bytes());
    header[40..42].copy_from_slice(&4096_u16.to_le_bytes());
    header[42..44].copy_from_slice(&u16::try_from(chunks).unwrap_or(u16::MAX).to_le_bytes());
    let checksum = crc32fast::hash(&header[..120]);
    header[124..128].copy_from_slice(&checksum.to_le_bytes());
    header
}

fn number(chunk: &[u8], at: usize) -> usize {
    chunk.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, |bytes| u32::from_le_bytes(bytes) as usize)
}

/// Where the records of a chunk end.
fn free(chunk: &[u8]) -> usize {
    number(chunk, 48).min(CHUNK)
}

/// Gives the records of a chunk the ids from `next` on, and times that are later by so many units of 100 ns; gives the
/// id after them.
pub(crate) fn renumber(chunk: &mut [u8], mut next: u64, later: u64) -> u64 {
    let (first, end) = (next, free(chunk));
    let (mut at, mut last) = (CHUNK_HEADER, CHUNK_HEADER);
    while at + 28 <= end && chunk.get(at..at + 4) == Some(b"**\0\0") {
        let length = number(chunk, at + 4);
        if length < 28 || at + length > end {
            break;
        }
        put(chunk, at + 8..at + 16, &next.to_le_bytes());
        move_time(chunk, at + 16..at + length, later);
        (next, last, at) = (next + 1, at, at + length);
    }
    let newest = next.saturating_sub(1).max(first);
    for (place, id) in [(8, first), (16, newest), (24, first), (32, newest)] {
        put(chunk, place..place + 8, &id.to_le_bytes());
    }
    put(chunk, 44..48, &(last as u32).to_le_bytes());
    put(chunk, 48..52, &(at as u32).to_le_bytes());
    put(chunk, 120..124, &[0; 4]);
    let records = crc32fast::hash(chunk.get(CHUNK_HEADER..at).unwrap_or_default());
    put(chunk, 52..56, &records.to_le_bytes());
    let mut own = crc32fast::Hasher::new();
    own.update(&chunk[..120]);
    own.update(&chunk[128..CHUNK_HEADER]);
    put(chunk, 124..128, &own.finalize().to_le_bytes());
    next
}

/// A record's time stands in its header and, as the same bytes, in its values.
fn move_time(chunk: &mut [u8], record: Range<usize>, later: u64) {
    let Some(record) = chunk.get_mut(record).filter(|_| later > 0) else { return };
    let Some(old) = record.first_chunk::<8>().copied() else { return };
    let new = u64::from_le_bytes(old).wrapping_add(later).to_le_bytes();
    let places: Vec<usize> = memchr::memmem::find_iter(record, &old).collect();
    for place in places {
        put(record, place..place + 8, &new);
    }
}

fn put(chunk: &mut [u8], range: Range<usize>, bytes: &[u8]) {
    if let Some(place) = chunk.get_mut(range) {
        place.copy_from_slice(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_sound() {
        let folder = std::env::temp_dir().join(format!("iiswarden-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.evtx");
        let made = make(&crate::repository::root().join("fixtures"), &path, 2 << 20).unwrap();
        let bytes = fs::read(&path).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(bytes.len() as u64, made.bytes);
        let mut parser = evtx::EvtxParser::from_buffer(bytes).unwrap();
        let ids: Vec<u64> = parser.records_json().flatten().map(|record| record.event_record_id).collect();
        assert!(made.records > 500 && ids.len() as u64 > made.records * 9 / 10, "{} of {}", ids.len(), made.records);
        assert!(ids.is_sorted(), "ids go up");
    }
}
