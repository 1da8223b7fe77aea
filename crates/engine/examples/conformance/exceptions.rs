//! Cases that need not pass: a line each, `file case reason`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub(crate) struct Exceptions(BTreeMap<(String, String), String>);

impl Exceptions {
    pub(crate) fn read(path: &Path) -> std::io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let mut all = BTreeMap::new();
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let mut parts = line.splitn(3, ' ');
            let (Some(file), Some(case), Some(reason)) = (parts.next(), parts.next(), parts.next()) else {
                return Err(std::io::Error::other(format!("not `file case reason`: {line}")));
            };
            all.insert((file.to_owned(), case.to_owned()), reason.to_owned());
        }
        Ok(Self(all))
    }

    pub(crate) fn reason(&self, file: &str, case: &str) -> Option<&str> {
        self.0.get(&(file.to_owned(), case.to_owned())).map(String::as_str)
    }

    /// Lines that no case needs.
    pub(crate) fn beyond<'e>(
        &'e self,
        needed: &BTreeSet<(String, String)>,
    ) -> impl Iterator<Item = (&'e str, &'e str)> {
        self.0.keys().filter(|key| !needed.contains(*key)).map(|(file, case)| (file.as_str(), case.as_str()))
    }
}
