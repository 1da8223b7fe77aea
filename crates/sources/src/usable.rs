//! Which rows somebody can use, told before they are built.

use crate::rows::{Column, Rows, Slot};
use crate::value::Value;
use std::sync::Arc;
use tables::{Cell, Found, Matcher};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Judgement {
    /// The event does not give it.
    NoRow,
    /// The event gives it, and nobody asks for such rows.
    Useless,
    /// Nobody asks for such rows, but for some columns of every row.
    Sparse,
    Useful,
}

/// A table's filter, and which of a maker's columns it looks at.
pub(crate) struct Usable {
    matcher: Arc<Matcher>,
    /// For each column of the matcher the number of the maker's column, and its type.
    columns: Vec<Option<(usize, Column)>>,
    /// The numbers of the maker's columns that rows have which nobody asks for; none when there are no such rows.
    sparse: Option<Vec<usize>>,
    /// Ticks: other rows are those that nobody asks for.
    range: Option<(i64, i64)>,
}

impl Usable {
    /// `columns` are those that a maker of rows fills.
    pub(crate) fn new(rows: &Rows, slot: Slot, columns: impl Iterator<Item = Column>) -> Self {
        let own: Vec<Column> = columns.collect();
        let matcher = rows.matcher(slot);
        let columns = matcher
            .columns()
            .map(|name| {
                let wanted = rows.column(slot, name)?;
                own.iter().position(|column| *column == wanted).map(|at| (at, wanted))
            })
            .collect();
        let others = rows.columns_of_other_rows(slot);
        let has = |column: &Column| others.is_some_and(|others| others.contains(column));
        let sparse = own.iter().enumerate().filter(|(_, column)| has(column)).map(|(number, _)| number).collect();
        Self { matcher, columns, sparse: others.map(|_| sparse), range: rows.range() }
    }

    /// Whether every row is of use.
    pub(crate) fn is_all(&self) -> bool {
        self.matcher.is_all()
    }

    /// The numbers of the maker's columns that are looked at, or that rows have which nobody asks for.
    pub(crate) fn looked_at(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().flatten().map(|(number, _)| *number).chain(self.sparse().iter().copied())
    }

    /// The numbers of the maker's columns that rows have which nobody asks for.
    pub(crate) fn sparse(&self) -> &[usize] {
        self.sparse.as_deref().unwrap_or_default()
    }

    /// Whether a row is of use; `value` gives the value of a column by its number, none for a column that is not known.
    /// `time` in ticks.
    pub(crate) fn judge<'v>(
        &self,
        found: &mut Found,
        time: Option<i64>,
        value: impl Fn(usize) -> Option<Option<Value<'v>>>,
    ) -> Judgement {
        let is_in_range = match (self.range, time) {
            (Some((from, to)), Some(time)) => (from..to).contains(&time),
            _ => true,
        };
        let keeps = self.matcher.is_all()
            || is_in_range
                && self.matcher.keeps(found, &|number, take| {
                    let Some((number, column)) = self.columns.get(number).copied().flatten() else { return false };
                    match value(number) {
                        None => false,
                        Some(None) => {
                            take(Cell::Null);
                            true
                        }
                        Some(Some(value)) => {
                            value.with_cell(column.ty, take);
                            true
                        }
                    }
                });
        match (keeps, &self.sparse) {
            (true, _) => Judgement::Useful,
            (false, Some(_)) => Judgement::Sparse,
            (false, None) => Judgement::Useless,
        }
    }
}
