//! Which values of a line go where.

use super::{COMPUTER_FIELD, CUSTOM, LogKind};
use crate::rows::{Column, Rows, Slot};
use crate::usable::Usable;
use formats::w3c::Layout;

/// The places of a layout's fields.
pub(super) struct Columns {
    pub(super) layout: Layout,
    pub(super) date: Option<usize>,
    pub(super) time: Option<usize>,
    /// Columns that are asked for, and the field or the constant that fills each.
    pub(super) filled: Vec<(Column, From)>,
    /// The column for other fields, when it is asked for, and those fields.
    pub(super) custom: Option<(Column, Vec<usize>)>,
    pub(super) usable: Usable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Field(usize),
    /// The computer that the evidence belongs to.
    Host,
    /// The site that the log's folder is named after.
    Folder,
}

impl Columns {
    pub(super) fn new(layout: Layout, kind: &LogKind, rows: &Rows, slot: Slot) -> Self {
        let mut used: Vec<usize> = ["date", "time"].iter().filter_map(|name| layout.position(name)).collect();
        let mut filled: Vec<(Column, From)> = Vec::new();
        let computer = (COMPUTER_FIELD, kind.computer);
        for (field, name) in kind.columns.iter().chain(std::iter::once(&computer)) {
            let Some(at) = layout.position(field) else { continue };
            used.push(at);
            if let Some(column) = rows.column(slot, name)
                && !filled.iter().any(|(have, _)| *have == column)
            {
                filled.push((column, From::Field(at)));
            }
        }
        // After the fields, as the first value of a column counts.
        for (name, from) in [(Some(kind.computer), From::Host), (kind.site, From::Folder)] {
            if let Some(column) = name.and_then(|name| rows.column(slot, name)) {
                filled.push((column, from));
            }
        }
        let custom = rows.column(slot, CUSTOM).map(|column| {
            let others = (0..layout.names().len()).filter(|at| !used.contains(at)).collect();
            (column, others)
        });
        let known = filled.iter().map(|(column, _)| *column);
        let usable = Usable::new(rows, slot, known);
        Self { date: layout.position("date"), time: layout.position("time"), layout, filled, custom, usable }
    }
}
