//! The columns of one batch being built.

use super::nulls::NumberColumn;
use super::row::{self, Field as Found, From, Keys};
use super::text::{NameColumn, TextColumn, place};
use crate::event::Event;
use crate::needs::Part;
use crate::plan::{Plan, Text, left_out};
use crate::record::Located;
use crate::render;
use arrow::array::{Array, ArrayRef, Int64Array, ListArray, RecordBatch, StructArray, UInt32Array, UInt64Array};
use arrow::buffer::{OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use std::cell::RefCell;
use std::sync::Arc;

/// The parts of the header that are columns, and what they are called.
pub(super) static PARTS: &[(Part, &str)] = &[
    (Part::Provider, "provider"),
    (Part::ProviderGuid, "provider_guid"),
    (Part::Version, "version"),
    (Part::Level, "level"),
    (Part::Task, "task"),
    (Part::Opcode, "opcode"),
    (Part::Keywords, "keywords"),
    (Part::Time, "time"),
    (Part::EventRecordId, "event_record_id"),
    (Part::ActivityId, "activity_id"),
    (Part::ProcessId, "process_id"),
    (Part::ThreadId, "thread_id"),
    (Part::Channel, "channel"),
    (Part::Computer, "computer"),
    (Part::UserId, "user_id"),
    (Part::Message, "message"),
];

pub(super) fn is_column(part: Part) -> bool {
    PARTS.iter().any(|(have, _)| *have == part)
}

/// One column.
pub(super) enum Values {
    Number(NumberColumn<u64>),
    Time(NumberColumn<i64>),
    Name(NameColumn),
    Text(TextColumn),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Number(column) => column.len(),
            Self::Time(column) => column.len(),
            Self::Name(column) => column.len(),
            Self::Text(column) => column.len(),
        }
    }

    /// Bytes of text.
    fn size(&self) -> usize {
        match self {
            Self::Number(_) | Self::Time(_) => 0,
            Self::Name(column) => column.size(),
            Self::Text(column) => column.size(),
        }
    }

    /// Appends nulls until there are so many rows.
    fn pad(&mut self, rows: usize) {
        match self {
            Self::Number(column) => column.pad(rows),
            Self::Time(column) => column.pad(rows),
            Self::Name(column) => column.pad(rows),
            Self::Text(column) => column.pad(rows),
        }
    }

    /// Takes back what comes after so many rows.
    fn truncate(&mut self, rows: usize) {
        match self {
            Self::Number(column) => column.truncate(rows),
            Self::Time(column) => column.truncate(rows),
            Self::Name(column) => column.truncate(rows),
            Self::Text(column) => column.truncate(rows),
        }
    }

    /// Appends the text that `write` writes.
    fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        match self {
            Self::Number(_) | Self::Time(_) => {}
            Self::Name(column) => column.push(write),
            Self::Text(column) => column.push(write),
        }
    }

    /// The column, which is then empty.
    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Number(column) => {
                let (values, nulls) = column.finish();
                Arc::new(UInt64Array::try_new(values.into(), nulls)?)
            }
            Self::Time(column) => {
                let (values, nulls) = column.finish();
                Arc::new(Int64Array::try_new(values.into(), nulls)?)
            }
            Self::Name(column) => column.finish()?,
            Self::Text(column) => Arc::new(column.finish()?),
        })
    }

    /// Appends a part of the header.
    pub(super) fn part(&mut self, part: Part, located: &Located<'_>) {
        let values = located.own_values();
        let source = &located.system[part];
        match self {
            Self::Time(column) => column.push(values.moment(source).or(located.record.time)),
            Self::Number(column) => column.push(values.number(source)),
            Self::Text(column) => {
                if left_out(&source.guards, values.values) {
                    column.push_null();
                } else {
                    column.push(|out| values.append(&source.text, out));
                }
            }
            Self::Name(column) => match &source.text {
                _ if left_out(&source.guards, values.values) => column.push_null(),
                Text::Known(name) if name.is_empty() && part == Part::Provider => {
                    column.push(|out| {
                        out.extend_from_slice(values.string(&located.system[Part::EventSource]).as_bytes())
                    });
                }
                Text::Known(name) => column.push_text(name),
                Text::Slot(slot) => {
                    let value = values.get(*slot);
                    column.push_raw(value.kind, value.bytes(values.chunk), |out| values.append(&source.text, out));
                }
                Text::Mixed(_) => column.push(|out| values.append(&source.text, out)),
            },
        }
    }
}

/// All fields of each record.
#[derive(Default)]
struct Data {
    /// Where the fields of each record end.
    ends: Vec<i32>,
    names: NameColumn,
    values: TextColumn,
}

/// Lists of fields by their names' places; a power of two.
const PLACES: usize = 64;

pub(super) struct Builder {
    record_ids: Vec<u64>,
    event_ids: Vec<u32>,
    parts: Vec<(Part, Values)>,
    fields: Vec<(String, Values)>,
    /// The numbers of the fields whose names share a place.
    places: Vec<Vec<usize>>,
    data: Option<Data>,
    /// Bytes of text of the fields.
    size: usize,
    /// The number of the batch, from 1.
    batch: u64,
}

