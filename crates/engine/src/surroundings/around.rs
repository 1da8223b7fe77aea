//! A catalog that answers for tables as another does, and for everything else from files of the user's.

use super::Surroundings;
use kql_functions::Scalar;
use kql_plan::{Catalog, ExternalData, Refusal, SavedFunction, TableInfo};

/// A catalog's tables with surroundings.
pub struct Around<'a> {
    pub(super) tables: &'a dyn Catalog,
    pub(super) surroundings: &'a Surroundings,
}

impl Catalog for Around<'_> {
    fn table(&self, name: &str) -> Option<TableInfo> {
        self.tables.table(name)
    }

    fn table_names(&self) -> Vec<String> {
        self.tables.table_names()
    }

    fn function(&self, name: &str) -> Option<&'static Scalar> {
        self.tables.function(name)
    }

    fn function_names(&self) -> Vec<&'static str> {
        self.tables.function_names()
    }

    fn more_table_names(&self) -> Vec<String> {
        self.tables.more_table_names()
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
