//! Files that a chore writes, and whether those on disk are the same.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use crate::repository;

/// Contents by path relative to the repository.
#[derive(Default)]
pub(crate) struct Outputs {
    files: BTreeMap<String, Vec<u8>>,
    /// Folders that hold nothing but outputs: any other file in them is stale.
    owned: Vec<String>,
}

impl Outputs {
    /// Adds a file.
    pub(crate) fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Says that a folder holds nothing but outputs.
    pub(crate) fn own(&mut self, folder: &str) {
        self.owned.push(folder.to_owned());
    }

    /// Contents by path.
    #[cfg(test)]
    pub(crate) fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// The paths whose file is missing, differs, or should not be there.
    pub(crate) fn stale(&self, root: &Path) -> Result<Vec<String>> {
        let mut stale = self.unwanted()?;
        for (path, bytes) in &self.files {
            match fs::read(root.join(path)) {
                Ok(found) if &found == bytes => {}
                Ok(_) => stale.push(path.clone()),
                Err(error) if error.kind() == ErrorKind::NotFound => stale.push(path.clone()),
                Err(error) => return Err(error).with_context(|| path.clone()),
            }
        }
        stale.sort();
        Ok(stale)
    }

    /// Writes what is stale, removes what should not be there, and says which.
    pub(crate) fn write(&self, root: &Path) -> Result<Vec<String>> {
        let stale = self.stale(root)?;
        for path in &stale {
            let place = root.join(path);
            let Some(bytes) = self.files.get(path) else {
                fs::remove_file(&place).with_context(|| path.clone())?;
                continue;
            };
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&place, bytes).with_context(|| path.clone())?;
        }
        Ok(stale)
    }

    fn unwanted(&self) -> Result<Vec<String>> {
        let mut unwanted = Vec::new();
        for folder in &self.owned {
            unwanted.extend(repository::files(folder)?.into_iter().filter(|path| !self.files.contains_key(path)));
        }
        Ok(unwanted)
    }
}
