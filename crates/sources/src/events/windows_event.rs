//! `WindowsEvent`: every event, its data as a bag.

use super::WholeTable;
use super::levels::level_name;
use crate::rows::{Column, Rows, Slot};
use crate::value::Value;
use evtx_arrow::{Event, Selector};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use tables::RowId;

type Read = for<'a> fn(&'a Event<'a>) -> Option<Value<'a>>;

static COLUMNS: &[(&str, Read)] = &[
    ("Channel", |event| Some(Value::text(&event.channel))),
    ("Computer", |event| Some(Value::text(&event.computer))),
    ("Correlation", |event| Some(Value::text(&event.activity_id))),
    ("EventData", |event| Some(Value::Json(bag(event)))),
    ("EventID", |event| Some(Value::Int(event.event_id.into()))),
    ("EventLevel", |event| event.level.map(|level| Value::Int(level.into()))),
    ("EventLevelName", |event| event.level.map(|level| Value::text(level_name(level)))),
    ("EventRecordId", |event| i64::try_from(event.event_record_id.unwrap_or(event.record_id)).ok().map(Value::Int)),
    ("Keywords", |event| Some(Value::text(&event.keywords))),
    ("Opcode", |event| event.opcode.map(|opcode| Value::Int(opcode.into()))),
    ("Provider", |event| Some(Value::text(&event.provider))),
    ("SystemProcessId", |event| event.process_id.map(|id| Value::Int(id.into()))),
    ("SystemThreadId", |event| event.thread_id.map(|id| Value::Int(id.into()))),
    ("SystemUserId", |event| Some(Value::text(&event.user_id))),
    ("Task", |event| event.task.map(|task| Value::Int(task.into()))),
    ("Version", |event| event.version.map(|version| Value::Int(version.into()))),
];

struct WindowsEvent {
    slot: Slot,
    columns: Vec<(Column, Read)>,
}

pub(super) fn open(rows: &Rows) -> Option<Box<dyn WholeTable>> {
    let slot = rows.slot("WindowsEvent")?;
    let columns = COLUMNS.iter().filter_map(|(name, read)| Some((rows.column(slot, name)?, *read))).collect();
    Some(Box::new(WindowsEvent { slot, columns }))
}

impl WholeTable for WindowsEvent {
    fn selector(&self) -> Option<Selector> {
        None
    }

    fn write(&self, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        for (column, read) in &self.columns {
            if let Some(value) = read(event) {
                rows.set(self.slot, *column, &value);
            }
        }
        rows.finish_row(self.slot, row, event.time);
    }
}

/// The event's data as a JSON object. Data without a name is `Data`; a name that repeats has an array.
fn bag(event: &Event<'_>) -> String {
    let mut values: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for field in &event.data {
        let name = if field.name.is_empty() { "Data" } else { field.name.as_ref() };
        let at = *index.entry(name).or_insert_with(|| {
            values.push((name, Vec::new()));
            values.len() - 1
        });
        if let Some((_, list)) = values.get_mut(at) {
            list.push(&field.value);
        }
    }
    let object: Map<String, Json> = values
        .into_iter()
        .map(|(name, list)| {
            let value = match list.as_slice() {
                [one] => Json::from(*one),
                many => Json::from(many.to_vec()),
            };
            (name.to_owned(), value)
        })
        .collect();
    Json::Object(object).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use evtx_arrow::Field;

    #[test]
    fn bags() {
        let check = |data: &[(&'static str, &'static str)], expect: &str| {
            let data = data.iter().map(|(n, v)| Field { name: (*n).into(), value: (*v).into() }).collect();
            assert_eq!(bag(&Event { data, ..Event::default() }), expect);
        };
        check(&[], "{}");
        check(&[("B", "1"), ("A", "x\"y")], r#"{"B":"1","A":"x\"y"}"#);
        check(&[("", "1"), ("A", "2"), ("", "3")], r#"{"Data":["1","3"],"A":"2"}"#);
        check(&[("A", ""), ("A", "")], r#"{"A":["",""]}"#);
    }
}
