use super::{long, quad, wide};

/// Bytes of the base block of a hive; a log's is an eighth of it.
pub(super) const SIZE: usize = 4_096;

/// The header of a hive or of a transaction log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseBlock {
    /// Equal when the last write was finished.
    pub primary_sequence: u32,
    pub secondary_sequence: u32,
    /// When the hive was last written, in 100 ns since 1601.
    pub last_written: u64,
    /// `1.3` to `1.6`; only the second number differs.
    pub minor_version: u32,
    pub is_log: bool,
    /// Offset of the root key's cell.
    pub root: u32,
    /// Bytes of all bins.
    pub bins_size: u32,
    /// The end of the path that the hive was loaded from, as `emRoot\System32\Config\SOFTWARE`.
    pub file_name: String,
    /// Whether the checksum fits.
    pub is_sound: bool,
}

impl BaseBlock {
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        if !bytes.starts_with(b"regf") {
            return None;
        }
        Some(Self {
            primary_sequence: long(bytes, 4)?,
            secondary_sequence: long(bytes, 8)?,
            last_written: quad(bytes, 12)?,
            minor_version: long(bytes, 24)?,
            is_log: long(bytes, 28)? != 0,
            root: long(bytes, 36)?,
            bins_size: long(bytes, 40)?,
            file_name: file_name(bytes.get(48..112).unwrap_or_default()),
            is_sound: long(bytes, 508).is_some_and(|sum| Some(sum) == checksum(bytes)),
        })
    }

    /// Whether the last write was not finished: the logs have what is missing.
    pub fn is_dirty(&self) -> bool {
        !self.is_sound || self.primary_sequence != self.secondary_sequence
    }
}

/// The exclusive or of the first 127 numbers; the two values that would be 0 and -1 are avoided.
fn checksum(bytes: &[u8]) -> Option<u32> {
    let words = bytes.get(..508)?.as_chunks::<4>().0;
    Some(match words.iter().fold(0, |sum, &word| sum ^ u32::from_le_bytes(word)) {
        0 => 1,
        u32::MAX => u32::MAX - 1,
        sum => sum,
    })
}

/// Up to the first zero: what follows may be rests of older names.
fn file_name(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0;
    let end = units.iter().position(|unit| *unit == [0, 0]).unwrap_or(units.len());
    wide(units.get(..end).unwrap_or_default().as_flattened())
}
