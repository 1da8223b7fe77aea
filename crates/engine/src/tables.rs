//! The engine's catalog: tables of the store, tables that the user supplies, and functions that the caller adds.

use crate::rows::RowSource;
use crate::scan::RowSourceTable;
use crate::store_table;
use crate::user_table::UserTable;
use datafusion::datasource::provider_as_source;
use datafusion::logical_expr::TableSource;
use kql_functions::Scalar;
use kql_plan::{Catalog, TableInfo};
use std::collections::BTreeMap;
use std::sync::Arc;
use tables::Store;

/// Everything that queries can name.
///
/// Without a store, the described tables are there with their columns and no rows: enough to check a query, and to
/// find out what it reads.
#[derive(Default, Clone)]
pub struct Tables {
    store: Option<Arc<Store>>,
    described: bool,
    user: BTreeMap<String, TableInfo>,
    functions: Vec<&'static Scalar>,
}

impl Tables {
    /// Nothing but what is added.
    pub fn new() -> Self {
        Self::default()
    }

    /// All described tables, without rows.
    pub fn described() -> Self {
        Self { described: true, ..Self::default() }
    }

    /// All described tables, with the rows that a store holds.
    pub fn of_store(store: Arc<Store>) -> Self {
        Self { store: Some(store), described: true, ..Self::default() }
    }

    /// Adds a table of the user's; it hides a described table of the same name.
    #[must_use]
    pub fn with_table(mut self, table: &UserTable) -> Self {
        self.user.insert(table.name().to_owned(), table.info());
        self
    }

    /// A described table has the rows of another store.
    #[must_use]
    pub fn with_rows_of(mut self, name: &str, store: Arc<Store>) -> Self {
        if let Some(definition) = tables::described(name) {
            self.user.insert(name.to_owned(), store_table::info(definition, Some(store)));
        }
        self
    }

    /// Adds any table.
    #[must_use]
    pub fn with_info(mut self, info: TableInfo) -> Self {
        self.user.insert(info.name.clone(), info);
        self
    }

    /// Adds functions beside KQL's own.
    #[must_use]
    pub fn with_functions(mut self, functions: impl IntoIterator<Item = &'static Scalar>) -> Self {
        self.functions.extend(functions);
        self
    }
}

impl Catalog for Tables {
    fn table(&self, name: &str) -> Option<TableInfo> {
        if let Some(table) = self.user.get(name) {
            return Some(table.clone());
        }
        if !self.described {
            return None;
        }
        // The store holds tables of the registry only; those of a workspace are empty.
        Some(store_table::info(tables::described(name)?, self.store.clone()))
    }

    fn table_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.user.keys().cloned().collect();
        if self.described {
            names.extend(tables::registry().iter().map(|t| t.name.clone()));
        }
        names.sort();
        names.dedup();
        names
    }

    fn more_table_names(&self) -> Vec<String> {
        if !self.described {
            return Vec::new();
        }
        tables::workspace().names().filter(|name| !self.user.contains_key(*name)).map(str::to_owned).collect()
    }

    fn function(&self, name: &str) -> Option<&'static Scalar> {
        self.functions.iter().copied().find(|f| f.name == name || f.aliases.contains(&name))
    }

    fn function_names(&self) -> Vec<&'static str> {
        self.functions.iter().map(|f| f.name).collect()
    }
}

/// A row source in the form that plans hold.
pub(crate) fn table_source(source: Arc<dyn RowSource>) -> Arc<dyn TableSource> {
    provider_as_source(Arc::new(RowSourceTable::new(source)))
}
