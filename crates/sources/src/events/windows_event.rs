//! `WindowsEvent`: every event, its data as a bag.

use super::levels::level_name;
use super::whole::Need::{AllData, Of};
use super::whole::{EventColumn, Whole};
use crate::rows::Rows;
use crate::value::Value;
use evtx_arrow::{Event, Part};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

static COLUMNS: &[EventColumn] = &[
    ("Channel", &[Of(Part::Channel)], |event| Some(Value::text(&event.channel))),
    ("Computer", &[Of(Part::Computer)], |event| Some(Value::text(&event.computer))),
    ("Correlation", &[Of(Part::ActivityId)], |event| Some(Value::text(&event.activity_id))),
    ("EventData", &[AllData], |event| Some(Value::Json(bag(event)))),
    ("EventID", &[], |event| Some(Value::Int(event.event_id.into()))),
    ("EventLevel", &[Of(Part::Level)], |event| event.level.map(|level| Value::Int(level.into()))),
    ("EventLevelName", &[Of(Part::Level)], |event| event.level.map(|level| Value::text(level_name(level)))),
    ("EventRecordId", &[Of(Part::EventRecordId)], |event| {
        i64::try_from(event.event_record_id.unwrap_or(event.record_id)).ok().map(Value::Int)
    }),
    ("Keywords", &[Of(Part::Keywords)], |event| Some(Value::text(&event.keywords))),
    ("Opcode", &[Of(Part::Opcode)], |event| event.opcode.map(|opcode| Value::Int(opcode.into()))),
    ("Provider", &[Of(Part::Provider)], |event| Some(Value::text(&event.provider))),
    ("SystemProcessId", &[Of(Part::ProcessId)], |event| event.process_id.map(|id| Value::Int(id.into()))),
    ("SystemThreadId", &[Of(Part::ThreadId)], |event| event.thread_id.map(|id| Value::Int(id.into()))),
    ("SystemUserId", &[Of(Part::UserId)], |event| Some(Value::text(&event.user_id))),
    ("Task", &[Of(Part::Task)], |event| event.task.map(|task| Value::Int(task.into()))),
    ("Version", &[Of(Part::Version)], |event| event.version.map(|version| Value::Int(version.into()))),
];

pub(super) fn open(rows: &Rows) -> Option<Whole> {
    Whole::new(rows, "WindowsEvent", |_| true, COLUMNS, std::iter::empty())
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
