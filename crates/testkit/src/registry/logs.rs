//! Transaction logs: the difference between two states of a hive.

use super::cells::{base_block, seal};

const PAGE: usize = 4_096;
const SECTOR: usize = 512;

/// The hive as it is found on a disk when a write was begun and not finished.
pub fn unfinished(hive: &[u8]) -> Vec<u8> {
    let mut hive = hive.to_vec();
    let primary = number(&hive, 4) + 1;
    hive[4..8].copy_from_slice(&primary.to_le_bytes());
    seal(&mut hive[..SECTOR]);
    hive
}

/// A log of the form of Windows 8.1 and later, with one entry that makes `before` into `after`. The entry's number is
/// that of the write which `before` has not got.
pub fn newer_log(before: &[u8], after: &[u8]) -> Vec<u8> {
    let sequence = number(before, 8);
    let bins_size = (after.len() - PAGE) as u32;
    let mut log = base_block("", sequence, sequence, 6, number(after, 36), bins_size);
    let changed = changed(before, after, PAGE);
    let mut entry = b"HvLE".to_vec();
    for number in [0, 0, sequence, bins_size, changed.len() as u32, 0, 0, 0, 0] {
        entry.extend(number.to_le_bytes());
    }
    for (at, page) in &changed {
        entry.extend((*at as u32).to_le_bytes());
        entry.extend((page.len() as u32).to_le_bytes());
    }
    changed.iter().for_each(|(_, page)| entry.extend(*page));
    entry.resize(entry.len().next_multiple_of(SECTOR), 0);
    let size = entry.len() as u32;
    entry[4..8].copy_from_slice(&size.to_le_bytes());
    let body = marvin32(&entry[40..]);
    entry[24..32].copy_from_slice(&body.to_le_bytes());
    let head = marvin32(&entry[..32]);
    entry[32..40].copy_from_slice(&head.to_le_bytes());
    log.extend(entry);
    log
}

/// A log of the form before Windows 8.1: the sectors that make `before` into `after`.
pub fn older_log(before: &[u8], after: &[u8]) -> Vec<u8> {
    let sequence = number(before, 8) + 1;
    let bins_size = (after.len() - PAGE) as u32;
    let mut log = base_block("", sequence, sequence, 1, number(after, 36), bins_size);
    let changed = changed(before, after, SECTOR);
    let mut bits = vec![0_u8; bins_size as usize / SECTOR / 8];
    for (at, _) in &changed {
        bits[at / SECTOR / 8] |= 1 << (at / SECTOR % 8);
    }
    log.extend(b"DIRT");
    log.extend(bits);
    log.resize(log.len().next_multiple_of(SECTOR), 0);
    changed.iter().for_each(|(_, sector)| log.extend(*sector));
    log
}

/// Offsets in the bins and content of the parts of `after` that `before` has otherwise.
fn changed<'a>(before: &[u8], after: &'a [u8], size: usize) -> Vec<(usize, &'a [u8])> {
    let parts = after[PAGE..].chunks(size).enumerate().map(|(index, part)| (index * size, part));
    parts.filter(|(at, part)| before.get(PAGE + at..PAGE + at + part.len()) != Some(*part)).collect()
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The checksum of log entries (Marvin32 with the seed that Windows uses for hives).
fn marvin32(bytes: &[u8]) -> u64 {
    let (mut a, mut b) = (0x7a4e_55c5_u32, 0x82ef_4d88_u32);
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(4) + 4, 0);
    for word in padded.chunks_exact(4) {
        a = a.wrapping_add(number(word, 0));
        b ^= a;
        a = a.rotate_left(20).wrapping_add(b);
        b = b.rotate_left(9) ^ a;
        a = a.rotate_left(27).wrapping_add(b);
        b = b.rotate_left(19);
    }
    u64::from(b) << 32 | u64::from(a)
}
