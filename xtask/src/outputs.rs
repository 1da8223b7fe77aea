//! Files that a chore writes, and whether those on disk are the same.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

/// Contents by path relative to the repository.
#[derive(Default)]
pub(crate) struct Outputs {
    files: BTreeMap<String, Vec<u8>>,
}

impl Outputs {
    /// Adds a file.
    pub(crate) fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// The paths whose file is missing, or differs.
    pub(crate) fn stale(&self, root: &Path) -> Result<Vec<String>> {
        let mut stale = Vec::new();
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

    /// Writes what is stale and says which.
    pub(crate) fn write(&self, root: &Path) -> Result<Vec<String>> {
        let stale = self.stale(root)?;
        for path in &stale {
            let place = root.join(path);
            let Some(bytes) = self.files.get(path) else { continue };
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&place, bytes).with_context(|| path.clone())?;
        }
        Ok(stale)
    }
}
