use crate::json::Pieces;
use crate::recognise::{Head, Read, Source};
use crate::told::{Told, undecoded};
use crate::value::number;
use crate::{Input, ReadError, Reading, text};
use evtx_arrow::{Event, Field, Section, ticks};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// Windows events as NXLog's module `im_msvistalog` ships them: one flat JSON object a line, the header's parts beside
/// the data.
pub(super) static SOURCE: Source = Source {
    name: "nxlog",
    reference: "https://docs.nxlog.co/refman/current/im/msvistalog.html",
    recognise: is_event,
    endings: &[],
    noun: "export of NXLog",
    read: Read::Events(read),
};

/// Whether a file starts with an event of NXLog.
pub(super) fn is_event(head: &Head<'_>) -> bool {
    let has = |name: &str| head.json_keys().iter().any(|key| key == name || key.strip_prefix("[].") == Some(name));
    has("EventID") && has("SourceName") && has("Channel") && (has("EventTime") || has("@timestamp"))
}

/// What NXLog, and what ships its text on, adds to an event. All else is the event's data.
static HEADER: &[&str] = &[
    "@timestamp",
    "@version",
    "AccountType",
    "ActivityID",
    "Category",
    "Channel",
    "EventID",
    "EventReceivedTime",
    "EventTime",
    "EventTypeOrignal",
    "ExecutionProcessID",
    "ExecutionThreadID",
    "Hostname",
    "Keywords",
    "Message",
    "Opcode",
    "OpcodeValue",
    "ProcessID",
    "ProviderGuid",
    "RecordNumber",
    "RelatedActivityID",
    "Severity",
    "SeverityValue",
    "SourceModuleName",
    "SourceModuleType",
    "SourceName",
    "Task",
    "TaskValue",
    "ThreadID",
    "UserID",
    "Version",
    "host",
    "port",
    "tags",
    "timestamp",
    "type",
];

/// What NXLog writes into `EventType`; a datum of that name takes its place.
static TYPES: &[&str] = &["AUDIT_FAILURE", "AUDIT_SUCCESS", "CRITICAL", "DEBUG", "ERROR", "INFO", "VERBOSE", "WARNING"];

/// Events that are looked through for one that tells what the computer's clock shows in UTC.
const MOST_LOOKED_AT: usize = 1_000;

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> Result<(), ReadError> {
    let (text, bad) = text::decode(&reading.bytes(input));
    let Reading { sink, events, .. } = reading;
    undecoded(sink, &input.item.path, bad);
    let mut told = Told::new(&input.item.path);
    let objects = || Pieces::new(&text).filter_map(|piece| piece.value.ok());
    // Without an offset, times are those of the computer's clock.
    let is_local = objects().next().is_some_and(|json| field(&json, "EventTime").is_some_and(|time| !has_zone(&time)));
    let usual = if is_local { objects().take(MOST_LOOKED_AT).find_map(|json| offset(&json)) } else { Some(0) };
    if usual.is_none() {
        let text = "times have no offset, and nothing tells which: they are taken for UTC";
        sink.info(&input.item.path, "", text);
    }
    for piece in Pieces::new(&text) {
        if let Some((line, text)) = piece.error() {
            told.line(sink, line, text);
        }
        let Ok(json) = &piece.value else { continue };
        let Some(event) = event(json, piece.line, usual.unwrap_or(0)) else {
            told.line(sink, piece.line, "not an event of NXLog; passed over");
            continue;
        };
        sink.records += 1;
        sink.saw_computer(input.item.root, &event.computer);
        events.write(&event, input.source.row(piece.line), sink)?;
    }
    told.finish(sink);
    events.finish_log(sink)
}

/// The event of one JSON object; `line` is its record id, `usual` the offset of its times where it has none itself.
fn event(json: &Json, line: u64, usual: i64) -> Option<Event<'_>> {
    let object = json.as_object()?;
    let text = |name: &str| field(json, name).unwrap_or_default();
    let value = |name: &str| number(&text(name));
    let first = |a: &str, b: &str| value(a).or_else(|| value(b)).and_then(|id| u32::try_from(id).ok());
    let time = field(json, "EventTime").or_else(|| field(json, "@timestamp"));
    Some(Event {
        record_id: line,
        event_record_id: value("RecordNumber").and_then(|id| u64::try_from(id).ok()),
        event_id: u32::try_from(value("EventID")?).ok()?,
        provider: text("SourceName"),
        provider_guid: text("ProviderGuid"),
        channel: text("Channel"),
        computer: text("Hostname"),
        time: time.and_then(|time| moment(json, &time, usual)),
        version: value("Version").and_then(|version| u8::try_from(version).ok()),
        level: level(&text("Severity"), &text("EventType")),
        task: first("TaskValue", "Task"),
        opcode: value("OpcodeValue").and_then(|opcode| u8::try_from(opcode).ok()),
        keywords: value("Keywords").map_or(Cow::Borrowed(""), |bits| Cow::Owned(format!("{:#x}", bits as u64))),
        activity_id: text("ActivityID"),
        // Older versions have no other name for it, and lose the datum that is called `ProcessId`.
        process_id: first("ExecutionProcessID", "ProcessID"),
        thread_id: first("ExecutionThreadID", "ThreadID"),
        user_id: text("UserID"),
        message: text("Message"),
        section: Section::EventData,
        data: data(object),
        unordered: true,
    })
}

