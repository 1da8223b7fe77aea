//! `SecurityEvent`: every event of the Security channel, its data as columns of the fields' names.

use super::WholeTable;
use super::levels::level_name;
use crate::mapping::{base_name, title};
use crate::rows::{Column, Rows, Slot};
use crate::value::Value;
use evtx_arrow::{Event, Selector};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tables::RowId;

type Read = for<'a> fn(&'a Event<'a>) -> Option<Value<'a>>;

/// Columns that are not a field of the event; the others bear a field's name.
static COLUMNS: &[(&str, Read)] = &[
    ("Account", |event| actor(event).map(text)),
    ("AccountType", |event| actor(event).map(|name| Value::text(if name.ends_with('$') { "Machine" } else { "User" }))),
    ("Activity", |event| title(event).map(|title| text(format!("{} - {title}", event.event_id)))),
    ("Channel", |event| Some(Value::text(&event.channel))),
    ("Computer", |event| Some(Value::text(&event.computer))),
    ("Correlation", |event| Some(Value::text(&event.activity_id))),
    ("EventID", |event| Some(Value::Int(event.event_id.into()))),
    ("EventLevelName", |event| event.level.map(|level| Value::text(level_name(level)))),
    ("EventRecordId", |event| i64::try_from(event.event_record_id.unwrap_or(event.record_id)).ok().map(Value::Int)),
    ("EventSourceName", |event| Some(Value::text(&event.provider))),
    ("Keywords", |event| Some(Value::text(&event.keywords))),
    ("Level", |event| event.level.map(|level| Value::Int(level.into()))),
    ("LogonTypeName", |event| event.value("LogonType").and_then(logon_type).map(Value::text)),
    ("Opcode", |event| event.opcode.map(|opcode| Value::Int(opcode.into()))),
    ("Process", |event| {
        let path = event.value("NewProcessName").or_else(|| event.value("ProcessName"))?;
        Some(Value::text(base_name(path)))
    }),
    ("SubjectAccount", |event| account(event, "SubjectDomainName", "SubjectUserName").map(text)),
    ("SystemProcessId", |event| event.process_id.map(|id| Value::Int(id.into()))),
    ("SystemThreadId", |event| event.thread_id.map(|id| Value::Int(id.into()))),
    ("SystemUserId", |event| Some(Value::text(&event.user_id))),
    ("TargetAccount", |event| account(event, "TargetDomainName", "TargetUserName").map(text)),
    ("Task", |event| event.task.map(|task| Value::Int(task.into()))),
    ("Version", |event| event.version.map(|version| Value::Int(version.into()))),
];

/// Columns whose field is spelt otherwise.
static SPELT_OTHERWISE: &[(&str, &str)] = &[("LogonID", "LogonId"), ("ClientIPAddress", "ClientIpAddress")];

/// Events that speak of the account that logs on or off, rather than of one that acts.
static LOGONS: &[u32] = &[4624, 4625, 4634, 4647, 4740, 4767, 4768, 4769, 4771, 4776, 4778, 4779];

struct SecurityEvent {
    slot: Slot,
    columns: Vec<(Column, Read)>,
    fields: BTreeMap<&'static str, Column>,
}

pub(super) fn open(rows: &Rows) -> Option<Box<dyn WholeTable>> {
    let slot = rows.slot("SecurityEvent")?;
    let columns = COLUMNS.iter().filter_map(|(name, read)| Some((rows.column(slot, name)?, *read))).collect();
    let all = tables::registry().get("SecurityEvent")?.columns.iter().map(|column| column.name.as_str());
    let fields = all
        .filter(|name| !COLUMNS.iter().any(|(own, _)| own == name) && *name != "TimeGenerated" && *name != "EventData")
        .filter_map(|name| {
            let field = SPELT_OTHERWISE.iter().find(|(column, _)| *column == name).map_or(name, |(_, field)| field);
            Some((field, rows.column(slot, name)?))
        })
        .collect();
    Some(Box::new(SecurityEvent { slot, columns, fields }))
}

impl WholeTable for SecurityEvent {
    fn selector(&self) -> Option<Selector> {
        Some(Selector { channel: Some("Security".to_owned()), ..Selector::default() })
    }

    fn write(&self, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        if !event.channel.eq_ignore_ascii_case("Security") {
            return;
        }
        for (column, read) in &self.columns {
            if let Some(value) = read(event) {
                rows.set(self.slot, *column, &value);
            }
        }
        for field in &event.data {
            if let Some(column) = self.fields.get(field.name.as_ref()) {
                rows.set(self.slot, *column, &Value::text(&field.value));
            }
        }
        rows.finish_row(self.slot, row, event.time);
    }
}

fn text(text: String) -> Value<'static> {
    Value::Text(Cow::Owned(text))
}

fn account(event: &Event<'_>, domain: &str, name: &str) -> Option<String> {
    let known = |field| event.value(field).filter(|value| !value.is_empty() && *value != "-");
    let name = known(name)?;
    Some(known(domain).map_or_else(|| name.to_owned(), |domain| format!("{domain}\\{name}")))
}

fn actor(event: &Event<'_>) -> Option<String> {
    let subject = || account(event, "SubjectDomainName", "SubjectUserName");
    let target = || account(event, "TargetDomainName", "TargetUserName");
    if LOGONS.contains(&event.event_id) { target().or_else(subject) } else { subject().or_else(target) }
}

fn logon_type(number: &str) -> Option<&'static str> {
    Some(match number {
        "2" => "2 - Interactive",
        "3" => "3 - Network",
        "4" => "4 - Batch",
        "5" => "5 - Service",
        "7" => "7 - Unlock",
        "8" => "8 - NetworkCleartext",
        "9" => "9 - NewCredentials",
        "10" => "10 - RemoteInteractive",
        "11" => "11 - CachedInteractive",
        _ => return None,
    })
}
