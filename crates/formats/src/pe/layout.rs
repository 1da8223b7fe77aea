//! Where a program file's bytes lie: sections, what follows them, and traces of the linker.

/// One section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub name: String,
    /// Address in memory, relative to the image's base.
    pub address: u32,
    /// Bytes in memory.
    pub virtual_size: u32,
    /// Where in the file, and how many bytes.
    pub offset: u32,
    pub size: u32,
    /// `IMAGE_SCN_*`.
    pub characteristics: u32,
}

impl Section {
    /// `r`, `w` and `x` for what memory of the section allows, in this order.
    pub fn access(&self) -> String {
        let flags = [('r', 0x4000_0000), ('w', 0x8000_0000), ('x', 0x2000_0000)];
        flags.iter().filter(|(_, bit)| self.characteristics & bit != 0).map(|(letter, _)| letter).collect()
    }

    /// Shannon entropy of the section's bytes in the file, from 0 to 8 bits a byte; 0 when it has none. Packed or
    /// encrypted content is above about 7.2.
    pub fn entropy(&self, file: &[u8]) -> f64 {
        let start = (self.offset as usize).min(file.len());
        let end = start.saturating_add(self.size as usize).min(file.len());
        entropy(file.get(start..end).unwrap_or_default())
    }
}

/// Shannon entropy, from 0 to 8 bits a byte.
pub fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u64; 256];
    for &byte in bytes {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let total = bytes.len() as f64;
    let share = |count: &u64| {
        let p = *count as f64 / total;
        -p * p.log2()
    };
    counts.iter().filter(|count| **count > 0).map(share).sum::<f64>().max(0.0)
}

/// Bytes after the last section that are not the certificate table.
pub(super) fn overlay_size(sections: &[Section], headers: u32, certificates: Option<(u32, u32)>, file: usize) -> u64 {
    let end = end_of_sections(sections, headers);
    let rest = (file as u64).saturating_sub(end);
    match certificates {
        Some((offset, size)) if u64::from(offset) >= end => rest.saturating_sub(u64::from(size)),
        _ => rest,
    }
}

/// Where the last section ends in the file.
pub(super) fn end_of_sections(sections: &[Section], headers: u32) -> u64 {
    let ends = sections.iter().filter(|section| section.size > 0);
    let end = ends.map(|section| u64::from(section.offset) + u64::from(section.size)).max();
    end.unwrap_or(0).max(u64::from(headers))
}

/// What the debug directory tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DebugInfo {
    /// Where the linker put the symbols, on the computer that built the file.
    pub pdb_path: String,
    /// The build was made reproducible: the time stamp is a hash.
    pub is_reproducible: bool,
}

const CODE_VIEW: u32 = 2;
const REPRODUCIBLE: u32 = 16;
const MAX_PATH: usize = 1_024;

/// Reads the debug directory (28 bytes an entry, `IMAGE_DEBUG_DIRECTORY`).
pub(super) fn debug_info(directory: &[u8], file: &[u8]) -> DebugInfo {
    let mut info = DebugInfo::default();
    for entry in directory.chunks_exact(28).take(64) {
        let field = |at: usize| {
            let bytes = entry.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            u32::from_le_bytes(bytes.unwrap_or_default())
        };
        match field(12) {
            REPRODUCIBLE => info.is_reproducible = true,
            CODE_VIEW if info.pdb_path.is_empty() => {
                let start = (field(24) as usize).min(file.len());
                let end = start.saturating_add((field(16) as usize).min(MAX_PATH)).min(file.len());
                let record = file.get(start..end).unwrap_or_default();
                // RSDS: a GUID and an age follow; NB10: offset, time and age.
                let path = match record.get(..4) {
                    Some(b"RSDS") => record.get(24..),
                    Some(b"NB10") => record.get(16..),
                    _ => None,
                };
                info.pdb_path = super::text(path.unwrap_or_default());
            }
            _ => {}
        }
    }
    info
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropies() {
        let check = |bytes: &[u8], expect: f64| assert!((entropy(bytes) - expect).abs() < 1e-9, "{expect}");
        check(b"", 0.0);
        check(&[7; 100], 0.0);
        check(&[0, 1], 1.0);
        check(&(0..=255).collect::<Vec<u8>>(), 8.0);
    }

    #[test]
    fn overlays() {
        let section = |offset, size| Section {
            name: String::new(),
            address: 0,
            virtual_size: 0,
            offset,
            size,
            characteristics: 0x6000_0000,
        };
        let check = |certificates, file, expect| {
            assert_eq!(overlay_size(&[section(0x400, 0x200), section(0x9000, 0)], 0x400, certificates, file), expect);
        };
        check(None, 0x600, 0);
        check(None, 0x650, 0x50);
        check(None, 0x100, 0);
        check(Some((0x600, 0x50)), 0x650, 0);
        check(Some((0x610, 0x40)), 0x650, 0x10);
        assert_eq!(section(0, 0).access(), "rx");
    }

    #[test]
    fn debug_directories() {
        let mut file = vec![0; 0x100];
        let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
        put(12, &2_u32.to_le_bytes());
        put(16, &48_u32.to_le_bytes());
        put(24, &0x80_u32.to_le_bytes());
        put(28 + 12, &16_u32.to_le_bytes());
        put(0x80, b"RSDS");
        put(0x80 + 24, b"C:\\work\\x.pdb\0");
        let info = debug_info(&file[..56], &file);
        assert_eq!((info.pdb_path.as_str(), info.is_reproducible), ("C:\\work\\x.pdb", true));
        assert_eq!(debug_info(&[0xff; 300], &[1, 2, 3]), DebugInfo::default());
    }
}