fn data(object: &Map<String, Json>) -> Vec<Field<'_>> {
    let is_data = |(name, value): &(&String, &Json)| match name.as_str() {
        "EventType" => !value.as_str().is_some_and(|text| TYPES.contains(&text)),
        // Where the name of the process that logs has its own place, this one is the event's.
        "ProcessID" => object.contains_key("ExecutionProcessID"),
        name => !HEADER.contains(&name),
    };
    let fields = object
        .iter()
        .filter(is_data)
        .filter_map(|(name, value)| Some(Field { name: Cow::Borrowed(name), value: scalar(value)? }));
    fields.collect()
}

fn field<'a>(json: &'a Json, name: &str) -> Option<Cow<'a, str>> {
    scalar(json.get(name)?)
}

fn scalar(json: &Json) -> Option<Cow<'_, str>> {
    match json {
        Json::Null => None,
        Json::String(text) => Some(Cow::Borrowed(text)),
        other => Some(Cow::Owned(other.to_string())),
    }
}

/// `2026-03-14T01:22:03.1+01:00` and `…Z` have one, `2026-03-14 01:22:03` has none; nor have numbers, which are UTC.
fn has_zone(time: &str) -> bool {
    let Some(clock) = time.get(10..) else { return true };
    clock.ends_with(['Z', 'z']) || clock.contains(['+', '-'])
}

fn moment(json: &Json, time: &str, usual: i64) -> Option<i64> {
    if let Ok(number) = time.parse::<i64>() {
        return since_1970(number);
    }
    let moment = crate::time::parse(time)?;
    if has_zone(time) { Some(moment) } else { moment.checked_add(offset(json).unwrap_or(usual)) }
}

/// A count of seconds, milliseconds or microseconds since 1970, told apart by its size.
fn since_1970(number: i64) -> Option<i64> {
    let unit = match number {
        0..100_000_000_000 => ticks::SECOND,
        100_000_000_000..100_000_000_000_000 => ticks::SECOND / 1_000,
        _ => ticks::SECOND / 1_000_000,
    };
    number.checked_mul(unit)?.checked_add(ticks::UNIX_EPOCH)
}

/// What must be added to the clock's times to get UTC, in ticks: what Sysmon notes in UTC, or when the next in the
/// chain received the event, against the same moment by the clock. Zones are multiples of a quarter of an hour.
fn offset(json: &Json) -> Option<i64> {
    const QUARTER: i64 = 900 * ticks::SECOND;
    let parse = |name: &str| crate::time::parse(&field(json, name)?);
    let local =
        |name: &str| field(json, name).filter(|time| !has_zone(time)).and_then(|time| crate::time::parse(&time));
    let (utc, clock) = match (parse("UtcTime"), parse("@timestamp")) {
        (Some(utc), _) => (utc, local("EventTime")?),
        (None, Some(utc)) => (utc, local("EventReceivedTime")?),
        (None, None) => return None,
    };
    let difference = utc.checked_sub(clock)?;
    let quarters = (difference + difference.signum() * QUARTER / 2) / QUARTER;
    (quarters.abs() <= 14 * 4).then_some(quarters * QUARTER)
}

/// The level of the log, which NXLog has in words of its own.
fn level(severity: &str, kind: &str) -> Option<u8> {
    match (severity, kind) {
        (_, "AUDIT_SUCCESS" | "AUDIT_FAILURE") => Some(0),
        ("CRITICAL", _) => Some(1),
        ("ERROR", _) => Some(2),
        ("WARNING", _) => Some(3),
        ("INFO", _) => Some(4),
        ("DEBUG", _) => Some(5),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times() {
        let check = |json: Json, expect: &str| {
            let event = event(&json, 1, 0).expect("an event");
            assert_eq!(event.time, ticks::parse_iso(expect), "{json}");
        };
        let with = |more: Json| {
            let mut json = json!({ "EventID": 1, "SourceName": "x" });
            json.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            json
        };
        let utc = "2026-03-14T01:22:03Z";
        check(with(json!({ "EventTime": "2026-03-14T02:22:03.000000+01:00" })), utc);
        check(with(json!({ "EventTime": "2026-03-14 01:22:03" })), utc);
        check(with(json!({ "EventTime": "2026-03-13 21:22:03", "UtcTime": "2026-03-14 01:22:01.5" })), utc);
        check(
            with(
                json!({ "EventTime": "2026-03-14 06:52:03", "EventReceivedTime": "2026-03-14 06:53:30", "@timestamp": "2026-03-14T01:23:31.2Z" }),
            ),
            utc,
        );
        check(with(json!({ "EventTime": 1_773_451_323 })), utc);
        check(with(json!({ "EventTime": 1_773_451_323_000_i64 })), utc);
        check(with(json!({ "@timestamp": "2026-03-14T01:22:03Z" })), utc);
        assert_eq!(event(&json!({ "EventID": 1, "EventTime": "soon" }), 1, 0).expect("an event").time, None);
        assert_eq!(event(&json!({ "EventID": "x" }), 1, 0), None);
        assert_eq!(event(&json!([]), 1, 0), None);
    }

    #[test]
    fn data_beside_the_header() {
        let json = json!({
            "EventTime": "2026-03-14T01:22:03Z", "Hostname": "WEB01", "Keywords": -9_214_364_837_600_034_816_i64,
            "EventType": "SetValue", "EventID": 13, "SourceName": "x", "ExecutionProcessID": 7, "ProcessID": 8,
            "Message": "m", "Details": null, "TargetObject": "HKLM\\x", "Level": 3,
        });
        let event = event(&json, 9, 0).expect("an event");
        let mut data: Vec<_> = event.data.iter().map(|f| format!("{}={}", f.name, f.value)).collect();
        data.sort();
        assert_eq!(data, ["EventType=SetValue", "Level=3", "ProcessID=8", "TargetObject=HKLM\\x"]);
        assert_eq!((event.process_id, event.keywords.as_ref()), (Some(7), "0x8020000000000000"));
    }
}
