//! A log as Arrow record batches: values go from the log into the columns' buffers, and nothing stands between.

mod buffer;
mod build;
mod nulls;
mod row;
mod text;

use crate::draft::{Numbered, each_item};
use crate::event::Event;
use crate::fill::Values;
use crate::flaw::Flaw;
use crate::gather::{self, Gather, ReadOptions};
use crate::general::MOST_TEXT;
use crate::harvest::Origin;
use crate::needs::{Needs, Part};
use crate::outcome::Outcome;
use crate::plan::{Item, Text, left_out};
use crate::record::{InnerPart, Located, Receiver, Record};
use crate::wanted::Wanted;
use crate::{value, walk};
use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use build::Builder;
pub(crate) use row::Row;
use std::io::Read;

/// Which columns a batch has.
///
/// `record_id` (`UInt64`) and `event_id` (`UInt32`) are always there. Parts of the header follow in their order: `time`
/// as `Int64` in [`crate::ticks`], numbers as `UInt64`, names as dictionaries of `Utf8`, `activity_id` and `message`
/// as `Utf8`. Then come the fields that are asked for by name, as `Utf8` or as
/// dictionaries of it, null where an event has no such field. The
/// last column is `data`, when it is asked for: all fields as a list of name (a dictionary) and value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    parts: Vec<Part>,
    /// Names, and whether the column is a dictionary.
    fields: Vec<(String, bool)>,
    data: bool,
    needs: Needs,
}

impl Columns {
    /// Every part of the header, and all data.
    pub fn all() -> Self {
        let mut columns = Self::some(build::PARTS.iter().map(|(part, _)| *part), []);
        columns.needs = Needs::all();
        columns.data = true;
        columns
    }

    /// These parts of the header, and the fields of these names.
    pub fn some<'f>(parts: impl IntoIterator<Item = Part>, fields: impl IntoIterator<Item = &'f str>) -> Self {
        let (mut needs, mut names) = (Needs::nothing(), Vec::new());
        let mut parts: Vec<Part> = parts.into_iter().filter(|part| build::is_column(*part)).collect();
        parts.sort_unstable();
        parts.dedup();
        for part in &parts {
            needs.part(*part);
        }
        for field in fields {
            needs.field(field);
            if !names.iter().any(|(name, _)| name == field) {
                names.push((field.to_owned(), false));
            }
        }
        Self { parts, fields: names, data: false, needs }
    }

    /// The columns of these fields as dictionaries: for those whose values are often the same. What repeats is then
    /// neither decoded nor stored again within a batch.
    #[must_use]
    pub fn dictionaries<'f>(mut self, fields: impl IntoIterator<Item = &'f str>) -> Self {
        for field in fields {
            self.fields.iter_mut().filter(|(name, _)| name == field).for_each(|(_, dictionary)| *dictionary = true);
        }
        self
    }
}

impl Columns {
    fn worker<'a>(&'a self, wanted: &'a Wanted) -> Worker<'a> {
        let Self { parts, fields, data, needs } = self;
        Worker { wanted, needs, builder: Builder::new(parts, fields, *data), name: Vec::new() }
    }
}

/// Reads a log of any size from a stream to record batches, on several threads, in the log's order. `take` gets each
/// batch, which has the records of one part of the log, and may end the reading with false.
///
/// # Errors
/// When Arrow refuses an array, which would be an error of this crate.
pub fn batches(
    stream: impl Read + Send,
    options: &ReadOptions,
    wanted: &Wanted,
    columns: &Columns,
    take: &mut dyn FnMut(RecordBatch) -> bool,
) -> Result<Outcome, ArrowError> {
    let mut failure = None;
    let outcome = gather::gather(stream, options, &Batches { wanted, columns }, &mut |batch| match batch {
        Ok(batch) => batch.num_rows() == 0 || take(batch),
        Err(error) => {
            failure = Some(error);
            false
        }
    });
    failure.map_or(Ok(outcome), Err)
}

struct Batches<'a> {
    wanted: &'a Wanted,
    columns: &'a Columns,
}

