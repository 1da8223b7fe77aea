use anyhow::{Context as _, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Endings of files that can hold queries.
const ENDINGS: &[&str] = &["csl", "kql", "md", "yaml", "yml"];

/// The files that the arguments name: files as they are, folders with what is in them, in order of their paths.
/// Links inside folders are not followed, so the walk ends.
///
/// # Errors
/// When a path that the user named cannot be read.
pub(super) fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let metadata = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        if metadata.is_dir() {
            folder(path, &mut files).with_context(|| format!("cannot read {}", path.display()))?;
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn folder(root: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    // A stack of our own: folders can be nested as deeply as anyone likes.
    let mut waiting = vec![root.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let path = entry.path();
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_file() && ENDINGS.contains(&ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    files.append(&mut found);
    Ok(())
}
