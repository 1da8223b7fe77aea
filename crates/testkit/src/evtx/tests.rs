//! What the writer writes, read back by an independent reader with its checksum tests on.

use std::io::Cursor;

use evtx::{EvtxParser, ParserSettings};
use serde_json::{Value as Json, json};

use super::*;

fn sysmon() -> Provider {
    Provider::new("Microsoft-Windows-Sysmon", "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}").unwrap()
}

fn event(id: u16) -> Event {
    Event::new(sysmon(), id, "Microsoft-Windows-Sysmon/Operational", "WEB01.corp.example")
        .time(filetime("2026-03-14T01:22:03.1234567Z").unwrap())
}

fn write(events: impl IntoIterator<Item = Event>) -> Vec<u8> {
    let mut writer = EvtxWriter::new();
    for event in events {
        writer.event(event).unwrap();
    }
    writer.finish()
}

/// All records as JSON; every error of the reader fails the test.
fn read(bytes: Vec<u8>) -> Vec<(u64, Json)> {
    let settings = ParserSettings::default().validate_checksums(true).num_threads(1).separate_json_attributes(false);
    let mut parser = EvtxParser::from_read_seek(Cursor::new(bytes)).unwrap().with_configuration(settings);
    parser
        .records_json_value()
        .map(|record| {
            let record = record.unwrap();
            (record.event_record_id, record.data)
        })
        .collect()
}

#[test]
fn every_system_field_and_value_type_is_read_back() {
    let mut first = event(1)
        .data("Text", "C:\\inetpub\\wwwroot <&> \u{442}\u{1F600}")
        .data("Empty", "")
        .data("Small", 7_u8)
        .data("Short", 700_u16)
        .data("Number", 70_000_u32)
        .data("Long", u64::MAX)
        .data("Signed", -5_i32)
        .data("Yes", true)
        .data("No", false)
        .data("Hex32", Value::Hex32(0x1F4))
        .data("Hex64", Value::Hex64(0x3E7))
        .data("Guid", Guid::parse("{96128EA2-F212-5F7E-E400-000000007F01}").unwrap())
        .data("Sid", Sid::parse("S-1-5-21-1111-2222-3333-500").unwrap())
        .data("Time", Value::FileTime(filetime("2026-03-14T01:02:03.5Z").unwrap()))
        .data("Bytes", Value::Binary(vec![0x7E, 0, 0, 0]));
    first.version = 5;
    first.level = 3;
    first.task = 1;
    first.opcode = 2;
    first.keywords = 0x8020_0000_0000_0001;
    first.process_id = 2912;
    first.thread_id = 3424;
    first.user = Some(Sid::parse("S-1-5-18").unwrap());
    first.activity = Some(Guid::parse("A0C1853B-5C40-4B15-8766-3CF1C58F985A").unwrap());
    first.related_activity = Some(Guid::parse("B0C1853B-5C40-4B15-8766-3CF1C58F985A").unwrap());
    first.qualifiers = Some(49_152);
    first.record_id = Some(41);
    let records = read(write([first]));
    let expected = json!({"Event": {
        "#attributes": {"xmlns": "http://schemas.microsoft.com/win/2004/08/events/event"},
        "System": {
            "Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon", "Guid": "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}"}},
            "EventID": {"#attributes": {"Qualifiers": 49152}, "#text": 1},
            "Version": 5, "Level": 3, "Task": 1, "Opcode": 2, "Keywords": "0x8020000000000001",
            "TimeCreated": {"#attributes": {"SystemTime": "2026-03-14T01:22:03.1234567Z"}},
            "EventRecordID": 41,
            "Correlation": {"#attributes": {
                "ActivityID": "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}",
                "RelatedActivityID": "{b0c1853b-5c40-4b15-8766-3cf1c58f985a}"}},
            "Execution": {"#attributes": {"ProcessID": 2912, "ThreadID": 3424}},
            "Channel": "Microsoft-Windows-Sysmon/Operational",
            "Computer": "WEB01.corp.example",
            "Security": {"#attributes": {"UserID": "S-1-5-18"}}
        },
        "EventData": {
            "Text": "C:\\inetpub\\wwwroot <&> \u{442}\u{1F600}", "Empty": "", "Small": 7, "Short": 700, "Number": 70000,
            "Long": u64::MAX, "Signed": -5, "Yes": true, "No": false, "Hex32": "0x1f4", "Hex64": "0x3e7",
            "Guid": "{96128ea2-f212-5f7e-e400-000000007f01}", "Sid": "S-1-5-21-1111-2222-3333-500",
            "Time": "2026-03-14T01:02:03.5000000Z", "Bytes": "7E000000"
        }
    }});
    assert_eq!(records, [(41, expected)]);
}

