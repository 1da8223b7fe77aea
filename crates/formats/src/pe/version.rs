//! The version resource (`VS_VERSIONINFO`): what a file says of itself. Anybody can write anything there.

use object::pe::RT_VERSION;
use object::read::pe::{ResourceDirectory, ResourceDirectoryEntryData, ResourceNameOrId};
use std::collections::BTreeMap;

/// The strings of the version resource by name (`CompanyName`, `OriginalFilename`, `FileDescription`); of
/// several languages the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VersionInfo {
    pub strings: BTreeMap<String, String>,
}

impl VersionInfo {
    /// The string of this name, `""` when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.strings.get(name).map_or("", String::as_str)
    }
}

/// Version resources are about 1 KiB; more than this is something else.
const MAX_SIZE: usize = 1 << 16;

/// Finds and reads the version resource. `at` gives the bytes at a virtual address, at most so many.
pub(super) fn find<'data>(
    resources: &'data [u8],
    at: impl Fn(u32, usize) -> Option<&'data [u8]>,
) -> Option<VersionInfo> {
    let directory = ResourceDirectory::new(resources);
    let types = directory.root().ok()?;
    let is_version = |id| matches!(id, ResourceNameOrId::Id(id) if id == RT_VERSION);
    // Three levels by definition: type, name, language. Going no deeper makes loops harmless.
    let names = types.entries.iter().find(|entry| is_version(entry.name_or_id()))?.data(directory).ok()?.table()?;
    let languages = names.entries.first()?.data(directory).ok()?.table()?;
    let ResourceDirectoryEntryData::Data(entry) = languages.entries.first()?.data(directory).ok()? else { return None };
    let address = entry.offset_to_data.get(object::LittleEndian);
    let size = entry.size.get(object::LittleEndian) as usize;
    parse(at(address, size.min(MAX_SIZE))?)
}

/// `VS_VERSIONINFO` holds `StringFileInfo`, that holds string tables, those hold strings: the same block
/// form on each level (learn.microsoft.com, "VS_VERSIONINFO structure").
fn parse(bytes: &[u8]) -> Option<VersionInfo> {
    let root = Block::read(bytes, 0)?;
    let info = Blocks::of(&root).find(|block| block.key == "StringFileInfo")?;
    let table = Blocks::of(&info).next()?;
    let strings = Blocks::of(&table).map(|block| (block.key.clone(), block.text()));
    Some(VersionInfo { strings: strings.collect() })
}

struct Block<'a> {
    key: String,
    value: &'a [u8],
    /// What follows the value: child blocks.
    rest: &'a [u8],
    length: usize,
}

impl<'a> Block<'a> {
    /// The block at an offset of its parent's content, which is aligned to four bytes.
    fn read(bytes: &'a [u8], at: usize) -> Option<Self> {
        let bytes = bytes.get(at..)?;
        let word = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let length = usize::from(word(0)?);
        let value_length = usize::from(word(2)?);
        let is_text = word(4)? == 1;
        let block = bytes.get(..length.min(bytes.len()))?;
        let key_units = block.get(6..)?.as_chunks::<2>().0;
        let key_length = key_units.iter().position(|unit| *unit == [0, 0])?;
        let key = wide(key_units.get(..key_length)?.as_flattened());
        let start = aligned(6 + (key_length + 1) * 2);
        // The length of text is in characters, or in bytes when a careless tool wrote it.
        let value_size = if is_text { value_length * 2 } else { value_length };
        let end = (start + value_size).min(block.len());
        let value = block.get(start..end).unwrap_or_default();
        let rest = block.get(aligned(end)..).unwrap_or_default();
        Some(Self { key, value, rest, length })
    }

    fn text(&self) -> String {
        wide(self.value)
    }
}

struct Blocks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Blocks<'a> {
    fn of(parent: &Block<'a>) -> Self {
        Self { bytes: parent.rest, at: 0 }
    }
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    fn next(&mut self) -> Option<Block<'a>> {
        let block = Block::read(self.bytes, self.at).filter(|block| block.length >= 6)?;
        self.at = aligned(self.at + block.length);
        Some(block)
    }
}

const fn aligned(at: usize) -> usize {
    at.next_multiple_of(4)
}

/// UTF-16 up to the first zero.
fn wide(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|&unit| u16::from_le_bytes(unit)).take_while(|&unit| unit != 0);
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(key: &str, value: &str, children: &[Vec<u8>]) -> Vec<u8> {
        let mut body: Vec<u8> = Vec::new();
        let wide = |text: &str| text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        body.extend(wide(key));
        body.resize(aligned(6 + body.len()) - 6, 0);
        if !value.is_empty() {
            body.extend(wide(value));
        }
        for child in children {
            body.resize(aligned(6 + body.len()) - 6, 0);
            body.extend(child);
        }
        let value_length = if value.is_empty() { 0 } else { value.encode_utf16().count() as u16 + 1 };
        let mut out = (body.len() as u16 + 6).to_le_bytes().to_vec();
        out.extend(value_length.to_le_bytes());
        out.extend(1_u16.to_le_bytes());
        out.extend(body);
        out
    }

    fn sample() -> Vec<u8> {
        let strings =
            [block("CompanyName", "Acme ä", &[]), block("OriginalFilename", "a.dll", &[]), block("Empty", "", &[])];
        let table = block("040904b0", "", &strings);
        block("VS_VERSION_INFO", "", &[block("VarFileInfo", "", &[]), block("StringFileInfo", "", &[table])])
    }

    #[test]
    fn strings() {
        let info = parse(&sample()).unwrap();
        assert_eq!((info.get("CompanyName"), info.get("OriginalFilename"), info.get("Empty")), ("Acme ä", "a.dll", ""));
        assert_eq!((info.strings.len(), info.get("None")), (3, ""));
    }

    #[test]
    fn damage() {
        let sample = sample();
        for end in 0..sample.len() {
            parse(&sample[..end]);
            for bits in [1, 0x80, 0xff] {
                let mut flipped = sample.clone();
                flipped[end] ^= bits;
                parse(&flipped);
            }
        }
        assert_eq!(parse(&[0; 64]), None);
        assert_eq!(parse(&[0xff; 64]), None);
    }
}
