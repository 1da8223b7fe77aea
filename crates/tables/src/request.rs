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
    /// Of rows that a table's filter rules out: the columns that are asked for all the same. Readers may leave all
    /// others empty in such rows, which no filter then keeps.
    pub of_every_row: BTreeMap<String, BTreeSet<String>>,
}

impl Request {
    /// Asks for columns of a table, all rows.
    pub fn want<'a>(&mut self, table: &str, columns: impl IntoIterator<Item = &'a str>) {
        let columns = Columns::Some(columns.into_iter().map(str::to_owned).collect());
        self.add(table, TableRequest { columns, filter: Filter::All });
    }

    /// Asks for columns of every row of a table, without asking for more columns of rows that nobody else can use.
    pub fn want_of_every_row<'a>(&mut self, table: &str, columns: impl IntoIterator<Item = &'a str>) {
        let columns: BTreeSet<String> = columns.into_iter().map(str::to_owned).collect();
        let none = Filter::Any(Vec::new());
        self.add(table, TableRequest { columns: Columns::Some(columns.clone()), filter: none });
        self.of_every_row.entry(table.to_owned()).or_default().extend(columns);
    }

    /// What readers fill of rows that a table's filter rules out; none when such rows are not wanted at all, or when
    /// nothing is ruled out. A column that the filter may want empty is among them, so that one which was left out
    /// is not taken for an empty one.
    pub fn columns_of_other_rows(&self, table: &str) -> Option<BTreeSet<String>> {
        let wanted = self.tables.get(table).filter(|wanted| wanted.filter != Filter::All)?;
        let mut columns = self.of_every_row.get(table)?.clone();
        wanted.filter.may_want_empty(&mut columns);
        Some(columns)
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
        for (table, columns) in other.of_every_row {
            self.of_every_row.entry(table).or_default().extend(columns);
        }
    }

    pub fn wants(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TextTest;

    fn equals(column: &str, values: &[&str]) -> TableRequest {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        let filter = Filter::Text { column: column.into(), test: TextTest::Equals, values };
        TableRequest { columns: Columns::Some([column.to_owned()].into()), filter }
    }

    fn names(columns: &[&str]) -> BTreeSet<String> {
        columns.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_of_every_row_do_not_ask_for_the_others() {
        let mut request = Request::default();
        request.want_of_every_row("DeviceProcessEvents", ["ProcessId"]);
        assert_eq!(request.columns_of_other_rows("DeviceProcessEvents"), Some(names(&["ProcessId"])));
        let mut other = Request::default();
        other.want_of_every_row("DeviceProcessEvents", ["FileName"]);
        other.add("DeviceProcessEvents", equals("ProcessCommandLine", &["x"]));
        request.merge(other);
        assert_eq!(request.columns_of_other_rows("DeviceProcessEvents"), Some(names(&["FileName", "ProcessId"])));
        let wanted = &request.tables["DeviceProcessEvents"];
        assert_eq!(wanted.columns, Columns::Some(names(&["FileName", "ProcessCommandLine", "ProcessId"])));
        assert_eq!(wanted.filter, Filter::Any(vec![equals("ProcessCommandLine", &["x"]).filter]));
        // What may be asked to be empty must be known.
        request.add("DeviceProcessEvents", equals("AccountName", &["y", ""]));
        let columns = request.columns_of_other_rows("DeviceProcessEvents");
        assert_eq!(columns, Some(names(&["AccountName", "FileName", "ProcessId"])));
        request.want("DeviceProcessEvents", ["ProcessId"]);
        assert_eq!(request.columns_of_other_rows("DeviceProcessEvents"), None, "every row is asked for");
        assert_eq!(request.columns_of_other_rows("DeviceFileEvents"), None);
    }
}
