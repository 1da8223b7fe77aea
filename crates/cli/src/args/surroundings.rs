use crate::command::Context;
use crate::messages;
use clap::Args;
use engine::Surroundings;
use std::path::PathBuf;

/// What a workspace gives beside its tables.
#[derive(Debug, Clone, Args)]
pub(crate) struct SurroundingsArgs {
    /// A folder with watchlists: `_GetWatchlist('x')` reads its x.csv
    #[arg(long, value_name = "DIR", help_heading = "Surroundings")]
    pub(crate) watchlists: Option<PathBuf>,
    /// A file that says which file stands for an address of `externaldata`, a line each: ADDRESS = PATH. Nothing is
    /// fetched. An address that ends with `/` stands for a folder
    #[arg(long, value_name = "MAP", help_heading = "Surroundings")]
    pub(crate) external: Option<PathBuf>,
    /// A folder with saved functions: .kql files called as the function, and YAML of saved searches and parsers
    #[arg(long, value_name = "DIR", help_heading = "Surroundings")]
    pub(crate) functions: Option<PathBuf>,
    /// A database in MaxMind's format: `geo_info_from_ip_address` tells what it knows. Without one it tells nothing
    #[arg(long, value_name = "FILE", help_heading = "Surroundings")]
    pub(crate) mmdb: Option<PathBuf>,
}

impl SurroundingsArgs {
    /// Opens what was named; says which of the saved functions cannot be used.
    ///
    /// # Errors
    /// When a folder or the map cannot be read.
    pub(crate) fn open(&self, context: &Context) -> anyhow::Result<Surroundings> {
        let mut surroundings = Surroundings::new();
        if let Some(folder) = &self.watchlists {
            surroundings = surroundings.with_watchlists(folder)?;
        }
        if let Some(map) = &self.external {
            surroundings = surroundings.with_external(map)?;
        }
        if let Some(folder) = &self.functions {
            surroundings = surroundings.with_functions(folder)?;
        }
        if let Some(file) = &self.mmdb {
            surroundings = surroundings.with_ip_locations(file)?;
        }
        for (source, diagnostic) in surroundings.problems() {
            messages::diagnostics(context, source, std::slice::from_ref(diagnostic));
        }
        Ok(surroundings)
    }
}
