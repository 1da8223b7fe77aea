//! One chunk: 512 bytes of header and tables, then records, then free space up to 65,536 bytes.

use std::collections::BTreeMap;

use super::crc32::crc32;

/// Size of every chunk.
pub(super) const CHUNK_SIZE: usize = 0x1_0000;
/// Where records start: after the header (128), the name table (64 × 4) and the template table (32 × 4).
pub(super) const FIRST_RECORD: usize = 512;
const NAME_BUCKETS: usize = 64;
const TEMPLATE_BUCKETS: usize = 32;

/// A chunk that grows. Positions are offsets from the chunk's start.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    names: BTreeMap<String, u32>,
    name_buckets: [u32; NAME_BUCKETS],
    templates: BTreeMap<String, Template>,
    template_buckets: [u32; TEMPLATE_BUCKETS],
    first_record: u64,
    last_record: u64,
    last_offset: u32,
    records: u64,
}

/// Where a template's definition is, and the number that instances repeat.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template {
    pub(super) offset: u32,
    pub(super) id: u32,
}

impl Chunk {
    pub(super) fn new() -> Self {
        Self {
            bytes: vec![0; FIRST_RECORD],
            names: BTreeMap::new(),
            name_buckets: [0; NAME_BUCKETS],
            templates: BTreeMap::new(),
            template_buckets: [0; TEMPLATE_BUCKETS],
            first_record: 0,
            last_record: 0,
            last_offset: 0,
            records: 0,
        }
    }

    /// How many records are written.
    pub(super) fn records(&self) -> u64 {
        self.records
    }

    /// The next byte's position.
    pub(super) fn position(&self) -> u32 {
        self.bytes.len() as u32
    }

    /// Writes the offset of a name, and the name itself at that offset when the chunk does not have it yet. The
    /// newest name of a bucket is its head and links to the one before.
    pub(super) fn name(&mut self, name: &str) {
        if let Some(offset) = self.names.get(name) {
            self.bytes.extend(offset.to_le_bytes());
            return;
        }
        let offset = self.position() + 4;
        let hash = name_hash(name);
        let bucket = &mut self.name_buckets[usize::from(hash) % NAME_BUCKETS];
        let units: Vec<u16> = name.encode_utf16().collect();
        self.bytes.extend(offset.to_le_bytes());
        self.bytes.extend(bucket.to_le_bytes());
        self.bytes.extend(hash.to_le_bytes());
        self.bytes.extend((units.len() as u16).to_le_bytes());
        self.bytes.extend(units.iter().chain(&[0]).flat_map(|unit| unit.to_le_bytes()));
        *bucket = offset;
        self.names.insert(name.to_owned(), offset);
    }

    /// The template known by `key`, if the chunk has it.
    pub(super) fn template(&self, key: &str) -> Option<Template> {
        self.templates.get(key).copied()
    }

    /// Registers the definition that starts at `offset`: links it into its bucket and writes the link.
    pub(super) fn add_template(&mut self, key: &str, offset: u32, guid: [u8; 16]) {
        let bucket = &mut self.template_buckets[template_bucket(&guid)];
        let at = offset as usize;
        self.bytes[at..at + 4].copy_from_slice(&bucket.to_le_bytes());
        *bucket = offset;
        let id = u32::from_le_bytes([guid[0], guid[1], guid[2], guid[3]]);
        self.templates.insert(key.to_owned(), Template { offset, id });
    }

    /// Notes that a record has been written from `offset` to the current position.
    pub(super) fn finish_record(&mut self, offset: u32, id: u64) {
        if self.records == 0 {
            self.first_record = id;
        }
        self.last_record = id;
        self.last_offset = offset;
        self.records += 1;
    }

    /// The chunk's 65,536 bytes, with header, tables and checksums. `number` is the running number of its first record
    /// in the file, from 1.
    pub(super) fn finish(mut self, number: u64) -> Vec<u8> {
        let end = self.position();
        let mut header = Vec::with_capacity(FIRST_RECORD);
        header.extend(b"ElfChnk\0");
        header.extend(number.to_le_bytes());
        header.extend((number + self.records - 1).to_le_bytes());
        header.extend(self.first_record.to_le_bytes());
        header.extend(self.last_record.to_le_bytes());
        header.extend(128_u32.to_le_bytes());
        header.extend(self.last_offset.to_le_bytes());
        header.extend(end.to_le_bytes());
        header.extend(crc32(&[&self.bytes[FIRST_RECORD..]]).to_le_bytes());
        header.resize(128, 0);
        header.extend(self.name_buckets.iter().flat_map(|offset| offset.to_le_bytes()));
        header.extend(self.template_buckets.iter().flat_map(|offset| offset.to_le_bytes()));
        let checksum = crc32(&[&header[..120], &header[128..]]);
        header[124..128].copy_from_slice(&checksum.to_le_bytes());
        self.bytes[..FIRST_RECORD].copy_from_slice(&header);
        self.bytes.resize(CHUNK_SIZE, 0);
        self.bytes
    }
}

fn hash(units: impl Iterator<Item = u16>) -> u32 {
    units.fold(0_u32, |hash, unit| hash.wrapping_mul(65_599).wrapping_add(u32::from(unit)))
}

/// The stored hash of a name: 16 bits over its UTF-16 units.
pub(super) fn name_hash(name: &str) -> u16 {
    hash(name.encode_utf16()) as u16
}

/// The bucket of a template: the same hash over its GUID read as eight numbers of 16 bits.
fn template_bucket(guid: &[u8; 16]) -> usize {
    let units = guid.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    hash(units) as usize % TEMPLATE_BUCKETS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hashes that Windows stored in real logs.
    #[test]
    fn hashes_are_those_of_windows() {
        for (name, hash) in [("Event", 0x0CBA), ("System", 0x546F), ("Provider", 0x7BF1), ("EventData", 0x8244)] {
            assert_eq!(name_hash(name), hash, "{name}");
        }
        let guid = 0x5650_d1f5_8a61_cb59_c31f_7fe3_fe7b_ac54_u128.to_be_bytes();
        assert_eq!(template_bucket(&guid), 6);
    }
}
