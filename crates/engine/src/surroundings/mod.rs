//! What stands around the tables, from files of the user's: watchlists, external data and saved functions.

mod around;
mod external;
mod external_map;
mod functions;
mod held;
mod ip_locations;
mod saved_file;
mod watchlists;

pub use around::Around;

use crate::user_table::UserTable;
use diagnostics::{Diagnostic, SourceText};
use external_map::ExternalMap;
use functions::Functions;
use kql_plan::{Catalog, TableInfo};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use watchlists::Watchlists;

/// Why what the user named cannot be used.
#[derive(Debug, Error)]
pub enum SurroundingsError {
    #[error("cannot read {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("cannot use {path} as a database of IP locations: {reason}")]
    IpLocations { path: PathBuf, reason: String },
    #[error("{path}, line {line}: {reason}")]
    Map { path: PathBuf, line: usize, reason: String },
}

/// Watchlists, external data and saved functions.
#[derive(Default)]
pub struct Surroundings {
    watchlists: Option<Watchlists>,
    external: Option<ExternalMap>,
    functions: Functions,
    ip_locations: Option<Arc<ip_locations::Database>>,
    tables: BTreeMap<String, TableInfo>,
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").field("tables", &self.tables.keys()).finish_non_exhaustive()
    }
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

    /// A table of the user's beside those of the evidence; it hides a described table of its name.
    #[must_use]
    pub fn with_table(mut self, table: &UserTable) -> Self {
        self.tables.insert(table.name().to_owned(), table.info());
        self
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

    /// Where IP addresses are: a database of cities or countries in MaxMind's format.
    ///
    /// # Errors
    /// When the file cannot be read or is no such database.
    pub fn with_ip_locations(mut self, file: &Path) -> Result<Self, SurroundingsError> {
        let database = ip_locations::Database::open(file)
            .map_err(|error| SurroundingsError::IpLocations { path: file.to_owned(), reason: error.to_string() })?;
        self.ip_locations = Some(Arc::new(database));
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
