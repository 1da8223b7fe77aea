//! Registry hives (`regf`): `SYSTEM`, `SOFTWARE` and the like, with what their transaction logs still hold.
//!
//! Cells are read where they stand, by bounds-checked slices. A broken cell is listed and costs what hangs on it;
//! the rest is read. Nothing recurses, and every walk has a budget, so that lists which name each other or one key a
//! million times end.
//!
//! Format: "Windows registry file format specification" by Maxim Suhanov (github.com/msuhanov/regf).

mod base_block;
mod export;
mod key;
mod log;
mod marvin;
#[cfg(test)]
mod tests;
mod value;

pub use base_block::BaseBlock;
pub use export::{ExportedKey, is_export, read_export};
pub use key::{Key, MAX_SUBKEYS};
pub use log::Replay;
pub use value::{MAX_DATA, RegistryValue, Type};

use std::borrow::Cow;

/// Issues past this number are counted, not kept.
pub const MAX_ISSUES: usize = 100;
/// What may be looked at in one hive: list entries, values, and blocks of 64 bytes of data.
const BUDGET: u64 = 8 << 20;

/// Why bytes are not read as a hive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HiveError {
    #[error("not a registry hive")]
    NotAHive,
    #[error("a transaction log, not a hive")]
    Log,
    #[error("the hive has a header and nothing else")]
    Empty,
}

/// What was wrong at one place of a hive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Offset in the hive's file.
    pub offset: u64,
    pub text: &'static str,
}

/// What goes along with a walk: what was wrong, and how much more may be looked at.
#[derive(Debug)]
pub struct Walk {
    pub issues: Vec<Issue>,
    /// Issues that were not kept.
    pub more_issues: u64,
    left: u64,
}

impl Default for Walk {
    fn default() -> Self {
        Self { issues: Vec::new(), more_issues: 0, left: BUDGET }
    }
}

impl Walk {
    fn issue(&mut self, cell: u32, text: &'static str) {
        let offset = u64::from(cell) + base_block::SIZE as u64;
        if self.issues.iter().any(|issue| issue.offset == offset && issue.text == text) {
            return;
        }
        if self.issues.len() < MAX_ISSUES {
            self.issues.push(Issue { offset, text });
        } else {
            self.more_issues += 1;
        }
    }

    /// Takes from the budget; false when it is used up.
    fn spend(&mut self, amount: u64) -> bool {
        match self.left.checked_sub(amount) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                if self.left > 0 {
                    self.left = 0;
                    self.issue(0, "the hive names more than it can hold; the rest is not read");
                }
                false
            }
        }
    }
}

/// A hive, its transaction logs replayed.
#[derive(Debug, Clone)]
pub struct Hive<'a> {
    pub base: BaseBlock,
    /// What the logs added, and what was wrong with them.
    pub replay: Replay,
    /// From the first bin on; offsets of cells count from here.
    bins: Cow<'a, [u8]>,
}

/// Whether a file starts like a hive or a transaction log.
pub fn is_hive_or_log(head: &[u8]) -> bool {
    head.starts_with(b"regf") && head.len() >= 48
}

impl<'a> Hive<'a> {
    /// Reads a hive and replays what its logs hold and it does not. Logs come as `LOG1`, `LOG2` or the older `LOG`, in
    /// any order; what is no log of this hive is noted in [`Hive::replay`] and ignored.
    ///
    /// # Errors
    /// When the bytes are no hive.
    pub fn open(primary: &'a [u8], logs: &[&[u8]]) -> Result<Self, HiveError> {
        let mut base = BaseBlock::parse(primary).ok_or(HiveError::NotAHive)?;
        if base.is_log {
            return Err(HiveError::Log);
        }
        let mut bins = Cow::Borrowed(primary.get(base_block::SIZE..).unwrap_or_default());
        let replay = log::replay(&mut base, &mut bins, logs);
        if bins.is_empty() {
            return Err(HiveError::Empty);
        }
        Ok(Self { base, replay, bins })
    }

    /// Bytes that the header counts and the file has not got.
    pub fn missing(&self) -> u64 {
        u64::from(self.base.bins_size).saturating_sub(self.bins.len() as u64)
    }

    /// The topmost key.
    pub fn root(&self, walk: &mut Walk) -> Option<Key<'_>> {
        Key::read(self, self.base.root, walk)
    }

    /// The key of this path below the root, `\`-separated; case does not matter.
    pub fn key(&self, path: &str, walk: &mut Walk) -> Option<Key<'_>> {
        let mut key = self.root(walk)?;
        for name in path.split('\\').filter(|name| !name.is_empty()) {
            key = key.subkey(name, walk)?;
        }
        Some(key)
    }

    /// The content of the cell at an offset; only cells in use count.
    fn cell(&self, offset: u32, walk: &mut Walk) -> Option<&[u8]> {
        let found = self.find_cell(offset);
        if found.is_none() {
            walk.issue(offset, "a cell that is not there or not in use");
        }
        found
    }

    fn find_cell(&self, offset: u32) -> Option<&[u8]> {
        let at = offset as usize;
        let size = i32::from_le_bytes(self.bins.get(at..at.checked_add(4)?)?.try_into().ok()?);
        // A cell in use has its size negated.
        let size = usize::try_from(size.checked_neg()?).ok().filter(|&size| size >= 8 && at.is_multiple_of(8))?;
        self.bins.get(at + 4..at.checked_add(size)?)
    }
}

pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn quad(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// UTF-16 text without the zeros at its end.
pub(super) fn wide(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|&unit| u16::from_le_bytes(unit));
    let mut text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.truncate(text.trim_end_matches('\0').len());
    text
}

/// A name of one byte a character (Latin-1), or in UTF-16.
pub(super) fn name(bytes: &[u8], is_narrow: bool) -> String {
    if is_narrow { bytes.iter().map(|&byte| char::from(byte)).collect() } else { wide(bytes) }
}
