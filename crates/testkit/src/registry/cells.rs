//! Bins and cells.

use super::{HiveWriter, Node};

const NONE: u32 = u32::MAX;
const BIN: usize = 4_096;
/// Subkeys in one list; Windows splits lists at about a thousand.
const LIST: usize = 500;
/// Bytes that one segment of big data holds.
const SEGMENT: usize = 16_344;

struct Bins {
    bytes: Vec<u8>,
    security: u32,
}

impl Bins {
    fn cell(&mut self, content: &[u8]) -> u32 {
        let at = self.bytes.len() as u32;
        let size = (content.len() + 4).next_multiple_of(8).max(8);
        self.bytes.extend((-(size as i32)).to_le_bytes());
        self.bytes.extend(content);
        self.bytes.resize(at as usize + size, 0);
        at
    }

    fn put(&mut self, cell: u32, offset: usize, value: u32) {
        let at = cell as usize + 4 + offset;
        self.bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
}

pub(super) fn build(hive: &HiveWriter) -> Vec<u8> {
    let mut bins = Bins { bytes: vec![0; 32], security: NONE };
    bins.security = security(&mut bins);
    let root = key(&mut bins, &hive.root, NONE, 0x2c);
    let used = bins.bytes.len();
    let size = (used + 8).next_multiple_of(BIN);
    // What is left over is one free cell.
    bins.bytes.extend(((size - used) as i32).to_le_bytes());
    bins.bytes.resize(size, 0);
    bins.bytes[..4].copy_from_slice(b"hbin");
    bins.bytes[8..12].copy_from_slice(&(size as u32).to_le_bytes());
    let mut file = base_block(&hive.file_name, hive.sequence, hive.sequence, 0, root, size as u32);
    file.resize(BIN, 0);
    file.extend(bins.bytes);
    file
}

/// 512 bytes: of a hive (`kind` 0) the start of its base block, of a log (`kind` 1, or 6 for the newer form) all of it.
pub(super) fn base_block(
    file_name: &str,
    primary: u32,
    secondary: u32,
    kind: u32,
    root: u32,
    bins_size: u32,
) -> Vec<u8> {
    let mut block = b"regf".to_vec();
    for number in [primary, secondary, 0, 0, 1, 5, kind, 1, root, bins_size, 1] {
        block.extend(number.to_le_bytes());
    }
    let name: Vec<u8> = file_name.encode_utf16().take(31).flat_map(u16::to_le_bytes).collect();
    block.extend(name);
    block.resize(512, 0);
    seal(&mut block);
    block
}

/// Sets the checksum of a base block.
pub(super) fn seal(block: &mut [u8]) {
    let words = block[..508].as_chunks::<4>().0;
    let sum = match words.iter().fold(0, |sum, word| sum ^ u32::from_le_bytes(*word)) {
        0 => 1,
        u32::MAX => u32::MAX - 1,
        sum => sum,
    };
    block[508..512].copy_from_slice(&sum.to_le_bytes());
}

/// One descriptor for all keys, without owner and lists.
fn security(bins: &mut Bins) -> u32 {
    let mut content = b"sk\0\0".to_vec();
    let descriptor = [1, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for number in [0, 0, 1, descriptor.len() as u32] {
        content.extend(number.to_le_bytes());
    }
    content.extend(descriptor);
    let cell = bins.cell(&content);
    bins.put(cell, 4, cell);
    bins.put(cell, 8, cell);
    cell
}

fn key(bins: &mut Bins, node: &Node, parent: u32, flags: u16) -> u32 {
    let (name, is_narrow) = encoded_name(&node.name);
    let mut content = b"nk".to_vec();
    content.extend((flags | if is_narrow { 0x20 } else { 0 }).to_le_bytes());
    content.extend(node.last_written.to_le_bytes());
    let numbers = [0, parent, node.keys.len() as u32, 0, NONE, NONE, node.values.len() as u32, NONE, bins.security];
    for number in numbers.into_iter().chain([NONE, 0, 0, 0, 0, 0]) {
        content.extend(number.to_le_bytes());
    }
    content.extend((name.len() as u16).to_le_bytes());
    content.extend([0, 0]);
    content.extend(name);
    let cell = bins.cell(&content);
    let values: Vec<u32> = node.values.iter().map(|(name, kind, data)| value(bins, name, *kind, data)).collect();
    if !values.is_empty() {
        let list = bins.cell(&values.iter().flat_map(|offset| offset.to_le_bytes()).collect::<Vec<u8>>());
        bins.put(cell, 40, list);
    }
    let keys: Vec<(u32, u32)> =
        node.keys.iter().map(|(upper, below)| (key(bins, below, cell, 0), hash(upper))).collect();
    if !keys.is_empty() {
        let lists: Vec<u32> = keys.chunks(LIST).map(|keys| list(bins, keys)).collect();
        let top = match lists[..] {
            [one] => one,
            _ => {
                let mut root = b"ri".to_vec();
                root.extend((lists.len() as u16).to_le_bytes());
                root.extend(lists.iter().flat_map(|list| list.to_le_bytes()));
                bins.cell(&root)
            }
        };
        bins.put(cell, 28, top);
    }
    cell
}

fn list(bins: &mut Bins, keys: &[(u32, u32)]) -> u32 {
    let mut content = b"lh".to_vec();
    content.extend((keys.len() as u16).to_le_bytes());
    for (offset, hash) in keys {
        content.extend(offset.to_le_bytes());
        content.extend(hash.to_le_bytes());
    }
    bins.cell(&content)
}

fn hash(upper: &str) -> u32 {
    upper.encode_utf16().fold(0, |hash: u32, unit| hash.wrapping_mul(37).wrapping_add(unit.into()))
}

fn value(bins: &mut Bins, name: &str, kind: u32, data: &[u8]) -> u32 {
    let (name, is_narrow) = encoded_name(name);
    let (size, place) = if data.len() <= 4 {
        let mut inline = [0; 4];
        inline[..data.len()].copy_from_slice(data);
        (data.len() as u32 | 0x8000_0000, u32::from_le_bytes(inline))
    } else if data.len() > SEGMENT {
        let segments: Vec<u32> = data.chunks(SEGMENT).map(|part| bins.cell(part)).collect();
        let list = bins.cell(&segments.iter().flat_map(|offset| offset.to_le_bytes()).collect::<Vec<u8>>());
        let mut content = b"db".to_vec();
        content.extend((segments.len() as u16).to_le_bytes());
        content.extend(list.to_le_bytes());
        content.extend([0; 4]);
        (data.len() as u32, bins.cell(&content))
    } else {
        (data.len() as u32, bins.cell(data))
    };
    let mut content = b"vk".to_vec();
    content.extend((name.len() as u16).to_le_bytes());
    for number in [size, place, kind] {
        content.extend(number.to_le_bytes());
    }
    content.extend(u16::from(is_narrow).to_le_bytes());
    content.extend([0, 0]);
    content.extend(name);
    bins.cell(&content)
}

/// One byte a character where that is enough.
fn encoded_name(name: &str) -> (Vec<u8>, bool) {
    match name.chars().map(u8::try_from).collect::<Result<Vec<u8>, _>>() {
        Ok(narrow) => (narrow, true),
        Err(_) => (name.encode_utf16().flat_map(u16::to_le_bytes).collect(), false),
    }
}
