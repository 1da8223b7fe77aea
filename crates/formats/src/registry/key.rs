use super::{Hive, RegistryValue, Walk, long, name, quad, word};
use std::collections::BTreeSet;

/// Subkeys of one key past this number are left out.
pub const MAX_SUBKEYS: usize = 1 << 20;
const NONE: u32 = u32::MAX;
/// The key's name has one byte a character.
const NARROW_NAME: u16 = 0x20;

/// A key (`nk` cell).
#[derive(Debug, Clone, Copy)]
pub struct Key<'h> {
    hive: &'h Hive<'h>,
    offset: u32,
    bytes: &'h [u8],
}

impl<'h> Key<'h> {
    pub(super) fn read(hive: &'h Hive<'_>, offset: u32, walk: &mut Walk) -> Option<Self> {
        let bytes = hive.cell(offset, walk)?;
        if !bytes.starts_with(b"nk") || bytes.len() < 76 {
            walk.issue(offset, "not a key, though it is named as one");
            return None;
        }
        Some(Self { hive, offset, bytes })
    }

    /// Where its cell is; tells one key from another.
    pub const fn offset(&self) -> u32 {
        self.offset
    }

    pub fn name(&self) -> String {
        let length = usize::from(word(self.bytes, 72).unwrap_or(0));
        let bytes = self.bytes.get(76..).unwrap_or_default();
        let is_narrow = word(self.bytes, 2).unwrap_or(0) & NARROW_NAME != 0;
        name(bytes.get(..length.min(bytes.len())).unwrap_or_default(), is_narrow)
    }

    /// When the key or one of its values was last written, in 100 ns since 1601.
    pub fn last_written(&self) -> u64 {
        quad(self.bytes, 4).unwrap_or(0)
    }

    /// The subkeys in the hive's order, which is that of their names in upper case.
    pub fn subkeys(&self, walk: &mut Walk) -> Vec<Self> {
        let count = long(self.bytes, 20).unwrap_or(0) as usize;
        let list = long(self.bytes, 28).unwrap_or(NONE);
        if count == 0 || list == NONE {
            return Vec::new();
        }
        let mut offsets = Vec::new();
        // A list of lists goes one level deep; each list counts once.
        let mut seen = BTreeSet::from([list]);
        match list_entries(self.hive, list, walk) {
            Some((List::OfKeys, entries)) => offsets = entries,
            Some((List::OfLists, lists)) => {
                for list in lists {
                    if !seen.insert(list) {
                        walk.issue(list, "a list of subkeys that is named twice");
                        continue;
                    }
                    match list_entries(self.hive, list, walk) {
                        Some((List::OfKeys, entries)) => offsets.extend(entries),
                        Some((List::OfLists, _)) => walk.issue(list, "lists of lists in a list of lists"),
                        None => {}
                    }
                    if offsets.len() >= MAX_SUBKEYS {
                        break;
                    }
                }
            }
            None => {}
        }
        if offsets.len() != count {
            walk.issue(self.offset, "not as many subkeys as the key says");
        }
        let mut seen = BTreeSet::new();
        let mut keys = Vec::new();
        for offset in offsets.into_iter().take(MAX_SUBKEYS) {
            if seen.insert(offset) {
                keys.extend(Key::read(self.hive, offset, walk));
            } else {
                walk.issue(offset, "a key that is listed twice");
            }
        }
        keys
    }

    /// The subkey of this name; case does not matter.
    pub fn subkey(&self, name: &str, walk: &mut Walk) -> Option<Self> {
        let wanted = name.to_uppercase();
        self.subkeys(walk).into_iter().find(|key| key.name().to_uppercase() == wanted)
    }

    pub fn values(&self, walk: &mut Walk) -> Vec<RegistryValue<'h>> {
        let count = long(self.bytes, 36).unwrap_or(0);
        let list = long(self.bytes, 40).unwrap_or(NONE);
        if count == 0 || list == NONE {
            return Vec::new();
        }
        let Some(bytes) = self.hive.cell(list, walk) else { return Vec::new() };
        let (entries, _) = bytes.as_chunks::<4>();
        if entries.len() < count as usize {
            walk.issue(list, "not as many values as the key says");
        }
        let mut values = Vec::new();
        for entry in entries.iter().take(count as usize) {
            if !walk.spend(1) {
                break;
            }
            values.extend(RegistryValue::read(self.hive, u32::from_le_bytes(*entry), walk));
        }
        values
    }

    /// The value of this name, `""` for the default; case does not matter.
    pub fn value(&self, name: &str, walk: &mut Walk) -> Option<RegistryValue<'h>> {
        let wanted = name.to_uppercase();
        self.values(walk).into_iter().find(|value| value.name().to_uppercase() == wanted)
    }

    /// This key and all below it, each once, with their paths from here (`""`, `a`, `a\b` …), a key before its
    /// subkeys. At most `most` of them.
    pub fn tree(&self, most: usize, walk: &mut Walk) -> Vec<(String, Self)> {
        let mut seen = BTreeSet::new();
        let mut pending = vec![(String::new(), *self)];
        let mut found = Vec::new();
        while let Some((path, key)) = pending.pop() {
            if !seen.insert(key.offset) {
                walk.issue(key.offset, "a key that lies below itself or below two others");
                continue;
            }
            if found.len() >= most {
                walk.issue(key.offset, "more keys than are read");
                break;
            }
            for below in key.subkeys(walk).into_iter().rev() {
                let name = below.name();
                // A path grows only while keys are new, but names can be long.
                if path.len() + name.len() > MAX_PATH {
                    walk.issue(below.offset, "a key too deep to be read");
                    continue;
                }
                let path = if path.is_empty() { name } else { format!("{path}\\{name}") };
                pending.push((path, below));
            }
            found.push((path, key));
        }
        found
    }
}

const MAX_PATH: usize = 4_096;

enum List {
    OfKeys,
    OfLists,
}

/// The offsets in a list: `li`, `lf`, `lh` of keys, `ri` of lists.
fn list_entries(hive: &Hive<'_>, offset: u32, walk: &mut Walk) -> Option<(List, Vec<u32>)> {
    let bytes = hive.cell(offset, walk)?;
    let (kind, width) = match bytes.get(..2)? {
        b"lf" | b"lh" => (List::OfKeys, 8),
        b"li" => (List::OfKeys, 4),
        b"ri" => (List::OfLists, 4),
        _ => {
            walk.issue(offset, "not a list of subkeys, though it is named as one");
            return None;
        }
    };
    let count = usize::from(word(bytes, 2)?);
    let entries = bytes.get(4..)?.chunks_exact(width).take(count);
    if entries.len() < count {
        walk.issue(offset, "a list of subkeys is cut off");
    }
    if !walk.spend(entries.len() as u64 + 1) {
        return None;
    }
    Some((kind, entries.filter_map(|entry| long(entry, 0)).collect()))
}
