//! `SecurityEvent`: every event of the Security channel, its data as columns of the fields' names.

use super::levels::level_name;
use super::whole::Need::{self, AllData, Data, Of};
use super::whole::{EventColumn, Whole};
use super::xml;
use crate::mapping::{base_name, title};
use crate::rows::Rows;
use crate::value::Value;
use evtx_arrow::{Event, Field, Part};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Columns that are not a field of the event; the others bear a field's name.
static COLUMNS: &[EventColumn] = &[
    ("Account", ACTOR, |event| actor(event).map(text)),
    ("AccountType", ACTOR, |event| {
        actor(event).map(|name| Value::text(if name.ends_with('$') { "Machine" } else { "User" }))
    }),
    ("Activity", &[Of(Part::Provider), Of(Part::Channel)], |event| {
        title(event).map(|title| text(format!("{} - {title}", event.event_id)))
    }),
    ("Channel", &[Of(Part::Channel)], |event| Some(Value::text(&event.channel))),
    ("Computer", &[Of(Part::Computer)], |event| Some(Value::text(&event.computer))),
    ("Correlation", &[Of(Part::ActivityId)], |event| Some(Value::text(&event.activity_id))),
    ("EventData", &[AllData], |event| {
        let has_no_column = |field: &Field<'_>| !columns().contains(field.name.as_ref());
        event.data.iter().any(has_no_column).then(|| text(xml::data(event)))
    }),
    ("EventID", &[], |event| Some(Value::Int(event.event_id.into()))),
    ("EventLevelName", &[Of(Part::Level)], |event| event.level.map(|level| Value::text(level_name(level)))),
    ("EventRecordId", &[Of(Part::EventRecordId)], |event| {
        i64::try_from(event.event_record_id.unwrap_or(event.record_id)).ok().map(Value::Int)
    }),
    ("EventSourceName", &[Of(Part::Provider)], |event| Some(Value::text(&event.provider))),
    ("Keywords", &[Of(Part::Keywords)], |event| Some(Value::text(&event.keywords))),
    ("Level", &[Of(Part::Level)], |event| event.level.map(|level| Value::Int(level.into()))),
    ("LogonTypeName", &[Data("LogonType")], |event| event.value("LogonType").and_then(logon_type).map(Value::text)),
    ("Opcode", &[Of(Part::Opcode)], |event| event.opcode.map(|opcode| Value::Int(opcode.into()))),
    ("Process", &[Data("NewProcessName"), Data("ProcessName")], |event| {
        let path = event.value("NewProcessName").or_else(|| event.value("ProcessName"))?;
        Some(Value::text(base_name(path)))
    }),
    ("SubjectAccount", &[Data("SubjectDomainName"), Data("SubjectUserName")], |event| {
        account(event, "SubjectDomainName", "SubjectUserName").map(text)
    }),
    ("SystemProcessId", &[Of(Part::ProcessId)], |event| event.process_id.map(|id| Value::Int(id.into()))),
    ("SystemThreadId", &[Of(Part::ThreadId)], |event| event.thread_id.map(|id| Value::Int(id.into()))),
    ("SystemUserId", &[Of(Part::UserId)], |event| Some(Value::text(&event.user_id))),
    ("TargetAccount", &[Data("TargetDomainName"), Data("TargetUserName")], |event| {
        account(event, "TargetDomainName", "TargetUserName").map(text)
    }),
    ("Task", &[Of(Part::Task)], |event| event.task.map(|task| Value::Int(task.into()))),
    ("Version", &[Of(Part::Version)], |event| event.version.map(|version| Value::Int(version.into()))),
];

/// Columns whose field is spelt otherwise.
static SPELT_OTHERWISE: &[(&str, &str)] = &[("LogonID", "LogonId"), ("ClientIPAddress", "ClientIpAddress")];

/// Events that speak of the account that logs on or off, rather than of one that acts.
static LOGONS: &[u32] = &[4624, 4625, 4634, 4647, 4740, 4767, 4768, 4769, 4771, 4776, 4778, 4779];

/// What the account that acts, or that logs on, is told by.
static ACTOR: &[Need] =
    &[Data("SubjectDomainName"), Data("SubjectUserName"), Data("TargetDomainName"), Data("TargetUserName")];

pub(super) fn open(rows: &Rows) -> Option<Whole> {
    let all = tables::registry().get("SecurityEvent")?.columns.iter().map(|column| column.name.as_str());
    let fields =
        all.filter(|name| !COLUMNS.iter().any(|(own, ..)| own == name) && *name != "TimeGenerated").map(|name| {
            let field = SPELT_OTHERWISE.iter().find(|(column, _)| *column == name).map_or(name, |(_, field)| field);
            (field, name)
        });
    Whole::new(rows, "SecurityEvent", |channel| channel.eq_ignore_ascii_case("Security"), COLUMNS, fields)
}

/// Fields that have a column.
fn columns() -> &'static BTreeSet<&'static str> {
    static FIELDS: OnceLock<BTreeSet<&str>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        let all = tables::registry().get("SecurityEvent").map(|table| table.columns.as_slice()).unwrap_or_default();
        let own = all.iter().map(|column| column.name.as_str());
        own.chain(SPELT_OTHERWISE.iter().map(|(_, field)| *field)).collect()
    })
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
