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
    Useful,
}

/// A table's filter, and which of a maker's columns it looks at.
pub(crate) struct Usable {
    matcher: Arc<Matcher>,
    /// For each column of the matcher the number of the maker's column, and its type.
    columns: Vec<Option<(usize, Column)>>,
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
        Self { matcher, columns }
    }

    /// Whether every row is of use.
    pub(crate) fn is_all(&self) -> bool {
        self.matcher.is_all()
    }

    /// The numbers of the maker's columns that are looked at.
    pub(crate) fn looked_at(&self) -> impl Iterator<Item = usize> {
        self.columns.iter().flatten().map(|(number, _)| *number)
    }

    /// Whether a row is of use; `value` gives the value of a column by its number, none for a column that is not known.
    pub(crate) fn judge<'v>(&self, found: &mut Found, value: impl Fn(usize) -> Option<Option<Value<'v>>>) -> Judgement {
        let keeps = self.matcher.is_all()
            || self.matcher.keeps(found, &|number, take| {
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
        if keeps { Judgement::Useful } else { Judgement::Useless }
    }
}
