//! `tests/events/<mapping>-<event id>.json`: events as winlogbeat ships them, and cells of the rows they must give.

mod common;

use common::Triage;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn every_event_gives_its_rows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut covered = BTreeSet::new();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let case: Json = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let events = case["events"].as_array().unwrap();
        let lines: Vec<String> = events.iter().map(Json::to_string).collect();
        let expect = case["rows"].as_array().unwrap();
        let tables: Vec<&str> = tables::registry().iter().map(|table| table.name.as_str()).collect();
        let outcome = Triage::new().with("events.ndjson", lines.join("\n")).read(&tables);
        assert_eq!(outcome.problems(), Vec::<String>::new(), "{name}");

        let mut wanted: BTreeMap<&str, Vec<&Json>> = BTreeMap::new();
        for row in expect {
            wanted.entry(row["table"].as_str().unwrap()).or_default().push(row);
        }
        for event in events {
            let provider = event["winlog"]["provider_name"].as_str().unwrap().to_owned();
            let id: u32 = event["winlog"]["event_id"].as_str().unwrap().parse().unwrap();
            covered.extend(wanted.keys().map(|table| (provider.clone(), id, (*table).to_owned())));
        }
        let filled: Vec<&str> = outcome
            .store
            .filled()
            .map(|(table, _)| table)
            .filter(|t| t.starts_with("Device") || t.starts_with("Iis"))
            .collect();
        let named: Vec<&str> =
            wanted.keys().copied().filter(|t| t.starts_with("Device") || t.starts_with("Iis")).collect();
        assert_eq!(filled, named, "{name}: which tables have rows");
        assert_eq!(outcome.store.rows("WindowsEvent"), events.len(), "{name}");
        for (table, wanted) in wanted {
            let rows = outcome.rows(table);
            assert_eq!(rows.len(), wanted.len(), "{name}: rows of {table}");
            for (row, wanted) in rows.iter().zip(wanted) {
                for (column, value) in wanted.as_object().unwrap().iter().filter(|(column, _)| *column != "table") {
                    let have = row.get(column).unwrap_or_else(|| panic!("{name}: {table} has no {column}"));
                    assert_eq!(have, value.as_str().unwrap(), "{name}: {table}.{column}");
                }
            }
        }
    }
    let missing: Vec<_> = sources::mapped_events()
        .into_iter()
        .filter(|event| !covered.contains(&(event.provider.to_owned(), event.id, event.table.to_owned())))
        .collect();
    assert!(missing.is_empty(), "no test in tests/events for {missing:?}");
}
