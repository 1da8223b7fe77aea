//! Each event of `mappings/` and the rows that it gives: the cases of `tests/events/*.md`, as event logs and as the
//! text that forwarders make of them.

mod cases;
mod common;

use cases::{Case, CaseEvent};
use common::{Outcome, Triage};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use testkit::evtx::{Event, EvtxWriter, Guid, Provider, Sid, filetime};

/// Tables that hold every event; cases need not name them.
const WHOLE: [&str; 3] = ["Event", "SecurityEvent", "WindowsEvent"];
/// The id of each case's first record.
const FIRST_RECORD: u64 = 1187;

#[test]
fn every_event_log_gives_its_rows() {
    for case in cases::all() {
        let mut writer = EvtxWriter::starting_at(FIRST_RECORD);
        for event in &case.events {
            writer.event(record(event)).unwrap();
        }
        let outcome = read(Triage::new().with("log.evtx", writer.finish()));
        check(&case, &outcome, FIRST_RECORD - 1, &[]);
    }
}

#[test]
fn winlogbeat_gives_the_same_rows() {
    for case in cases::all().iter().filter(|case| has_names(case)) {
        let numbered = case.events.iter().zip(FIRST_RECORD..);
        let lines: Vec<String> = numbered.map(|(event, id)| winlogbeat(event, id).to_string()).collect();
        check(case, &read(Triage::new().with("events.ndjson", lines.join("\n"))), 0, &["RenderedDescription"]);
    }
}

#[test]
fn nxlog_gives_the_same_rows() {
    // A datum of the name of a part of the header is lost.
    let collides = |case: &Case| {
        let own: Vec<String> = nxlog(&cases::CaseEvent::default(), 1).as_object().unwrap().keys().cloned().collect();
        let is_own = |(name, _): &(String, String)| own.contains(name) && name != "EventType" || name == "Version";
        case.events.iter().flat_map(|event| &event.data).any(is_own)
    };
    let lost = ["RenderedDescription", "EventLevelName"];
    for case in cases::all().iter().filter(|case| has_names(case) && !collides(case)) {
        let numbered = case.events.iter().zip(FIRST_RECORD..);
        let lines: Vec<String> = numbered.map(|(event, id)| nxlog(event, id).to_string()).collect();
        check(case, &read(Triage::new().with("events.json", lines.join("\n"))), 0, &lost);
    }
}

#[test]
fn every_event_has_a_case() {
    let covered: BTreeSet<(String, u32, String)> = cases::all()
        .iter()
        .flat_map(|case| {
            let tables = case.rows.iter().map(|row| row.table.clone()).chain(WHOLE.map(str::to_owned));
            let pairs = tables.flat_map(|table| case.events.iter().map(move |event| (event, table.clone())));
            pairs.map(|(event, table)| (event.header("@provider").to_owned(), event.id.into(), table))
        })
        .collect();
    let missing: Vec<_> = sources::mapped_events()
        .into_iter()
        .filter(|event| !covered.contains(&(event.provider.to_owned(), event.id, event.table.to_owned())))
        .map(|event| format!("{} {}: {}", event.provider, event.id, event.table))
        .collect();
    assert!(missing.is_empty(), "no case in tests/events for {missing:#?}");
}

fn read(triage: Triage) -> Outcome {
    let tables: Vec<&str> = tables::registry().iter().map(|table| table.name.as_str()).collect();
    triage.read(&tables)
}

/// Compares the rows with those of the case, whose records count from 1; in the evidence they count from one more
/// than `before`. Columns that the form of the evidence cannot fill are `lost`.
fn check(case: &Case, outcome: &Outcome, before: u64, lost: &[&str]) {
    let name = &case.name;
    assert_eq!(outcome.problems(), Vec::<String>::new(), "{name}");
    assert_eq!(outcome.store.rows("WindowsEvent"), case.events.len(), "{name}");
    let mut wanted: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in &case.rows {
        wanted.entry(row.table.as_str()).or_default().push(row);
    }
    let filled: Vec<&str> = outcome.store.filled().map(|(table, _)| table).filter(|t| !WHOLE.contains(t)).collect();
    let named: Vec<&str> = wanted.keys().copied().filter(|t| !WHOLE.contains(t)).collect();
    assert_eq!(filled, named, "{name}: which tables have rows");
    for (table, wanted) in wanted {
        let rows = outcome.rows(table);
        assert_eq!(rows.len(), wanted.len(), "{name}: rows of {table}");
        for (row, wanted) in rows.iter().zip(wanted) {
            for (column, value) in wanted.cells.iter().filter(|(column, _)| !lost.contains(&column.as_str())) {
                let have = row.get(column).unwrap_or_else(|| panic!("{name}: {table} has no {column}"));
                let counted = if column == "$records" { recounted(have, before) } else { have.clone() };
                assert_eq!(&counted, value, "{name}: {table}.{column}");
            }
        }
    }
}

