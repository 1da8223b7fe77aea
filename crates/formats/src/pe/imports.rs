//! The import table, and the import hash.

use super::text;
use md5::{Digest, Md5};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// Functions past this number, over all libraries, are left out.
pub const MAX_IMPORTS: usize = 16_384;
const MAX_LIBRARIES: usize = 1_024;
const MAX_NAME: usize = 512;
const DESCRIPTOR: usize = 20;

/// What is imported from one library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// As the table has it.
    pub library: String,
    pub functions: Vec<ImportedFunction>,
}

/// How a function is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportedFunction {
    Name(String),
    Ordinal(u16),
}

impl std::fmt::Display for ImportedFunction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Ordinal(ordinal) => write!(f, "#{ordinal}"),
        }
    }
}

/// Reads the table at an address. `at` gives the bytes from a virtual address to the end of its section.
pub(super) fn read<'data>(address: u32, is_64: bool, at: impl Fn(u32) -> Option<&'data [u8]>) -> Vec<Import> {
    let mut imports = Vec::new();
    let mut left = MAX_IMPORTS;
    let descriptors = at(address).unwrap_or_default().chunks_exact(DESCRIPTOR).take(MAX_LIBRARIES);
    for descriptor in descriptors {
        let field = |offset| long(descriptor, offset).unwrap_or(0);
        let (lookup, name, addresses) = (field(0), field(12), field(16));
        if name == 0 || addresses == 0 {
            break;
        }
        let Some(library) = at(name).map(name_at) else { continue };
        // The lookup table names the functions; old linkers leave it out, and the address table says the same.
        let thunks = at(lookup).filter(|_| lookup != 0).or_else(|| at(addresses)).unwrap_or_default();
        let mut functions = Vec::new();
        for thunk in thunks.chunks_exact(if is_64 { 8 } else { 4 }) {
            let Some(value) = number(thunk).filter(|&value| value != 0 && left > 0) else { break };
            left -= 1;
            let by_ordinal = value >> (if is_64 { 63 } else { 31 }) == 1;
            if by_ordinal {
                functions.push(ImportedFunction::Ordinal((value & 0xffff) as u16));
                continue;
            }
            // Two bytes of hint stand before the name.
            let Some(name) = at(value as u32).and_then(|bytes| bytes.get(2..)) else { break };
            functions.push(ImportedFunction::Name(name_at(name)));
        }
        imports.push(Import { library, functions });
    }
    imports
}

fn name_at(bytes: &[u8]) -> String {
    text(bytes.get(..bytes.len().min(MAX_NAME)).unwrap_or_default())
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn number(bytes: &[u8]) -> Option<u64> {
    match bytes.len() {
        4 => long(bytes, 0).map(u64::from),
        _ => Some(u64::from_le_bytes(bytes.try_into().ok()?)),
    }
}

/// The import hash in hexadecimal: the MD5 of `library.function` of every import in order, in lower case, joined by
/// commas (Mandiant, "Tracking Malware with Import Hashing", 2014). `None` without imports.
pub(super) fn hash(imports: &[Import]) -> Option<String> {
    let mut joined = String::new();
    for import in imports {
        let file = import.library.to_lowercase();
        let library = match file.rsplit_once('.') {
            Some((stem, "dll" | "ocx" | "sys")) => stem,
            _ => &file,
        };
        for function in &import.functions {
            if !joined.is_empty() {
                joined.push(',');
            }
            let _ = match function {
                ImportedFunction::Name(name) => write!(joined, "{library}.{}", name.to_lowercase()),
                ImportedFunction::Ordinal(ordinal) => match name_of(&file, *ordinal) {
                    Some(name) => write!(joined, "{library}.{}", name.to_lowercase()),
                    None => write!(joined, "{library}.ord{ordinal}"),
                },
            };
        }
    }
    (!joined.is_empty()).then(|| crate::hex(&Md5::digest(joined.as_bytes())))
}

fn name_of(library: &str, ordinal: u16) -> Option<&'static str> {
    static NAMES: LazyLock<BTreeMap<(&str, u16), &str>> = LazyLock::new(|| {
        let rows = include_str!("ordinals.txt").lines().filter(|line| !line.starts_with('#'));
        let row = |line: &'static str| {
            let (library, rest) = line.split_once(' ')?;
            let (ordinal, name) = rest.split_once(' ')?;
            Some(((library, ordinal.parse().ok()?), name))
        };
        rows.filter_map(row).collect()
    });
    NAMES.get(&(library, ordinal)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<u8> {
        let mut section = vec![0; 0x200];
        let mut put = |at: usize, bytes: &[u8]| section[at..at + bytes.len()].copy_from_slice(bytes);
        for (at, value) in [(0, 0x1080_u32), (12, 0x1100), (16, 0x10c0)] {
            put(at, &value.to_le_bytes());
        }
        for (at, value) in [(0x80, 0x1120_u64), (0x88, 1 << 63 | 115), (0x90, 1 << 63 | 4999)] {
            put(at, &value.to_le_bytes());
        }
        put(0x100, b"WS2_32.dll\0");
        put(0x122, b"WSASend\0");
        section
    }

    #[test]
    fn names_and_ordinals() {
        let section = table();
        let imports = read(0x1000, true, |address| section.get((address as usize).checked_sub(0x1000)?..));
        assert_eq!(imports[0].library, "WS2_32.dll");
        let functions: Vec<String> = imports[0].functions.iter().map(ToString::to_string).collect();
        assert_eq!(functions, ["WSASend", "#115", "#4999"]);
        let expect = crate::hex(&Md5::digest(b"ws2_32.wsasend,ws2_32.wsastartup,ws2_32.ord4999"));
        assert_eq!(hash(&imports), Some(expect));
        assert_eq!(hash(&[]), None);
    }

    #[test]
    fn endless_tables_end() {
        let section = vec![0x11; 1 << 20];
        let imports = read(0x1000, false, |_| Some(&section));
        assert!(imports.iter().map(|import| import.functions.len()).sum::<usize>() <= MAX_IMPORTS);
    }
}
