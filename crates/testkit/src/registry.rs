//! A writer of small registry hives (`regf` 1.5) and of the transaction logs that Windows keeps beside them.
//!
//! ```
//! use testkit::registry::{Data, HiveWriter};
//!
//! let bytes = HiveWriter::new("SYSTEM")
//!     .value("Select", "Current", Data::Dword(1))
//!     .value(r"ControlSet001\Control\ComputerName\ComputerName", "ComputerName", Data::Sz("WEB01"))
//!     .build();
//! assert_eq!(&bytes[..4], b"regf");
//! ```

mod cells;
mod logs;
#[cfg(test)]
mod tests;

pub use logs::{newer_log, older_log, unfinished};

use std::collections::BTreeMap;

/// A value's type and data.
#[derive(Clone, Debug)]
pub enum Data<'a> {
    Sz(&'a str),
    ExpandSz(&'a str),
    MultiSz(&'a [&'a str]),
    Dword(u32),
    Qword(u64),
    Binary(&'a [u8]),
    /// Any type by its number.
    Raw(u32, &'a [u8]),
}

impl Data<'_> {
    fn encoded(&self) -> (u32, Vec<u8>) {
        let wide = |text: &str| text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        match self {
            Self::Sz(text) => (1, wide(text)),
            Self::ExpandSz(text) => (2, wide(text)),
            Self::MultiSz(texts) => (7, texts.iter().flat_map(|text| wide(text)).chain([0, 0]).collect()),
            Self::Dword(number) => (4, number.to_le_bytes().to_vec()),
            Self::Qword(number) => (11, number.to_le_bytes().to_vec()),
            Self::Binary(bytes) => (3, bytes.to_vec()),
            Self::Raw(kind, bytes) => (*kind, bytes.to_vec()),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Node {
    name: String,
    last_written: u64,
    /// By name in upper case, which is the order that Windows keeps.
    keys: BTreeMap<String, Self>,
    values: Vec<(String, u32, Vec<u8>)>,
}

/// What a hive is to hold.
#[derive(Clone, Debug)]
pub struct HiveWriter {
    file_name: String,
    sequence: u32,
    root: Node,
}

impl HiveWriter {
    /// A hive with a root and nothing below it. `file_name` is the end of the path that its header names.
    pub fn new(file_name: &str) -> Self {
        let root = Node { name: "ROOT".to_owned(), ..Node::default() };
        Self { file_name: file_name.to_owned(), sequence: 1, root }
    }

    /// Sets the number of the last write that was finished.
    #[must_use]
    pub fn sequence(mut self, sequence: u32) -> Self {
        self.sequence = sequence;
        self
    }

    /// Adds a key, with those above it, and says when it was last written (100 ns since 1601).
    #[must_use]
    pub fn key(mut self, path: &str, last_written: u64) -> Self {
        self.node(path).last_written = last_written;
        self
    }

    /// Adds a value, with its key; `""` is the default value's name.
    #[must_use]
    pub fn value(mut self, path: &str, name: &str, data: Data<'_>) -> Self {
        let (kind, bytes) = data.encoded();
        self.node(path).values.push((name.to_owned(), kind, bytes));
        self
    }

    fn node(&mut self, path: &str) -> &mut Node {
        let mut node = &mut self.root;
        for name in path.split('\\').filter(|name| !name.is_empty()) {
            node = node
                .keys
                .entry(name.to_uppercase())
                .or_insert_with(|| Node { name: name.to_owned(), ..Node::default() });
        }
        node
    }

    /// The file's bytes; the same for the same description.
    pub fn build(&self) -> Vec<u8> {
        cells::build(self)
    }
}