impl Builder {
    /// `fields`: their names, and whether the column is a dictionary.
    pub(super) fn new(parts: &[Part], fields: &[(String, bool)], data: bool) -> Self {
        let values = |part: &Part| match part {
            Part::Time => Values::Time(NumberColumn::default()),
            Part::ActivityId | Part::Message => Values::Text(TextColumn::default()),
            Part::Provider | Part::ProviderGuid | Part::Keywords | Part::Channel | Part::Computer | Part::UserId => {
                Values::Name(NameColumn::default())
            }
            _ => Values::Number(NumberColumn::default()),
        };
        let mut places = vec![Vec::new(); PLACES];
        for (number, (name, _)) in fields.iter().enumerate() {
            if let Some(place) = places.get_mut(place(0, name.as_bytes()) % PLACES) {
                place.push(number);
            }
        }
        let column = |dictionary| {
            if dictionary { Values::Name(NameColumn::default()) } else { Values::Text(TextColumn::default()) }
        };
        Self {
            record_ids: Vec::new(),
            event_ids: Vec::new(),
            parts: parts.iter().map(|part| (*part, values(part))).collect(),
            fields: fields.iter().map(|(name, dictionary)| (name.clone(), column(*dictionary))).collect(),
            places,
            data: data.then(Data::default),
            size: 0,
            batch: 1,
        }
    }

    /// Rows that are complete.
    pub(super) fn rows(&self) -> usize {
        self.event_ids.len()
    }

    /// Bytes of text of the fields.
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    fn count_size(&self) -> usize {
        self.fields.iter().map(|(_, column)| column.size()).sum::<usize>()
            + self.data.as_ref().map_or(0, |data| data.values.size() + 4 * data.names.len())
    }

    /// Fields of the row being built.
    pub(super) fn fields_of_row(&self) -> usize {
        self.data
            .as_ref()
            .map_or(0, |data| data.names.len() - data.ends.last().map_or(0, |end| usize::try_from(*end).unwrap_or(0)))
    }

    /// The parts of the header that are columns.
    pub(super) fn parts(&self) -> impl Iterator<Item = (Part, &Values)> {
        self.parts.iter().map(|(part, column)| (*part, column))
    }

