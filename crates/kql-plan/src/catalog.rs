//! What the planner asks of the world: tables by name, and functions that the caller adds.

use datafusion::logical_expr::TableSource;
use kql_functions::{KqlType, Scalar};
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
