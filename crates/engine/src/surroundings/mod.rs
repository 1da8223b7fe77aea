//! What stands around the tables, from files of the user's: watchlists, external data and saved functions.

mod around;
mod external;
mod external_map;
mod functions;
mod held;
mod saved_file;
mod watchlists;

pub use around::Around;

use diagnostics::{Diagnostic, SourceText};
use external_map::ExternalMap;
use functions::Functions;
use kql_plan::Catalog;
use std::path::{Path, PathBuf};
use thiserror::Error;
use watchlists::Watchlists;

/// Why what the user named cannot be used.
#[derive(Debug, Error)]
pub enum SurroundingsError {
    #[error("cannot read {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path}, line {line}: {reason}")]
    Map { path: PathBuf, line: usize, reason: String },
}

/// Watchlists, external data and saved functions.
#[derive(Debug, Default)]
pub struct Surroundings {
    watchlists: Option<Watchlists>,
    external: Option<ExternalMap>,
    functions: Functions,
}

impl Surroundings {
    /// Nothing: every question is refused.
    pub fn new() -> Self {
        Self::default()
    }

    /// Watchlists: each `.csv` file of the folder is one, called as the file.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn with_watchlists(mut self, folder: &Path) -> Result<Self, SurroundingsError> {
        self.watchlists = Some(Watchlists::open(folder)?);
        Ok(self)
    }

    /// Which files stand for the addresses of `externaldata`. Each line is an address, `=` and a path; a path that is
    /// not absolute starts at the map's folder. An address that ends with `/` stands for a folder.
    ///
    /// # Errors
    /// When the map cannot be read or a line makes no sense.
    pub fn with_external(mut self, map: &Path) -> Result<Self, SurroundingsError> {
        self.external = Some(ExternalMap::open(map)?);
        Ok(self)
    }

    /// Saved functions: `.kql` files called as the function, and YAML of saved searches and parsers, also in folders
    /// inside.
    ///
    /// # Errors
    /// When the folder cannot be read. Files in it that hold no function are listed by [`Surroundings::problems`].
    pub fn with_functions(mut self, folder: &Path) -> Result<Self, SurroundingsError> {
        self.functions = Functions::open(folder)?;
        Ok(self)
    }

    /// What is wrong with files of the saved functions.
    pub fn problems(&self) -> &[(SourceText, Diagnostic)] {
        &self.functions.problems
    }

    /// A catalog's tables with these surroundings.
    pub fn around<'a>(&'a self, tables: &'a dyn Catalog) -> Around<'a> {
        Around { tables, surroundings: self }
    }
}

fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> SurroundingsError {
    let path = path.to_owned();
    |source| SurroundingsError::Io { path, source }
}
