use crate::Filter;
use std::collections::{BTreeMap, BTreeSet};

/// Which columns of a table are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Columns {
    All,
    Some(BTreeSet<String>),
}

impl Columns {
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Some(names) => names.contains(name),
        }
    }

    fn add(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::All, _) => {}
            (_, Self::All) => *self = Self::All,
            (Self::Some(mine), Self::Some(theirs)) => mine.extend(theirs.iter().cloned()),
        }
    }
}

/// What is asked of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRequest {
    pub columns: Columns,
    /// Rows that no asker can use need not be kept.
    pub filter: Filter,
}

/// What readers are asked for: the union of all rules' columns and the OR of their row filters. A table that is
/// not in the request is not built at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    pub tables: BTreeMap<String, TableRequest>,
}

impl Request {
    /// Asks for columns of a table, all rows.
    pub fn want<'a>(&mut self, table: &str, columns: impl IntoIterator<Item = &'a str>) {
        let columns = Columns::Some(columns.into_iter().map(str::to_owned).collect());
        self.add(table, TableRequest { columns, filter: Filter::All });
    }

    /// Asks for all columns and rows of a table.
    pub fn want_all(&mut self, table: &str) {
        self.add(table, TableRequest { columns: Columns::All, filter: Filter::All });
    }

    /// Adds one asker's wishes to what is already asked for.
    pub fn add(&mut self, table: &str, request: TableRequest) {
        match self.tables.get_mut(table) {
            None => {
                self.tables.insert(table.to_owned(), request);
            }
            Some(have) => {
                have.columns.add(&request.columns);
                let filter = std::mem::replace(&mut have.filter, Filter::All);
                have.filter = filter.or(request.filter);
            }
        }
    }

    /// Takes over everything another request asks for.
    pub fn merge(&mut self, other: Self) {
        for (table, request) in other.tables {
            self.add(&table, request);
        }
    }

    pub fn wants(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }
}
