//! Where the repository is, and what is in it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// All files below a folder of the repository, as paths relative to the repository with `/`, sorted. A folder that is
/// not there has no files. Build output and version control are left out.
pub(crate) fn files(folder: &str) -> Result<Vec<String>> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let relative = path.strip_prefix(&root)?.components().map(|part| part.as_os_str().to_string_lossy());
            let relative = relative.collect::<Vec<_>>().join("/");
            if path.is_dir() {
                if !matches!(relative.as_str(), "target" | ".git") {
                    folders.push(path);
                }
            } else {
                found.push(relative);
            }
        }
    }
    found.sort();
    Ok(found)
}
