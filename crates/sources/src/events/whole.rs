//! Tables that hold every event (of some channels), whatever the provider.

use crate::rows::{Column, Rows, Slot};
use crate::usable::{Judgement, Usable};
use crate::value::Value;
use evtx_arrow::{Event, Needs, Part};
use std::collections::BTreeMap;
use tables::{Found, RowId};

/// Something of an event that a column is made of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Need {
    Of(Part),
    /// The field of this name.
    Data(&'static str),
    AllData,
}

pub(super) type Read = for<'a> fn(&'a Event<'a>) -> Option<Value<'a>>;

/// A column's name, what it is made of, and how.
pub(super) type EventColumn = (&'static str, &'static [Need], Read);

/// A table that is asked for.
pub(super) struct Whole {
    slot: Slot,
    takes: fn(&str) -> bool,
    columns: Vec<(Column, &'static EventColumn)>,
    /// Columns that are a field as it is, by the field's name.
    fields: BTreeMap<&'static str, Column>,
    usable: Usable,
}

impl Whole {
    /// A table, if it is asked for. `takes` tells of a channel whether the table has its events; `fields` are the
    /// columns that are a field as it is: the field's and the column's name.
    pub(super) fn new(
        rows: &Rows,
        table: &str,
        takes: fn(&str) -> bool,
        columns: &'static [EventColumn],
        fields: impl Iterator<Item = (&'static str, &'static str)>,
    ) -> Option<Self> {
        let slot = rows.slot(table)?;
        let columns: Vec<_> =
            columns.iter().filter_map(|column| Some((rows.column(slot, column.0)?, column))).collect();
        let fields: BTreeMap<_, _> =
            fields.filter_map(|(field, column)| Some((field, rows.column(slot, column)?))).collect();
        let all = columns.iter().map(|(column, _)| *column).chain(fields.values().copied());
        let usable = Usable::new(rows, slot, all);
        Some(Self { slot, takes, columns, fields, usable })
    }

    /// Whether the table has the events of a channel.
    pub(super) fn takes(&self, channel: &str) -> bool {
        (self.takes)(channel)
    }

    /// What must be known of an event to tell whether somebody can use its row; none when all are of use.
    pub(super) fn first_needs(&self) -> Option<Needs> {
        if self.usable.is_all() {
            return None;
        }
        let mut needs = Needs::nothing();
        needs.part(Part::Time).part(Part::Channel);
        for number in self.usable.looked_at() {
            match self.columns.get(number) {
                Some((_, column)) => add(&mut needs, column),
                None => {
                    if let Some(field) = self.field(number) {
                        needs.field(field);
                    }
                }
            }
        }
        Some(needs)
    }

    /// What of an event the row is made of.
    pub(super) fn needs(&self) -> Needs {
        let mut needs = self.first_needs().unwrap_or_default();
        needs.part(Part::Time).part(Part::Channel);
        self.columns.iter().for_each(|(_, column)| add(&mut needs, column));
        for field in self.fields.keys() {
            needs.field(field);
        }
        needs
    }

    /// The name of the field whose column has this number.
    fn field(&self, number: usize) -> Option<&'static str> {
        self.fields.keys().nth(number.checked_sub(self.columns.len())?).copied()
    }

    pub(super) fn judge(&self, event: &Event<'_>, found: &mut Found) -> Judgement {
        if !self.takes(&event.channel) {
            return Judgement::NoRow;
        }
        self.usable.judge(found, event.time, |number| match self.columns.get(number) {
            Some((_, (_, _, read))) => Some(read(event)),
            None => Some(event.value(self.field(number)?).map(Value::text)),
        })
    }

    /// Writes the row of an event, if somebody can use it.
    pub(super) fn write(&self, event: &Event<'_>, row: RowId, rows: &mut Rows, found: &mut Found) {
        match self.judge(event, found) {
            Judgement::Useful => self.fill(event, row, rows),
            other => self.pass_over(other, event, row, rows),
        }
    }

    /// Does with a row that nobody asks for what is left to do.
    pub(super) fn pass_over(&self, judgement: Judgement, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        match judgement {
            Judgement::NoRow | Judgement::Useful => {}
            Judgement::Useless => rows.note_time(self.slot, row, event.time),
            Judgement::Sparse => {
                for number in self.usable.sparse() {
                    self.fill_column(*number, event, rows);
                }
                rows.finish_row(self.slot, row, event.time);
            }
        }
    }

    /// Sets the cell of the column of this number.
    fn fill_column(&self, number: usize, event: &Event<'_>, rows: &mut Rows) {
        if let Some((column, (_, _, read))) = self.columns.get(number) {
            if let Some(value) = read(event) {
                rows.set(self.slot, *column, &value);
            }
        } else if let Some(field) = self.field(number)
            && let (Some(column), Some(text)) = (self.fields.get(field), event.value(field))
        {
            rows.set(self.slot, *column, &Value::text(text));
        }
    }

    fn fill(&self, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        for (column, (_, _, read)) in &self.columns {
            if let Some(value) = read(event) {
                rows.set(self.slot, *column, &value);
            }
        }
        if !self.fields.is_empty() {
            for field in &event.data {
                if let Some(column) = self.fields.get(field.name.as_ref()) {
                    rows.set(self.slot, *column, &Value::text(&field.value));
                }
            }
        }
        rows.finish_row(self.slot, row, event.time);
    }
}

fn add(needs: &mut Needs, column: &EventColumn) {
    for need in column.1 {
        match need {
            Need::Of(part) => needs.part(*part),
            Need::Data(name) => needs.field(name),
            Need::AllData => needs.all_fields(),
        };
    }
}