    /// The number of the column of the fields of this name.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|(have, _)| have == name)
    }

    /// The number of the batch. Keys of names hold as long as it does.
    pub(super) const fn batch(&self) -> u64 {
        self.batch
    }

    /// Begins a row; gives the columns of its header, each of which must get a value, but for the message.
    #[inline]
    pub(super) fn begin(&mut self, record_id: u64) -> &mut [(Part, Values)] {
        self.record_ids.push(record_id);
        &mut self.parts
    }

    /// Begins a row with the record's header.
    pub(super) fn header(&mut self, located: &Located<'_>) {
        for (part, column) in self.begin(located.record.id) {
            if *part != Part::Message {
                column.part(*part, located);
            }
        }
    }

    /// Fields of a row that were found before.
    #[inline]
    pub(super) fn fields(
        &mut self,
        fields: &[Found],
        keys: &RefCell<Keys>,
        plan: &Plan,
        values: crate::fill::Values<'_>,
    ) {
        let row = self.event_ids.len();
        if let Some(data) = &mut self.data {
            let mut keys = keys.borrow_mut();
            if keys.batch != self.batch {
                keys.batch = self.batch;
                keys.keys.clear();
                keys.keys.extend(fields.iter().map(|field| data.names.key_of(field.name(plan))));
            }
            data.names.push_keys(&keys.keys);
            let before = data.values.size();
            for field in fields {
                match field.from {
                    From::Slot { slot, kind } => {
                        data.values.push_value(kind, values.chunk, row::value(values.values, slot));
                    }
                    From::Known => data.values.push_text(field.text(plan)),
                    From::Nothing => data.values.push_text(""),
                }
            }
            self.size += data.values.size() - before + 4 * fields.len();
        }
        for field in fields {
            let Some((_, column)) = field.column.and_then(|number| self.fields.get_mut(number)) else { continue };
            // The first of a name counts.
            if column.len() > row {
                continue;
            }
            column.pad(row);
            let before = column.size();
            match (field.from, &mut *column) {
                (From::Slot { slot, kind }, Values::Text(column)) => {
                    column.push_value(kind, values.chunk, row::value(values.values, slot));
                }
                (From::Slot { slot, kind }, Values::Name(column)) => {
                    let bytes = row::value(values.values, slot).bytes(values.chunk);
                    column.push_raw(kind, bytes, |out| render::push(out, kind, bytes));
                }
                (From::Known, column) => column.push(|out| out.extend_from_slice(field.text(plan).as_bytes())),
                (_, column) => column.push(|_| {}),
            }
            self.size += column.size() - before;
        }
    }

    /// A field of the row; `write` writes its text.
    pub(super) fn field(&mut self, name: &str, write: impl Fn(&mut Vec<u8>)) {
        let row = self.event_ids.len();
        let numbers = self.places.get(place(0, name.as_bytes()) % PLACES).map(Vec::as_slice).unwrap_or_default();
        for &number in numbers {
            let Some((_, column)) = self.fields.get_mut(number).filter(|(have, _)| have == name) else { continue };
            // The first of a name counts.
            if column.len() <= row {
                column.pad(row);
                let before = column.size();
                column.push(&write);
                self.size += column.size() - before;
            }
        }
        if let Some(data) = &mut self.data {
            data.names.push_text(name);
            let before = data.values.size();
            data.values.push(&write);
            self.size += data.values.size() - before + 4;
        }
    }

    pub(super) fn message(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let row = self.event_ids.len();
        let column = self.parts.iter_mut().find(|(part, _)| *part == Part::Message);
        if let Some((_, Values::Text(column))) = column
            && column.len() <= row
        {
            column.pad(row);
            column.push(write);
        }
    }

    /// Ends the row. Columns that it has no value for are padded when one comes, or at the end.
    pub(super) fn finish_row(&mut self, event_id: u32) {
        self.event_ids.push(event_id);
        if let Some(data) = &mut self.data {
            data.ends.push(i32::try_from(data.values.len()).unwrap_or(i32::MAX));
        }
    }

    /// A whole row.
    pub(super) fn event(&mut self, event: &Event<'_>) {
        self.record_ids.push(event.record_id);
        for (part, column) in &mut self.parts {
            let text = match part {
                Part::Provider => &event.provider,
                Part::ProviderGuid => &event.provider_guid,
                Part::Keywords => &event.keywords,
                Part::ActivityId => &event.activity_id,
                Part::Channel => &event.channel,
                Part::Computer => &event.computer,
                Part::UserId => &event.user_id,
                _ => &event.message,
            };
            match column {
                Values::Time(column) => column.push(event.time),
                Values::Number(column) => column.push(match part {
                    Part::Version => event.version.map(u64::from),
                    Part::Level => event.level.map(u64::from),
                    Part::Task => event.task.map(u64::from),
                    Part::Opcode => event.opcode.map(u64::from),
                    Part::EventRecordId => event.event_record_id,
                    Part::ProcessId => event.process_id.map(u64::from),
                    _ => event.thread_id.map(u64::from),
                }),
                Values::Name(column) if text.is_empty() => column.push_null(),
                Values::Text(column) if text.is_empty() => column.push_null(),
                Values::Name(column) => column.push(|out| out.extend_from_slice(text.as_bytes())),
                Values::Text(column) => column.push(|out| out.extend_from_slice(text.as_bytes())),
            }
        }
        for field in &event.data {
            self.field(&field.name, |out| out.extend_from_slice(field.value.as_bytes()));
        }
        self.finish_row(event.event_id);
    }

    /// Takes back what comes after so many rows.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.record_ids.truncate(rows);
        self.event_ids.truncate(rows);
        for (_, column) in &mut self.parts {
            column.truncate(rows);
        }
        self.fields.iter_mut().for_each(|(_, column)| column.truncate(rows));
        if let Some(data) = &mut self.data {
            data.ends.truncate(rows);
            let end = data.ends.last().map_or(0, |end| usize::try_from(*end).unwrap_or(0));
            data.names.truncate(end);
            data.values.truncate(end);
        }
        self.size = self.count_size();
    }

    /// The rows so far as a batch; the builder is then empty and goes on.
    pub(super) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let rows = self.rows();
        self.size = 0;
        self.batch += 1;
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("record_id", Arc::new(UInt64Array::from(taken(&mut self.record_ids)))),
            ("event_id", Arc::new(UInt32Array::from(taken(&mut self.event_ids)))),
        ];
        for (part, column) in &mut self.parts {
            let name = PARTS.iter().find(|(have, _)| have == part).map_or("", |(_, name)| name);
            column.pad(rows);
            columns.push((name, column.finish()?));
        }
        for (name, column) in &mut self.fields {
            column.pad(rows);
            columns.push((name, column.finish()?));
        }
        if let Some(data) = &mut self.data {
            columns.push(("data", data.finish()?));
        }
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, array)| array).collect())
    }
}

/// What a list holds. The next part of a log is about as large: memory is taken for as much.
fn taken<T>(list: &mut Vec<T>) -> Vec<T> {
    let next = Vec::with_capacity(list.len());
    std::mem::replace(list, next)
}

impl Data {
    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let names = self.names.finish()?;
        let values: ArrayRef = Arc::new(self.values.finish()?);
        let fields =
            vec![Field::new("name", names.data_type().clone(), false), Field::new("value", DataType::Utf8, false)];
        let items = StructArray::try_new(fields.into(), vec![names, values], None)?;
        let mut offsets = Vec::with_capacity(self.ends.len() + 1);
        offsets.push(0);
        offsets.append(&mut self.ends);
        let item = Field::new("item", items.data_type().clone(), false);
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        Ok(Arc::new(ListArray::try_new(Arc::new(item), offsets, Arc::new(items), None)?))
    }
}
