//! Transaction logs: what Windows wrote there and had not yet written to the hive.
//!
//! Since Windows 8.1 a log is a row of entries (`HvLE`), each with a number, checksums and the pages that changed.
//! Before, it is a map of changed sectors (`DIRT`) and the sectors themselves.

use super::base_block::BaseBlock;
use super::{long, marvin, quad};
use std::borrow::Cow;

/// Bytes of a log's base block, and what entries are aligned to.
const BLOCK: usize = 512;
const ENTRY: usize = 40;
const BIN: usize = 4_096;
/// Windows keeps hives below 2 GiB; here a log may make one no larger than this.
const MAX_BINS: usize = 1 << 30;

/// What the logs added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// Entries of the newer form that were applied, and pages of both forms.
    pub entries: u32,
    pub pages: u32,
    /// The hive says that its last write was not finished, and no log that was given finishes it.
    pub is_missing: bool,
    /// What was wrong with the logs, in the order of the logs.
    pub problems: Vec<&'static str>,
}

impl Replay {
    fn problem(&mut self, text: &'static str) {
        if !self.problems.contains(&text) {
            self.problems.push(text);
        }
    }
}

struct Entry<'a> {
    sequence: u32,
    bins_size: u32,
    /// Offset in the bins, and content.
    pages: Vec<(u32, &'a [u8])>,
}

pub(super) fn replay(base: &mut BaseBlock, bins: &mut Cow<'_, [u8]>, logs: &[&[u8]]) -> Replay {
    let mut replay = Replay::default();
    let was_dirty = base.is_dirty();
    let mut newer = Vec::new();
    let mut older = Vec::new();
    for &bytes in logs {
        match (BaseBlock::parse(bytes), bytes.get(BLOCK..BLOCK + 4)) {
            (Some(header), Some(b"HvLE")) if header.is_log => newer.push((header, bytes)),
            (Some(header), Some(b"DIRT")) if header.is_log => older.push((header, bytes)),
            // A log that was emptied keeps its header, or zeros.
            (Some(header), _) if header.is_log => {}
            _ if bytes.iter().all(|&byte| byte == 0) => {}
            _ => replay.problem("a file with the name of a transaction log is none"),
        }
    }
    newer.sort_by_key(|(header, _)| header.primary_sequence);
    let mut next = None;
    for (header, log) in &newer {
        let entries = entries(log, header, &mut replay);
        take_base(base, header);
        for entry in entries {
            // What the hive has already is older than the number of its last finished write.
            if entry.sequence < base.secondary_sequence {
                continue;
            }
            match next {
                Some(expected) if entry.sequence < expected => continue,
                Some(expected) if entry.sequence > expected => {
                    replay.problem("a transaction log lacks entries; those after the gap are not applied");
                    break;
                }
                _ => {}
            }
            next = entry.sequence.checked_add(1);
            apply(bins, entry.bins_size, &entry.pages, &mut replay);
            replay.entries += 1;
        }
    }
    // Sectors of the older form are of the last write alone.
    older.sort_by_key(|(header, _)| std::cmp::Reverse(header.primary_sequence));
    if was_dirty
        && newer.is_empty()
        && let Some((header, log)) = older.first()
    {
        take_base(base, header);
        match sectors(log, header) {
            Some(pages) => apply(bins, header.bins_size, &pages, &mut replay),
            None => replay.problem("a transaction log is cut off; it is not applied"),
        }
    }
    replay.is_missing = was_dirty && replay.pages == 0;
    replay
}

/// The base block of a log stands in for that of a hive which is damaged.
fn take_base(base: &mut BaseBlock, log: &BaseBlock) {
    if !base.is_sound && log.is_sound {
        let file_name = std::mem::take(&mut base.file_name);
        *base = BaseBlock { is_log: false, file_name, ..log.clone() };
    }
}

/// The entries of a log of the newer form, up to the first that is unsound: the rest is from an earlier round.
fn entries<'a>(log: &'a [u8], header: &BaseBlock, replay: &mut Replay) -> Vec<Entry<'a>> {
    let mut found = Vec::new();
    let mut rest = log.get(BLOCK..).unwrap_or_default();
    while rest.starts_with(b"HvLE") {
        let Some(size) = long(rest, 4).map(|size| size as usize).filter(|size| size % BLOCK == 0 && *size >= BLOCK)
        else {
            break;
        };
        let Some((bytes, after)) = rest.split_at_checked(size) else {
            replay.problem("the last entry of a transaction log is cut off; it is not applied");
            break;
        };
        let Some(entry) = entry(bytes) else {
            let is_of_this_round = long(bytes, 12).is_some_and(|sequence| sequence >= header.primary_sequence);
            if is_of_this_round {
                replay.problem("an entry of a transaction log is damaged; it and those after it are not applied");
            }
            break;
        };
        // Numbers go up by one; older ones are rests of an earlier round.
        if found.last().is_some_and(|last: &Entry<'_>| last.sequence.checked_add(1) != Some(entry.sequence)) {
            break;
        }
        found.push(entry);
        rest = after;
    }
    found
}

fn entry(bytes: &[u8]) -> Option<Entry<'_>> {
    let sums = (quad(bytes, 24)?, quad(bytes, 32)?);
    if sums != (marvin::checksum(bytes.get(ENTRY..)?), marvin::checksum(bytes.get(..32)?)) {
        return None;
    }
    let count = long(bytes, 20)? as usize;
    let (places, mut content) = bytes.get(ENTRY..)?.split_at_checked(count.checked_mul(8)?)?;
    let mut pages = Vec::new();
    for place in places.chunks_exact(8) {
        let (page, after) = content.split_at_checked(long(place, 4)? as usize)?;
        pages.push((long(place, 0)?, page));
        content = after;
    }
    Some(Entry { sequence: long(bytes, 12)?, bins_size: long(bytes, 16)?, pages })
}

/// The sectors of a log of the older form: a bit for each sector of the bins, and those whose bit is set.
fn sectors<'a>(log: &'a [u8], header: &BaseBlock) -> Option<Vec<(u32, &'a [u8])>> {
    let bits = log.get(BLOCK + 4..)?.get(..header.bins_size as usize / BIN)?;
    let start = (BLOCK + 4 + bits.len()).next_multiple_of(BLOCK);
    let mut content = log.get(start..)?;
    let mut pages = Vec::new();
    for (index, byte) in bits.iter().enumerate() {
        for bit in (0..8).filter(|bit| byte >> bit & 1 == 1) {
            let (sector, after) = content.split_at_checked(BLOCK)?;
            pages.push((u32::try_from((index * 8 + bit) * BLOCK).ok()?, sector));
            content = after;
        }
    }
    Some(pages)
}

fn apply(bins: &mut Cow<'_, [u8]>, bins_size: u32, pages: &[(u32, &[u8])], replay: &mut Replay) {
    let size = bins_size as usize;
    let end = pages.iter().map(|(at, page)| *at as usize + page.len()).max().unwrap_or(0);
    // A claim alone makes no hive larger: pages have to be there.
    if end.max(size) > MAX_BINS || size > bins.len().max(end).saturating_add(1 << 24) {
        replay.problem("a transaction log would make the hive impossibly large; it is not applied");
        return;
    }
    let bins = bins.to_mut();
    if bins.len() < size.max(end) {
        bins.resize(size.max(end), 0);
    }
    for &(at, page) in pages {
        if let Some(place) = bins.get_mut(at as usize..at as usize + page.len()) {
            place.copy_from_slice(page);
            replay.pages += 1;
        }
    }
}