#[test]
fn what_an_event_lacks_is_not_there() {
    let bare = Event::new(Provider::named("Old"), 9, "Application", "WEB01").unnamed("one").unnamed("two");
    let records = read(write([bare]));
    let system = &records[0].1["Event"]["System"];
    assert_eq!(system["EventID"], json!(9));
    assert_eq!(system["Provider"]["#attributes"], json!({"Name": "Old"}));
    assert!(system["Security"]["#attributes"].get("UserID").is_none());
    assert_eq!(records[0].1["Event"]["EventData"]["Data"], json!({"#text": ["one", "two"]}));
}

#[test]
fn a_null_value_keeps_its_element() {
    let records = read(write([event(1).data("Before", "a").data("Nothing", Value::Null).data("After", "b")]));
    let data = &records[0].1["Event"]["EventData"];
    assert_eq!((&data["Before"], &data["After"]), (&json!("a"), &json!("b")));
    assert!(data.get("Nothing").is_some());
}

#[test]
fn many_chunks_keep_every_record() {
    let count = 600_u32;
    let events = (0..count).map(|index| {
        let base = event(if index % 3 == 0 { 1 } else { 11 }).data("Index", index);
        if index % 3 == 0 { base.data("CommandLine", format!("cmd {}", "x".repeat(index as usize))) } else { base }
    });
    let bytes = write(events);
    assert!(bytes.len() >= 4096 + 3 * 65_536, "{} bytes", bytes.len());
    assert_eq!((bytes.len() - 4096) % 65_536, 0);
    let records = read(bytes);
    assert_eq!(records.len(), count as usize);
    for (index, (id, record)) in records.iter().enumerate() {
        assert_eq!(*id, index as u64 + 1);
        assert_eq!(record["Event"]["System"]["EventRecordID"], json!(index + 1));
        assert_eq!(record["Event"]["EventData"]["Index"], json!(index));
        if index % 3 == 0 {
            assert_eq!(record["Event"]["EventData"]["CommandLine"], json!(format!("cmd {}", "x".repeat(index))));
        }
    }
}

#[test]
fn a_template_is_defined_once_a_chunk() {
    let name: Vec<u8> = "OnlyOnce".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = write((0..50_u32).map(|index| event(11).data("OnlyOnce", index)));
    assert_eq!(bytes.len(), 4096 + 65_536);
    let times = bytes.windows(name.len()).filter(|window| *window == name).count();
    assert_eq!(times, 1);
}

#[test]
fn header_counts_what_is_there() {
    let bytes = write((0..400_u32).map(|index| event(11).data("Text", "y".repeat(200 + index as usize))));
    let mut parser = EvtxParser::from_buffer(bytes.clone()).unwrap();
    let chunks = parser.chunks().map(|chunk| assert!(chunk.unwrap().validate_checksum())).count();
    assert_eq!(u16::from_le_bytes([bytes[42], bytes[43]]), chunks as u16);
    assert_eq!(u64::from_le_bytes(bytes[24..32].try_into().unwrap()), 401);
    assert!(evtx::EvtxFileHeader::from_bytes(&bytes).unwrap().validate_checksum());
}

#[test]
fn an_empty_log_is_a_log() {
    let bytes = EvtxWriter::new().finish();
    assert_eq!(bytes.len(), 4096);
    assert!(read(bytes).is_empty());
}

#[test]
fn a_record_larger_than_a_chunk_is_refused_and_nothing_is_lost() {
    let mut writer = EvtxWriter::new();
    writer.event(event(1).data("Index", 1_u32)).unwrap();
    for length in [32_600, 40_000, 1 << 20] {
        let error = writer.event(event(4104).data("ScriptBlockText", "z".repeat(length))).unwrap_err();
        assert!(matches!(error, EvtxError::TooLarge { event_id: 4104, .. }), "{length}");
    }
    writer.event(event(4104).data("ScriptBlockText", "z".repeat(31_000))).unwrap();
    writer.event(event(1).data("Index", 2_u32)).unwrap();
    assert_eq!(read(writer.finish()).len(), 3);
}
