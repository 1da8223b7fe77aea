//! A catalog that answers for tables as another does, and for everything else from files of the user's.

use super::Surroundings;
use kql_functions::{IpLocations, Scalar};
use kql_plan::{Catalog, ExternalData, Refusal, SavedFunction, TableInfo};
use std::sync::Arc;

/// A catalog's tables with surroundings.
pub struct Around<'a> {
    pub(super) tables: &'a dyn Catalog,
    pub(super) surroundings: &'a Surroundings,
}

impl Catalog for Around<'_> {
    fn table(&self, name: &str) -> Option<TableInfo> {
        self.surroundings.tables.get(name).cloned().or_else(|| self.tables.table(name))
    }

    fn table_names(&self) -> Vec<String> {
        let mut names = self.tables.table_names();
        names.extend(self.surroundings.tables.keys().cloned());
        names.sort();
        names.dedup();
        names
    }

    fn function(&self, name: &str) -> Option<&'static Scalar> {
        self.tables.function(name)
    }

    fn function_names(&self) -> Vec<&'static str> {
        self.tables.function_names()
    }

    fn more_table_names(&self) -> Vec<String> {
        let mut names = self.tables.more_table_names();
        names.retain(|name| !self.surroundings.tables.contains_key(name));
        names
    }

    fn watchlist(&self, alias: &str) -> Result<TableInfo, Refusal> {
        match &self.surroundings.watchlists {
            Some(watchlists) => watchlists.get(alias),
            None => Err(Refusal::new(
                "watchlist",
                format!("there is no watchlist `{alias}`"),
                format!("keep it as `{alias}.csv` in a folder, and name the folder: `--watchlists DIR`"),
            )),
        }
    }

    fn watchlist_aliases(&self) -> Vec<String> {
        self.surroundings.watchlists.iter().flat_map(|w| w.aliases()).map(str::to_owned).collect()
    }

    fn ip_locations(&self) -> Option<Arc<dyn IpLocations>> {
        let database = self.surroundings.ip_locations.clone()?;
        Some(database)
    }

    fn external_data(&self, wanted: &ExternalData) -> Result<TableInfo, Refusal> {
        super::external::open(self.surroundings.external.as_ref(), wanted)
    }

    fn saved_function(&self, name: &str) -> Option<Result<SavedFunction, Refusal>> {
        self.surroundings.functions.get(name)
    }

    fn saved_function_names(&self) -> Vec<String> {
        self.surroundings.functions.names()
    }
}
