//! The columns of one batch being built.

use super::nulls::NumberColumn;
use super::text::{NameColumn, TextColumn, place};
use crate::event::Event;
use crate::needs::Part;
use crate::plan::{Text, left_out};
use crate::record::Located;
use arrow::array::{Array, ArrayRef, Int64Array, ListArray, RecordBatch, StructArray, UInt32Array, UInt64Array};
use arrow::buffer::{OffsetBuffer, ScalarBuffer};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
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

enum Values {
    Number(NumberColumn<u64>),
    Time(NumberColumn<i64>),
    Name(NameColumn),
    Text(TextColumn),
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
    fields: Vec<(String, TextColumn)>,
    /// The numbers of the fields whose names share a place.
    places: Vec<Vec<usize>>,
    data: Option<Data>,
    /// Bytes of text of the fields.
    size: usize,
}

impl Builder {
    pub(super) fn new(parts: &[Part], fields: &[String], data: bool) -> Self {
        let values = |part: &Part| match part {
            Part::Time => Values::Time(NumberColumn::default()),
            Part::ActivityId | Part::Message => Values::Text(TextColumn::default()),
            Part::Provider | Part::ProviderGuid | Part::Keywords | Part::Channel | Part::Computer | Part::UserId => {
                Values::Name(NameColumn::default())
            }
            _ => Values::Number(NumberColumn::default()),
        };
        let mut places = vec![Vec::new(); PLACES];
        for (number, name) in fields.iter().enumerate() {
            if let Some(place) = places.get_mut(place(0, name.as_bytes()) % PLACES) {
                place.push(number);
            }
        }
        Self {
            record_ids: Vec::new(),
            event_ids: Vec::new(),
            parts: parts.iter().map(|part| (*part, values(part))).collect(),
            fields: fields.iter().map(|name| (name.clone(), TextColumn::default())).collect(),
            places,
            data: data.then(Data::default),
            size: 0,
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

    /// Begins a row with the record's header.
    pub(super) fn header(&mut self, located: &Located<'_>) {
        self.record_ids.push(located.record.id);
        let values = located.own_values();
        for (part, column) in &mut self.parts {
            if *part == Part::Message {
                continue;
            }
            let source = &located.system[*part];
            match column {
                Values::Time(column) => column.push(values.moment(source).or(located.record.time)),
                Values::Number(column) => column.push(values.number(source)),
                Values::Text(column) => {
                    if left_out(&source.guards, values.values) {
                        column.push_null();
                    } else {
                        column.push(|out| values.append(&source.text, out));
                    }
                }
                Values::Name(column) => match &source.text {
                    _ if left_out(&source.guards, values.values) => column.push_null(),
                    Text::Known(name) if name.is_empty() && *part == Part::Provider => {
                        column.push(|out| {
                            out.extend_from_slice(values.string(&located.system[Part::EventSource]).as_bytes())
                        });
                    }
                    Text::Known(name) => {
                        column.push_raw(0xFF, name.as_bytes(), |out| out.extend_from_slice(name.as_bytes()))
                    }
                    Text::Slot(slot) => {
                        let value = values.get(*slot);
                        column.push_raw(value.kind, value.bytes(values.chunk), |out| values.append(&source.text, out));
                    }
                    Text::Mixed(_) => column.push(|out| values.append(&source.text, out)),
                },
            }
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
            data.names.push_raw(0, name.as_bytes(), |out| out.extend_from_slice(name.as_bytes()));
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
            match column {
                Values::Number(column) => column.truncate(rows),
                Values::Time(column) => column.truncate(rows),
                Values::Name(column) => column.truncate(rows),
                Values::Text(column) => column.truncate(rows),
            }
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
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("record_id", Arc::new(UInt64Array::from(std::mem::take(&mut self.record_ids)))),
            ("event_id", Arc::new(UInt32Array::from(std::mem::take(&mut self.event_ids)))),
        ];
        for (part, column) in &mut self.parts {
            let name = PARTS.iter().find(|(have, _)| have == part).map_or("", |(_, name)| name);
            let array: ArrayRef = match column {
                Values::Number(column) => {
                    let (values, nulls) = column.finish();
                    Arc::new(UInt64Array::try_new(values.into(), nulls)?)
                }
                Values::Time(column) => {
                    let (values, nulls) = column.finish();
                    Arc::new(Int64Array::try_new(values.into(), nulls)?)
                }
                Values::Name(column) => column.finish()?,
                Values::Text(column) => {
                    column.pad(rows);
                    Arc::new(column.finish()?)
                }
            };
            columns.push((name, array));
        }
        for (name, column) in &mut self.fields {
            column.pad(rows);
            columns.push((name, Arc::new(column.finish()?)));
        }
        if let Some(data) = &mut self.data {
            columns.push(("data", data.finish()?));
        }
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.into_iter().map(|(_, array)| array).collect())
    }
}

impl Data {
    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let names = self.names.finish()?;
        let values: ArrayRef = Arc::new(self.values.finish()?);
        let fields =
            vec![Field::new("name", names.data_type().clone(), false), Field::new("value", DataType::Utf8, false)];
        let items = StructArray::try_new(fields.into(), vec![names, values], None)?;
        let mut offsets = vec![0];
        offsets.append(&mut self.ends);
        let item = Field::new("item", items.data_type().clone(), false);
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        Ok(Arc::new(ListArray::try_new(Arc::new(item), offsets, Arc::new(items), None)?))
    }
}