impl Gather for Batches<'_> {
    type Worker<'a>
        = Worker<'a>
    where
        Self: 'a;
    type Part = Result<RecordBatch, ArrowError>;

    fn worker(&self) -> Worker<'_> {
        self.columns.worker(self.wanted)
    }

    fn finish(&self, worker: &mut Worker<'_>) -> Self::Part {
        worker.builder.finish()
    }
}

struct Worker<'a> {
    wanted: &'a Wanted,
    needs: &'a Needs,
    builder: Builder,
    /// The name of a field, where its record has it.
    name: Vec<u8>,
}

impl Receiver for Worker<'_> {
    fn origin(&mut self, _origin: Origin) {}

    fn may_want(&self, record: &Record) -> bool {
        self.wanted.may_take(record.id, record.time)
    }

    fn route(&self, provider: &str, channel: &str, id: u32) -> Option<u32> {
        self.wanted.takes(provider, channel, id).then_some(0)
    }

    fn planned(&mut self, _route: u32, located: &Located<'_>) -> Result<usize, Flaw> {
        let (rows, size) = (self.builder.rows(), self.builder.size());
        if self.builder.short(located, self.needs) {
            return Ok(self.builder.size() - size);
        }
        let result = self.row(located);
        let made = self.builder.size().saturating_sub(size);
        let result = if made > MOST_TEXT { Err(Flaw::new(0, "it expands to too much text")) } else { result };
        if result.is_err() {
            self.builder.truncate(rows);
        }
        result.map(|()| made)
    }

    fn general(&mut self, _route: u32, event: &Event<'_>) {
        self.builder.event(event);
    }
}

impl Worker<'_> {
    fn row(&mut self, located: &Located<'_>) -> Result<(), Flaw> {
        self.builder.header(located);
        let (own, wish) = (located.own_values(), Numbered::of(self.needs, 0));
        let mut parts = located.parts();
        let limit = self.builder.size().saturating_add(MOST_TEXT);
        each_item(located.plan, wish, |item| {
            let Item::Nested(nested, guards) = item else { return self.item(item, own, limit) };
            if !own.get(nested.slot).is_nested() {
                return Ok(());
            }
            let Some(&InnerPart { plan, values, .. }) = parts.next().filter(|_| !left_out(guards, own.values)) else {
                return Ok(());
            };
            let inner = Values { values, ..own };
            each_item(plan, wish, |item| self.item(item, inner, limit))
        })?;
        self.builder.finish_row(located.event_id);
        Ok(())
    }

    fn item(&mut self, item: &Item, values: Values<'_>, limit: usize) -> Result<(), Flaw> {
        let builder = &mut self.builder;
        match item {
            Item::Data { name, value, guards } if !left_out(guards, values.values) => {
                let name = match name {
                    Text::Known(name) => name.as_str(),
                    other => {
                        self.name.clear();
                        values.append(other, &mut self.name);
                        std::str::from_utf8(&self.name).unwrap_or_default()
                    }
                };
                if let Text::Slot(slot) = value {
                    let value = values.get(*slot);
                    if value.is_array() {
                        let mut items = value::items(value.kind, value.bytes(values.chunk));
                        let first = items.next().unwrap_or_default();
                        for (kind, bytes) in std::iter::once(first).chain(items) {
                            if builder.fields_of_row() >= walk::MOST_FIELDS || builder.size() > limit {
                                break;
                            }
                            builder.field(name, |out| crate::render::push(out, kind, bytes));
                        }
                    } else {
                        builder.field(name, |out| crate::render::push(out, value.kind, value.bytes(values.chunk)));
                    }
                } else {
                    builder.field(name, |out| values.append(value, out));
                }
            }
            Item::Hollow { name, guards, children } => {
                let gone = |&slot: &u16| left_out(&[slot], values.values);
                if !left_out(guards, values.values) && children.iter().all(gone) {
                    builder.field(name, |_| {});
                }
            }
            Item::Message(source) if !left_out(&source.guards, values.values) => {
                builder.message(|out| values.append(&source.text, out));
            }
            Item::Data { .. } | Item::Message(_) | Item::Section(..) | Item::Nested(..) => {}
        }
        if builder.size() > limit { Err(Flaw::new(0, "it expands to too much text")) } else { Ok(()) }
    }
}
