//! Plain files as tables.

use anyhow::{Result, bail};
use engine::UserTable;
use std::path::{Path, PathBuf};

/// Endings of files that are tables unless they are evidence.
const ENDINGS: &[&str] = &["csv", "json", "jsonl", "ndjson", "parquet", "tsv"];

/// A file and the table's name that the user gave it.
#[derive(Debug, Clone)]
pub(crate) struct NamedFile {
    name: String,
    path: PathBuf,
}

impl NamedFile {
    /// Reads `NAME=PATH`.
    pub(crate) fn parse(text: &str) -> std::result::Result<Self, String> {
        match text.split_once('=') {
            Some((name, path)) if !name.is_empty() && !path.is_empty() => {
                Ok(Self { name: name.to_owned(), path: path.into() })
            }
            _ => Err("write NAME=PATH".to_owned()),
        }
    }

    /// A file that bears its table's name, such as `people.csv`; none when it is no table by its ending.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let name = path.file_stem()?.to_str()?.to_owned();
        ENDINGS.contains(&ending.as_str()).then(|| Self { name, path: path.to_owned() })
    }
}

/// Opens the files.
///
/// # Errors
/// When one cannot be read, or two have the same name.
pub(crate) fn open(files: &[NamedFile]) -> Result<Vec<UserTable>> {
    let mut tables: Vec<UserTable> = Vec::new();
    for file in files {
        if tables.iter().any(|table| table.name() == file.name) {
            let path = file.path.display();
            bail!("two tables are called `{}`: name {path} another way, `--table NAME={path}`", file.name);
        }
        tables.push(UserTable::from_path(&file.name, &file.path)?.with_workspace_columns());
    }
    Ok(tables)
}
