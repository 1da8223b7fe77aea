use crate::json::Pieces;
use crate::recognise::{Head, Read, Source};
use crate::told::{Told, undecoded};
use crate::value::number;
use crate::{Input, ReadError, Reading, text};
use evtx_arrow::{Event, Field, Section};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// Windows events as winlogbeat ships them: one JSON object a line, an array, or an answer of Elasticsearch.
pub(super) static SOURCE: Source = Source {
    name: "winlogbeat",
    reference: "https://www.elastic.co/guide/en/beats/winlogbeat/current/exported-fields-winlog.html",
    recognise: |head: &Head<'_>| {
        let ours = ["winlog.event_id", "winlog.provider_name", "winlog.channel"];
        let ends = |key: &String, name: &str| key == name || key.ends_with(&format!(".{name}"));
        ours.iter().filter(|name| head.json_keys().iter().any(|key| ends(key, name))).count() >= 2
    },
    endings: &[],
    noun: "export of winlogbeat",
    read: Read::Events(read),
};

/// The keywords of an event of the Security log that says what was refused.
pub(super) const AUDIT_FAILURE: &str = "0x8010000000000000";

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> Result<(), ReadError> {
    let (text, bad) = text::decode(&reading.bytes(input));
    let Reading { sink, events, .. } = reading;
    undecoded(sink, &input.item.path, bad);
    let mut told = Told::new(&input.item.path);
    for piece in Pieces::below(&text, &["hits.hits"]) {
        if let Some((line, text)) = piece.error() {
            told.line(sink, line, text);
        }
        let Ok(json) = &piece.value else { continue };
        let Some(event) = event(json, piece.line) else {
            told.line(sink, piece.line, "not an event of winlogbeat; passed over");
            continue;
        };
        sink.records += 1;
        sink.saw_computer(input.item.root, &event.computer);
        events.write(&event, input.source.row(piece.line), sink)?;
    }
    told.finish(sink);
    events.finish_log(sink)
}

/// The event of one JSON object; `line` is its record id.
fn event(json: &Json, line: u64) -> Option<Event<'_>> {
    let root = json.get("_source").unwrap_or(json);
    let text = |path: &str| find(root, path).map(scalar).unwrap_or_default();
    let value = |path: &str| number(&text(path));
    let event_id = value("winlog.event_id").or_else(|| value("event.code"))?;
    let (section, data) = match (find(root, "winlog.event_data"), find(root, "winlog.user_data")) {
        (Some(Json::Object(data)), _) => (Section::EventData, fields(data)),
        (_, Some(Json::Object(data))) => (Section::UserData, fields(data)),
        _ => (Section::EventData, flat_fields(root, "winlog.event_data.")),
    };
    let time = find(root, "@timestamp").or_else(|| find(root, "winlog.time_created")).map(scalar);
    Some(Event {
        record_id: line,
        event_record_id: value("winlog.record_id").and_then(|id| u64::try_from(id).ok()),
        event_id: u32::try_from(event_id).ok()?,
        provider: text("winlog.provider_name"),
        provider_guid: text("winlog.provider_guid"),
        channel: text("winlog.channel"),
        computer: match text("winlog.computer_name") {
            name if name.is_empty() => text("host.name"),
            name => name,
        },
        time: time.and_then(|text| crate::time::parse(&text)),
        version: value("winlog.version").and_then(|version| u8::try_from(version).ok()),
        level: level(&text("log.level")),
        task: value("winlog.task").and_then(|task| u32::try_from(task).ok()),
        opcode: value("winlog.opcode").and_then(|opcode| u8::try_from(opcode).ok()),
        keywords: keywords(root),
        activity_id: text("winlog.activity_id"),
        process_id: value("winlog.process.pid").and_then(|id| u32::try_from(id).ok()),
        thread_id: value("winlog.process.thread.id").and_then(|id| u32::try_from(id).ok()),
        user_id: text("winlog.user.identifier"),
        message: text("message"),
        section,
        data,
        unordered: true,
    })
}

/// What lies at a path; each object on the way may have the rest of the path as one key with dots.
fn find<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    let object = json.as_object()?;
    if let Some(found) = object.get(path) {
        return Some(found);
    }
    path.match_indices('.').find_map(|(dot, _)| find(object.get(path.get(..dot)?)?, path.get(dot + 1..)?))
}

fn scalar(json: &Json) -> Cow<'_, str> {
    match json {
        Json::Null => Cow::Borrowed(""),
        Json::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

fn fields(data: &Map<String, Json>) -> Vec<Field<'_>> {
    let mut fields = Vec::with_capacity(data.len());
    for (name, value) in data {
        match value {
            Json::Array(values) => {
                fields.extend(values.iter().map(|value| Field { name: Cow::Borrowed(name), value: scalar(value) }));
            }
            // User data has its own element between.
            Json::Object(inner) => fields.extend(self::fields_of(inner)),
            value => fields.push(Field { name: Cow::Borrowed(name), value: scalar(value) }),
        }
    }
    fields
}

fn fields_of(data: &Map<String, Json>) -> impl Iterator<Item = Field<'_>> {
    data.iter().map(|(name, value)| Field { name: Cow::Borrowed(name), value: scalar(value) })
}

/// The fields of an object whose keys are whole paths.
fn flat_fields<'a>(root: &'a Json, prefix: &str) -> Vec<Field<'a>> {
    let entries = root.as_object().into_iter().flatten();
    entries
        .filter_map(|(key, value)| Some(Field { name: Cow::Borrowed(key.strip_prefix(prefix)?), value: scalar(value) }))
        .collect()
}

/// The bit of a refusal, which winlogbeat has in words.
fn keywords(root: &Json) -> Cow<'_, str> {
    let failed = |json: &Json| json.as_str().is_some_and(|word| word.eq_ignore_ascii_case("audit failure"));
    let found = find(root, "winlog.keywords").and_then(Json::as_array).is_some_and(|words| words.iter().any(failed));
    Cow::Borrowed(if found { AUDIT_FAILURE } else { "" })
}

fn level(name: &str) -> Option<u8> {
    let names = ["critical", "error", "warning", "information", "verbose"];
    names.iter().position(|known| known.eq_ignore_ascii_case(name)).map(|at| at as u8 + 1)
}
