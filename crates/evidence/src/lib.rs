//! Where bytes come from: files, directories, glob patterns, zip archives and standard input.
//!
//! [`open`] lists everything that the arguments name, without reading it. An [`Item`] is one file (or one
//! member of an archive); it is read when somebody asks, and [`Evidence::reads`] says how often that was.
//! What cannot be listed or read becomes a [`diagnostics::Problem`] that names it; the rest is still there.
//!
//! Paths of the server under examination are found with [`Evidence::locate`], whatever shape the collector
//! gave its output: a mounted disk, KAPE's `C\`, Velociraptor's `uploads/auto/C%3A`, UAC's `[root]`.

mod collect;
mod error;
mod item;
mod limits;
mod member;
mod times;
mod winpath;

pub use collect::open;
pub use error::EvidenceError;
pub use item::{Item, ReadCounter};
pub use limits::Limits;
pub use times::Written;
pub use winpath::normal_windows_path;

use diagnostics::Problem;
use std::collections::BTreeMap;

/// What kind of argument a [`Root`] was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RootKind {
    File,
    Directory,
    Glob,
    Zip,
    Stdin,
}

/// One argument of the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The argument as it was written.
    pub argument: String,
    pub kind: RootKind,
    /// What to call a host that nothing else names: the folder's name, or the file's name without its ending.
    pub name: String,
}

/// Everything that the arguments name, listed in a stable order: by argument, then by path.
#[derive(Debug, Default)]
pub struct Evidence {
    pub items: Vec<Item>,
    pub roots: Vec<Root>,
    /// What could not be listed. Problems of reading are the reader's to report ([`EvidenceError::problem`]).
    pub problems: Vec<Problem>,
    by_windows_path: BTreeMap<(usize, String), usize>,
}

impl Evidence {
    /// How many times the whole content of an item was read. [`Item::head`] does not count.
    pub fn reads(&self, item: &Item) -> u32 {
        item.reads()
    }

    /// The item that holds a file of the examined server, for example
    /// `C:\Windows\System32\inetsrv\config\applicationHost.config`. Case, slashes and the prefixes `\\?\`
    /// and `\??\` do not matter. `None` when the evidence under this root does not hold the file.
    pub fn locate(&self, root: usize, windows_path: &str) -> Option<&Item> {
        let key = (root, normal_windows_path(windows_path)?);
        self.by_windows_path.get(&key).and_then(|&index| self.items.get(index))
    }

    /// The items of one root, in order.
    pub fn items_of(&self, root: usize) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.root == root)
    }

    /// The item of this name ([`Item::path`] is unique).
    pub fn item(&self, path: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.path == path)
    }
}
