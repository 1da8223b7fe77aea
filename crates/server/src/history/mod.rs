//! Kept configurations as a time machine: the configuration history, backups, and what application pools were given.
//!
//! Windows copies `applicationHost.config` into `inetpub\history\CFGHISTORY_<number>` within `period` (two minutes)
//! of a change and keeps the last `maxHistories` (ten). The copy keeps the time of the file, which is that of the
//! change. Source: learn.microsoft.com, "Configuration History", `<configHistory>`.

mod flat;
mod kept;
mod numbering;
mod pools;
mod seen;

pub(crate) use pools::pool_only;
pub(crate) use seen::date;

use crate::file::File;
use crate::{Environment, FileKind};
use diagnostics::Problem;
use formats::iis_xml::Element;
use kept::{Kept, Origin};
use std::collections::BTreeMap;

/// A difference between two kept files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// `history`, `backup`, `current` or `pool`: see `ChangeSource` of `IisConfigChanges`.
    pub source: &'static str,
    /// `add`, `set`, `remove`, `gap` or `rewind`.
    pub operation: &'static str,
    pub section: String,
    /// Path of the element below the section with its keys, `add[@name="X"]`.
    pub element: String,
    /// The element's key.
    pub name: String,
    /// The attributes' new and old values; secrets are left out.
    pub new: BTreeMap<String, String>,
    pub old: BTreeMap<String, String>,
    /// The `<location>` around the section.
    pub location: String,
    /// The file that was changed, as it was called on the server.
    pub physical_path: String,
    /// Times of the newer and the older file, in units of 100 ns since 1970.
    pub time: Option<i64>,
    pub window_start: Option<i64>,
    /// The file in the evidence that shows it, and the line.
    pub file: String,
    pub line: u32,
}

/// Rows of one pair of files; more say that the files are not of one server.
const MOST: usize = 2_000;
/// Windows copies a changed file no sooner, in units of 100 ns: files closer together were all copied at once.
const PERIOD: i64 = 120 * 10_000_000;
/// The kinds of files that are kept.
const KINDS: [FileKind; 3] = [FileKind::ApplicationHost, FileKind::Administration, FileKind::Redirection];

/// All differences between kept files, and to what is in force.
pub(crate) fn changes(files: &[File], environment: &Environment, problems: &mut Vec<Problem>) -> Vec<Change> {
    let mut changes = Vec::new();
    for kind in KINDS {
        let kept = kept::all(files, kind);
        let current = kept::current(files, kind);
        let physical = physical_path(current.as_ref().map(|current| current.file), kind, environment);
        let mut compare = Compare { physical, changes: &mut changes, problems };
        let history: Vec<&Kept<'_>> = kept.iter().filter(|kept| matches!(kept.origin, Origin::History(_))).collect();
        for pair in history.windows(2) {
            if let [older, newer] = pair {
                compare.pair("history", older, newer);
            }
        }
        let newest = history.last().copied();
        if let (Some(newest), Some(current)) = (newest, &current) {
            compare.pair("current", newest, current);
        }
        let backups: Vec<&Kept<'_>> = kept.iter().filter(|kept| kept.origin == Origin::Backup).collect();
        let last = current.as_ref().or(newest);
        for (number, backup) in backups.iter().enumerate() {
            if let Some(newer) = backups.get(number + 1).copied().or(last) {
                compare.pair("backup", backup, newer);
            }
        }
        if kind == FileKind::ApplicationHost {
            let physical = compare.physical.clone();
            changes.extend(numbering::oddities(&history, current.as_ref(), &physical));
        }
    }
    changes
}

struct Compare<'c> {
    physical: String,
    changes: &'c mut Vec<Change>,
    problems: &'c mut Vec<Problem>,
}

impl Compare<'_> {
    fn pair(&mut self, source: &'static str, older: &Kept<'_>, newer: &Kept<'_>) {
        let start = self.changes.len();
        let (before, after) = (older.flat(), newer.flat());
        if before.is_same(after) {
            return;
        }
        for (key, element) in &after.elements {
            let was = before.get(key);
            let (new, old) = (flat::attributes(Some(*element), was), flat::attributes(was, Some(*element)));
            let operation = if was.is_none() { "add" } else { "set" };
            if was.is_none() || !new.is_empty() || !old.is_empty() {
                self.push(source, operation, (key, element), (new, old), (older, newer), newer.file);
            }
        }
        for (key, element) in before.elements.iter().filter(|(key, _)| after.get(key).is_none()) {
            let values = (BTreeMap::new(), flat::attributes(Some(*element), None));
            self.push(source, "remove", (key, element), values, (older, newer), older.file);
        }
        if self.changes.len() - start > MOST {
            let count = self.changes.len() - start;
            self.changes.truncate(start + MOST);
            let text = format!("differs from {} in {count} places; the first {MOST} are listed", older.file.path);
            self.problems.push(Problem::warning(&newer.file.path, "", text));
        }
    }

    fn push(
        &mut self,
        source: &'static str,
        operation: &'static str,
        (key, element): (&flat::Key, &Element),
        (new, old): (BTreeMap<String, String>, BTreeMap<String, String>),
        (older, newer): (&Kept<'_>, &Kept<'_>),
        shows: &File,
    ) {
        self.changes.push(Change {
            source,
            operation,
            section: key.section.to_string(),
            element: key.element.to_string(),
            name: flat::name_of(element).to_owned(),
            new,
            old,
            location: key.location.to_string(),
            physical_path: self.physical.clone(),
            time: newer.time,
            window_start: older.time,
            file: shows.path.clone(),
            line: element.line,
        });
    }
}

/// Where the file that is in force lies on the server.
fn physical_path(current: Option<&File>, kind: FileKind, environment: &Environment) -> String {
    let name = match kind {
        FileKind::Administration => "administration.config",
        FileKind::Redirection => "redirection.config",
        _ => "applicationHost.config",
    };
    let usual = || environment.expand(&format!("%windir%\\System32\\inetsrv\\config\\{name}"));
    current.and_then(|file| file.windows_path.clone()).unwrap_or_else(usual)
}

#[cfg(test)]
mod tests;
