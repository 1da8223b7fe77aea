//! Record batches hold what the events hold.

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::datatypes::{Int32Type, Int64Type, UInt32Type, UInt64Type};
use evtx_arrow::{Columns, Event, EventReader, LogReader, Part, ReadOptions, Selector, Wanted, batches};
use std::fs;
use std::path::{Path, PathBuf};

fn logs(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            logs(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "evtx") {
            found.push(path);
        }
    }
    found.sort();
}

fn read(bytes: &[u8], wanted: &Wanted, columns: &Columns, threads: usize) -> Vec<RecordBatch> {
    let mut all = Vec::new();
    let options = ReadOptions { threads, recover: false };
    batches(bytes, &options, wanted, columns, &mut |batch| {
        all.push(batch);
        true
    })
    .unwrap();
    all
}

fn name(batch: &RecordBatch, column: &str, row: usize) -> String {
    let column = batch.column_by_name(column).unwrap().as_dictionary::<Int32Type>();
    let values: &StringArray = column.values().as_string();
    column.key(row).map_or(String::new(), |key| values.value(key).to_owned())
}

fn text(batch: &RecordBatch, column: &str, row: usize) -> Option<String> {
    let column = batch.column_by_name(column).unwrap().as_string::<i32>();
    column.is_valid(row).then(|| column.value(row).to_owned())
}

fn number(batch: &RecordBatch, column: &str, row: usize) -> Option<u64> {
    let column = batch.column_by_name(column).unwrap().as_primitive::<UInt64Type>();
    column.is_valid(row).then(|| column.value(row))
}

fn data(batch: &RecordBatch, row: usize) -> Vec<(String, String)> {
    let fields = batch.column_by_name("data").unwrap().as_list::<i32>().value(row);
    let fields = fields.as_struct();
    let names = fields.column(0).as_dictionary::<Int32Type>();
    let texts: &StringArray = names.values().as_string();
    let values = fields.column(1).as_string::<i32>();
    (0..fields.len()).map(|at| (texts.value(names.key(at).unwrap()).to_owned(), values.value(at).to_owned())).collect()
}

fn check(batch: &RecordBatch, row: usize, event: &Event<'_>) {
    let ids = batch.column_by_name("record_id").unwrap().as_primitive::<UInt64Type>();
    let event_ids = batch.column_by_name("event_id").unwrap().as_primitive::<UInt32Type>();
    assert_eq!((ids.value(row), event_ids.value(row)), (event.record_id, event.event_id));
    let times = batch.column_by_name("time").unwrap().as_primitive::<Int64Type>();
    assert_eq!(times.is_valid(row).then(|| times.value(row)), event.time);
    for (column, expect) in [
        ("provider", &event.provider),
        ("provider_guid", &event.provider_guid),
        ("channel", &event.channel),
        ("computer", &event.computer),
        ("keywords", &event.keywords),
        ("user_id", &event.user_id),
    ] {
        assert_eq!(name(batch, column, row), expect.as_ref(), "{column}");
    }
    assert_eq!(text(batch, "activity_id", row).unwrap_or_default(), event.activity_id);
    assert_eq!(text(batch, "message", row).unwrap_or_default(), event.message);
    for (column, expect) in [
        ("version", event.version.map(u64::from)),
        ("level", event.level.map(u64::from)),
        ("task", event.task.map(u64::from)),
        ("opcode", event.opcode.map(u64::from)),
        ("event_record_id", event.event_record_id),
        ("process_id", event.process_id.map(u64::from)),
        ("thread_id", event.thread_id.map(u64::from)),
    ] {
        assert_eq!(number(batch, column, row), expect, "{column}");
    }
    let fields: Vec<_> = event.data.iter().map(|f| (f.name.to_string(), f.value.to_string())).collect();
    assert_eq!(data(batch, row), fields);
}

#[test]
fn all_columns_of_all_logs() {
    let mut found = Vec::new();
    logs(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures")), &mut found);
    let mut rows = 0;
    for path in found {
        let bytes = fs::read(&path).unwrap();
        let all = read(&bytes, &Wanted::all(), &Columns::all(), 1);
        let mut places = all.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
        LogReader.read(&bytes, &Wanted::all(), &mut |event| {
            let (batch, row) = places.next().unwrap();
            check(batch, row, event);
            rows += 1;
        });
        assert!(places.next().is_none(), "{}", path.display());
        assert!(read(&bytes, &Wanted::all(), &Columns::all(), 3) == all, "threads change nothing");
    }
    assert!(rows > 1500, "{rows}");
}

#[test]
fn some_columns_of_some_records() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/real/evtx/sysmon.evtx");
    let bytes = fs::read(path).unwrap();
    let wanted = Wanted::any_of([Selector { ids: [1].into(), ..Selector::default() }]);
    let columns = Columns::some([Part::Computer, Part::Time, Part::Computer], ["Image", "NoSuchField", "Image"]);
    let all = read(&bytes, &wanted, &columns, 2);
    let schema = all[0].schema();
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["record_id", "event_id", "time", "computer", "Image", "NoSuchField"]);
    let mut places = all.iter().flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
    LogReader.read(&bytes, &wanted, &mut |event| {
        let (batch, row) = places.next().unwrap();
        assert_eq!(text(batch, "Image", row).as_deref(), event.value("Image"));
        assert_eq!(text(batch, "NoSuchField", row), None);
    });
    assert!(places.next().is_none());
}

#[test]
fn columns_of_values_that_repeat_are_dictionaries() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/real/evtx/sysmon.evtx");
    let bytes = fs::read(path).unwrap();
    let fields = ["Image", "CommandLine", "ProcessGuid", "ProcessId", "NoSuchField"];
    let plain = read(&bytes, &Wanted::all(), &Columns::some([], fields), 1);
    let columns = Columns::some([], fields).dictionaries(["Image", "ProcessGuid", "ProcessId", "NoSuchField", "User"]);
    let encoded = read(&bytes, &Wanted::all(), &columns, 2);
    assert_eq!(plain.len(), encoded.len());
    for (plain, encoded) in plain.iter().zip(&encoded) {
        assert_eq!(plain.num_rows(), encoded.num_rows());
        for field in fields {
            let Some(have) = encoded.column_by_name(field).unwrap().as_dictionary_opt::<Int32Type>() else {
                assert_eq!(field, "CommandLine");
                assert_eq!(plain.column_by_name(field), encoded.column_by_name(field));
                continue;
            };
            let values: &StringArray = have.values().as_string();
            let distinct: std::collections::BTreeSet<_> = values.iter().collect();
            assert_eq!(distinct.len(), values.len(), "{field} has each value once");
            assert!(field != "Image" || values.len() * 3 < plain.num_rows(), "{} images", values.len());
            for row in 0..plain.num_rows() {
                let value = have.key(row).map(|key| values.value(key).to_owned());
                assert_eq!(value, text(plain, field, row), "{field}");
            }
        }
    }
}
