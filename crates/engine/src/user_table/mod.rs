//! CSV, JSON lines and Parquet files that the user names as tables.
//!
//! A file is looked through once for its columns and their types, and read again, batch by batch, whenever a query
//! needs its rows: a file of any size takes little memory. Nothing is added to it, but for the
//! names and columns of a workspace's table that it is called after.

pub(crate) mod cells;
mod csv;
pub(crate) mod json;
mod parquet;
mod widened;

use crate::rows::RowSource;
use crate::tables::table_source;
use diagnostics::Problem;
use kql_functions::KqlType;
use kql_plan::{AliasInfo, AliasKind, ColumnInfo, TableInfo};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// Why a file cannot be a table.
#[derive(Debug, Error)]
pub enum UserTableError {
    #[error("cannot read {path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path} is not a table: {reason}")]
    Format { path: PathBuf, reason: String },
}

/// A file as a table.
#[derive(Debug, Clone)]
pub struct UserTable {
    name: String,
    columns: Vec<(String, KqlType)>,
    source: Arc<dyn RowSource>,
    /// Lines that could not be read.
    pub problems: Vec<Problem>,
}

impl UserTable {
    /// Opens a file as a table of this name. Parquet is known by its content, JSON by its first character; anything
    /// else is CSV with a header line. Where the name is that of a described table, its columns have the types that
    /// are described.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no table.
    pub fn from_path(name: &str, path: &Path) -> Result<Self, UserTableError> {
        let io = |source| UserTableError::Io { path: path.to_owned(), source };
        let head = head(path).map_err(io)?;
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
        let first = start.iter().find(|b| !b.is_ascii_whitespace());
        let (source, columns, problems) = if head.starts_with(b"PAR1") {
            parquet::open(path, name)?
        } else if matches!(first, Some(b'{' | b'[')) {
            json::open(path, name)?
        } else {
            csv::open(path, name)?
        };
        Ok(Self { name: name.to_owned(), columns, source, problems })
    }

    /// Adds the columns that a workspace's table of this name has and the file lacks; they are null. Exports leave
    /// out what is empty. A column that the file has under its other dialect's name is found under both.
    #[must_use]
    pub fn with_workspace_columns(mut self) -> Self {
        let Some(known) = tables::workspace().get(&self.name) else { return self };
        for column in &known.columns {
            let other = [known.time.as_deref(), known.dialect_time.as_deref()];
            let is_time = other.contains(&Some(column.name.as_str()));
            let there = |name: &str| self.columns.iter().any(|(n, _)| n == name);
            let under_other_name = is_time && other.into_iter().flatten().any(there)
                || known.aliases.iter().any(|a| a.column == column.name && there(&a.name));
            if !there(&column.name) && !under_other_name {
                self.columns.push((column.name.clone(), crate::store_table::kql_type(column.ty)));
            }
        }
        self.source = Arc::new(widened::Widened::new(Arc::clone(&self.source), &self.columns));
        self
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The columns and their types.
    pub fn columns(&self) -> &[(String, KqlType)] {
        &self.columns
    }

    pub(crate) fn info(&self) -> TableInfo {
        let known = tables::described(&self.name);
        let time = known
            .and_then(|t| [t.time.as_deref(), t.dialect_time.as_deref()].into_iter().flatten().find(|n| self.has(n)));
        TableInfo {
            name: self.name.clone(),
            columns: self.columns.iter().map(|(n, ty)| ColumnInfo::new(n.clone(), *ty)).collect(),
            aliases: self.time_alias(time).into_iter().chain(self.other_names()).collect(),
            time_column: time.map(str::to_owned),
            is_state: known.is_some_and(|t| t.kind == tables::Kind::State),
            row_id: None,
            source: table_source(Arc::clone(&self.source)),
        }
    }

    /// The other name of the time column of a workspace's table.
    fn time_alias(&self, time: Option<&str>) -> Option<AliasInfo> {
        let known = tables::workspace().get(&self.name)?;
        let names = [known.time.as_deref()?, known.dialect_time.as_deref()?];
        let column = time?;
        let name = names.into_iter().find(|n| *n != column && !self.has(n))?.to_owned();
        Some(AliasInfo { name, column: column.to_owned(), kind: AliasKind::DialectTime })
    }

    /// The other dialect's names of a workspace's table, whichever of the two the file has.
    fn other_names(&self) -> Vec<AliasInfo> {
        let there = |name: &str| self.columns.iter().any(|(n, _)| n == name);
        let known = tables::workspace().get(&self.name);
        let aliases = known.into_iter().flat_map(|t| &t.aliases).filter_map(|a| {
            let (name, column) = match (there(&a.column), there(&a.name)) {
                (true, false) => (&a.name, &a.column),
                (false, true) => (&a.column, &a.name),
                _ => return None,
            };
            Some(AliasInfo { name: name.clone(), column: column.clone(), kind: AliasKind::Alias })
        });
        aliases.collect()
    }

    fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|(n, ty)| n == column && *ty == KqlType::DateTime)
    }
}

/// What opening a file gives.
type Opened = (Arc<dyn RowSource>, Vec<(String, KqlType)>, Vec<Problem>);

fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(4096).read_to_end(&mut head)?;
    Ok(head)
}

/// The type that a described table gives a column.
fn declared(table: &str, column: &str) -> Option<KqlType> {
    let column = tables::described(table)?.resolve(column)?;
    Some(crate::store_table::kql_type(column.ty))
}

/// Problems past this many are counted, not listed.
const MOST_PROBLEMS: usize = 100;

fn note(problems: &mut Vec<Problem>, path: &Path, line: u64, text: String) {
    if problems.len() < MOST_PROBLEMS {
        problems.push(Problem::warning(path.display().to_string(), format!("line {line}"), text));
    }
}
