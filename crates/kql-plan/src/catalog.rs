//! What the planner asks of the world: tables by name, and functions that the caller adds.

use datafusion::logical_expr::TableSource;
use diagnostics::SourceText;
use kql_functions::{IpLocations, KqlType, Scalar};
use kql_syntax::ast::Function;
use std::sync::Arc;

/// The one trait between the planner and whoever holds the tables.
pub trait Catalog: Send + Sync {
    /// A table by its exact, case-sensitive name.
    fn table(&self, name: &str) -> Option<TableInfo>;

    /// The names of all tables, for wildcards and for "did you mean".
    fn table_names(&self) -> Vec<String>;

    /// A function that the caller adds to KQL's own.
    fn function(&self, _name: &str) -> Option<&'static Scalar> {
        None
    }

    /// The names of the functions that the caller adds, for "did you mean".
    fn function_names(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// Names of tables that are found, but that wildcards pass over because nothing can fill them.
    fn more_table_names(&self) -> Vec<String> {
        Vec::new()
    }

    /// What `_GetWatchlist` gives for an alias.
    ///
    /// # Errors
    /// When there is no such watchlist, or it cannot be read.
    fn watchlist(&self, alias: &str) -> Result<TableInfo, Refusal> {
        let message = format!("there is no watchlist `{alias}`");
        Err(Refusal { code: "watchlist", message, help: None })
    }

    /// The aliases of all watchlists, in order.
    fn watchlist_aliases(&self) -> Vec<String> {
        Vec::new()
    }

    /// What `externaldata` gives.
    ///
    /// # Errors
    /// When no file stands for an address, or it cannot be read.
    fn external_data(&self, wanted: &ExternalData) -> Result<TableInfo, Refusal> {
        let address = wanted.addresses.first().map_or("", String::as_str);
        let message = format!("external data are never fetched: {address}");
        Err(Refusal { code: "external-data", message, help: None })
    }

    /// Who knows where IP addresses are, if anybody does.
    fn ip_locations(&self) -> Option<Arc<dyn IpLocations>> {
        None
    }

    /// A function that is kept outside the query; an error when it is there and cannot be read.
    fn saved_function(&self, _name: &str) -> Option<Result<SavedFunction, Refusal>> {
        None
    }

    /// The names of the saved functions, for "did you mean".
    fn saved_function_names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A table as the planner sees it.
#[derive(Clone)]
pub struct TableInfo {
    pub name: String,
    /// The columns that `*` means, in order.
    pub columns: Vec<ColumnInfo>,
    /// Names that expressions find although no `*` shows them.
    pub aliases: Vec<AliasInfo>,
    /// The column by which rules and `ago()` filter.
    pub time_column: Option<String>,
    /// Whether rows describe a state (visible in every replay window) rather than events.
    pub is_state: bool,
    /// The `UInt64` column of the source that numbers rows; read only when lineage is asked for.
    pub row_id: Option<String>,
    /// Where the rows come from; its schema holds the columns under their own names.
    pub source: Arc<dyn TableSource>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInfo {
    pub name: String,
    pub ty: KqlType,
    pub doc: Option<String>,
}

impl ColumnInfo {
    pub fn new(name: impl Into<String>, ty: KqlType) -> Self {
        Self { name: name.into(), ty, doc: None }
    }
}

/// A second name of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasInfo {
    pub name: String,
    /// The real column.
    pub column: String,
    pub kind: AliasKind,
}

/// Why a column has a second name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AliasKind {
    /// The time column of the other dialect (`Timestamp`, `TimeGenerated`): found silently.
    DialectTime,
    /// A name that Microsoft's engine would refuse here: found with a warning, refused in strict mode.
    Alias,
}

/// What `externaldata` asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExternalData {
    pub columns: Vec<(String, KqlType)>,
    /// As written, secrets after `;` included.
    pub addresses: Vec<String>,
    /// `csv`, `json` …, in lower case; absent when the query does not say.
    pub format: Option<String>,
    /// The first record of each file is a header.
    pub ignore_first_record: bool,
}

/// A function that is kept outside the query.
#[derive(Debug, Clone)]
pub struct SavedFunction {
    pub function: Arc<Function>,
    /// The text in which the function's spans are places.
    pub source: Arc<SourceText>,
}

/// Why a catalog does not give what a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The diagnostic's code.
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
}

impl Refusal {
    pub fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: Some(help.into()) }
    }
}