fn recounted(records: &str, before: u64) -> String {
    let numbers = records.split(',').map(|record| (record.parse::<u64>().unwrap() - before).to_string());
    numbers.collect::<Vec<_>>().join(",")
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(event: &CaseEvent, name: &str) -> T {
    event.header(name).parse().unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// The record of an event log.
fn record(case: &CaseEvent) -> Event {
    let provider = Provider::named(case.header("@provider"));
    let mut event = Event::new(provider, case.id, case.header("@channel"), case.header("@computer"));
    event.time = filetime(case.header("@time")).unwrap();
    event.process_id = number(case, "@process");
    event.thread_id = number(case, "@thread");
    event.level = number(case, "@level");
    event.keywords = u64::from_str_radix(case.header("@keywords").trim_start_matches("0x"), 16).unwrap();
    event.user = Sid::parse(case.header("@user")).ok();
    event.activity = Guid::parse(case.header("@activity")).ok();
    event.user_data = Some(case.header("@userdata").to_owned()).filter(|name| !name.is_empty());
    for (name, value) in &case.data {
        event = if name.is_empty() { event.unnamed(value.as_str()) } else { event.data(name, value.as_str()) };
    }
    event
}

fn has_names(case: &Case) -> bool {
    case.events.iter().flat_map(|event| &event.data).all(|(name, _)| !name.is_empty())
}

/// The event as winlogbeat ships it.
fn winlogbeat(event: &CaseEvent, record: u64) -> Json {
    let data: Map<String, Json> = event.data.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let failed = u64::from_str_radix(event.header("@keywords").trim_start_matches("0x"), 16).unwrap() & 1 << 52 != 0;
    let mut winlog = json!({
        "provider_name": event.header("@provider"),
        "channel": event.header("@channel"),
        "event_id": event.id.to_string(),
        "record_id": record,
        "computer_name": event.header("@computer"),
        "process": { "pid": number::<u32>(event, "@process"), "thread": { "id": number::<u32>(event, "@thread") } },
        "user": { "identifier": event.header("@user") },
        "keywords": if failed { vec!["Audit Failure"] } else { vec![] },
    });
    let section = if event.header("@userdata").is_empty() { "event_data" } else { "user_data" };
    winlog[section] = Json::Object(data);
    let levels = ["", "critical", "error", "warning", "information", "verbose"];
    let level = levels[number::<usize>(event, "@level")];
    json!({ "@timestamp": event.header("@time"), "log": { "level": level }, "winlog": winlog })
}

/// The event as NXLog ships it.
fn nxlog(event: &CaseEvent, record: u64) -> Json {
    let keywords = u64::from_str_radix(event.header("@keywords").trim_start_matches("0x"), 16).unwrap();
    let mut object = json!({
        "EventTime": event.header("@time"),
        "Hostname": event.header("@computer"),
        "Keywords": keywords as i64,
        "EventType": "INFO",
        "SeverityValue": 2,
        "Severity": "INFO",
        "EventID": event.id,
        "SourceName": event.header("@provider"),
        "TaskValue": 1,
        "OpcodeValue": 0,
        "RecordNumber": record,
        "ExecutionProcessID": number::<u32>(event, "@process"),
        "ExecutionThreadID": number::<u32>(event, "@thread"),
        "Channel": event.header("@channel"),
        "UserID": event.header("@user"),
        "EventReceivedTime": "2026-03-14T01:23:00.000000Z",
        "SourceModuleName": "eventlog",
        "SourceModuleType": "im_msvistalog",
    });
    for (name, value) in &event.data {
        object[name] = json!(value);
    }
    object
}
