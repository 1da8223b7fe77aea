//! Parquet files: what is read of them, and that parts read at the same time give what one after the other gives.

use datafusion::arrow::array::{
    ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, TimestampMillisecondArray,
    TimestampNanosecondArray,
};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::file::properties::WriterProperties;
use engine::{Engine, EngineConfig, Options, Tables, UserTable};
use kql_functions::{OwnedValue, Value, time};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

const ROWS: usize = 20_000;
const GROUP: usize = 1_000;

/// Seconds since 1970 of a row's time: twenty row groups, a day each.
fn second(row: usize) -> i64 {
    1_735_689_600 + i64::try_from(row * 86_400 / GROUP).unwrap()
}

fn write(path: &Path, times: ArrayRef) {
    let text =
        |f: &dyn Fn(usize) -> String| Arc::new((0..ROWS).map(|i| Some(f(i))).collect::<StringArray>()) as ArrayRef;
    let batch = RecordBatch::try_from_iter_with_nullable([
        ("Timestamp", times, true),
        ("DeviceName", text(&|i| format!("host-{}", i % 13)), true),
        (
            "FileName",
            Arc::new((0..ROWS).map(|i| (i % 5 != 0).then(|| format!("f{}.exe", i % 7))).collect::<StringArray>()),
            true,
        ),
        (
            "ProcessCommandLine",
            text(&|i| format!("run /job:{i} {}", if i % 97 == 0 { "WHOAMI" } else { "nothing" })),
            true,
        ),
        (
            "ProcessId",
            Arc::new(
                (0..ROWS).map(|i| (i % 11 != 0).then_some(i64::try_from(i % 301).unwrap())).collect::<Int64Array>(),
            ),
            true,
        ),
        ("AdditionalFields", text(&|i| format!(r#"{{"a":{{"b":{}}},"tags":["x{}","y"]}}"#, i % 50, i % 3)), true),
    ])
    .unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(GROUP)).build();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn micros() -> ArrayRef {
    Arc::new((0..ROWS).map(|i| Some(second(i) * 1_000_000)).collect::<TimestampMicrosecondArray>())
}

fn tables(path: &Path) -> Tables {
    Tables::described().with_table(&UserTable::from_path("DeviceProcessEvents", path).unwrap().with_workspace_columns())
}

#[test]
fn times_in_every_form_pass_over_row_groups() {
    let folder = tempfile::tempdir().unwrap();
    let iso = |i: usize| time::format_datetime(time::UNIX_EPOCH + second(i) * time::SECOND);
    let forms: [(&str, ArrayRef); 5] = [
        ("milliseconds", Arc::new((0..ROWS).map(|i| Some(second(i) * 1000)).collect::<TimestampMillisecondArray>())),
        ("microseconds", micros()),
        (
            "nanoseconds",
            Arc::new((0..ROWS).map(|i| Some(second(i) * 1_000_000_000)).collect::<TimestampNanosecondArray>()),
        ),
        (
            "ticks",
            Arc::new((0..ROWS).map(|i| Some(time::UNIX_EPOCH + second(i) * time::SECOND)).collect::<Int64Array>()),
        ),
        ("texts", Arc::new((0..ROWS).map(|i| Some(iso(i))).collect::<StringArray>())),
    ];
    let engine = Engine::new(EngineConfig::default()).unwrap();
    for (name, times) in forms {
        let path = folder.path().join(format!("{name}.parquet"));
        write(&path, times);
        let text = "DeviceProcessEvents \
            | where Timestamp between (datetime(2025-01-05) .. datetime(2025-01-06T23:59:59)) \
            | where ProcessCommandLine has 'whoami' | project DeviceName";
        let reads = engine.reads(text, &tables(&path), &Options::default()).unwrap();
        let [read] = reads.as_slice() else { panic!("{name}: {reads:?}") };
        assert_eq!((read.row_groups, read.row_groups_read), (20, 2), "{name}");
        assert_eq!(read.columns, ["Timestamp", "DeviceName", "ProcessCommandLine"], "{name}");
        assert_eq!(read.rows, (4_000..6_000).filter(|i| i % 97 == 0).count(), "{name}");
    }
}

#[test]
fn texts_and_numbers_pass_over_row_groups_and_missing_ones_do_not_mislead() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, micros());
    let engine = Engine::new(EngineConfig::default()).unwrap();
    let check = |condition: &str, groups: usize, rows: usize| {
        let text = format!("DeviceProcessEvents | where {condition} | project DeviceName");
        let read = engine.reads(&text, &tables(&path), &Options::default()).unwrap().remove(0);
        assert_eq!((read.row_groups_read, read.rows), (groups, rows), "{condition}");
    };
    check("DeviceName == 'nobody'", 0, 0);
    check("DeviceName in ('host-1', 'nobody')", 20, (0..ROWS).filter(|i| i % 13 == 1).count());
    check("ProcessId > 1000", 0, 0);
    check("ProcessId == 300", 20, (0..ROWS).filter(|i| i % 301 == 300 && i % 11 != 0).count());
    // A missing text is "", which is less than the least text that the file speaks of.
    check("FileName == ''", 20, ROWS / 5);
    check("isempty(FileName)", 20, ROWS / 5);
    check("isnull(ProcessId)", 20, (0..ROWS).filter(|i| i % 11 == 0).count());
    check("ProcessId != 7", 20, (0..ROWS).filter(|i| i % 11 == 0 || i % 301 != 7).count());
    // Columns that the file lacks are looked at after reading.
    let table = UserTable::from_path("SigninLogs", &path).unwrap().with_workspace_columns();
    let tables = Tables::described().with_table(&table);
    let check = |condition: &str, expect: i64| {
        let text = format!("SigninLogs | where {condition} | count");
        let outcome = engine.query(&text, &tables, &Options::default());
        let rows: Vec<_> = outcome.result.unwrap().rows().collect();
        assert_eq!(rows, [[Value::Long(expect)]], "{condition}");
    };
    check(
        "AppDisplayName == '' and ProcessId == 300",
        (0..20_000).filter(|i| i % 301 == 300 && i % 11 != 0).fold(0, |count, _| count + 1),
    );
    check("isnotempty(AppDisplayName) and DeviceName has 'host'", 0);
}

#[test]
fn columns_of_conditions_that_are_tried_in_turn_stay_beside_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, micros());
    let engine = Engine::new(EngineConfig::default()).unwrap();
    let rows = |rest: &str| -> Vec<Vec<OwnedValue>> {
        let condition = "ProcessId < 100 and FileName =~ 'F3.EXE' and ProcessCommandLine has 'whoami'";
        let text = format!("DeviceProcessEvents | where {condition} | {rest}");
        engine.query(&text, &tables(&path), &Options::default()).result.unwrap().rows().collect()
    };
    let divides = |i: &usize, of: usize| i.is_multiple_of(of);
    let passes = |i: &usize| !divides(i, 11) && i % 301 < 100 && !divides(i, 5) && i % 7 == 3 && divides(i, 97);
    let expect: Vec<Vec<OwnedValue>> = (0..ROWS)
        .filter(passes)
        .map(|i| {
            let text = |text: String| Value::string(text);
            let id = Value::Long(i64::try_from(i % 301).unwrap());
            vec![text(format!("host-{}", i % 13)), text(format!("run /job:{i} WHOAMI")), id, text("f3.exe".to_owned())]
        })
        .collect();
    assert!(expect.len() > 3);
    assert_eq!(rows("project DeviceName, ProcessCommandLine, ProcessId, FileName"), expect);
    let lines: Vec<Vec<OwnedValue>> = expect.iter().map(|row| vec![row[1].clone()]).collect();
    assert_eq!(rows("project ProcessCommandLine"), lines);
    assert_eq!(rows("count"), [[Value::Long(i64::try_from(expect.len()).unwrap())]]);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, micros());
    let questions = [
        "DeviceProcessEvents | where ProcessCommandLine has_any ('whoami', 'job:77', 'job:19999') | project ProcessCommandLine",
        "DeviceProcessEvents | extend n = strlen(ProcessCommandLine) | where n > 18 | summarize count(), sum(n), avg(n), make_set(FileName), make_list(ProcessId, 5) by DeviceName",
        "DeviceProcessEvents | summarize arg_max(Timestamp, *) by FileName",
        "DeviceProcessEvents | summarize arg_min(ProcessId, ProcessCommandLine), take_any(DeviceName), dcount(ProcessCommandLine) by bin(Timestamp, 7d)",
        "DeviceProcessEvents | summarize make_set(FileName), dcount(FileName), max(Timestamp), percentile(ProcessId, 50)",
        "DeviceProcessEvents | mv-expand t = AdditionalFields.tags to typeof(string) | summarize count() by t",
        "DeviceProcessEvents | where tolong(AdditionalFields.a.b) == 7 | parse ProcessCommandLine with * '/job:' n:long ' ' * | project n",
        "DeviceProcessEvents | where FileName == 'f3.exe' | join kind=leftanti (DeviceProcessEvents | where ProcessCommandLine has 'whoami' | project DeviceName, ProcessId) on DeviceName, ProcessId | summarize count() by DeviceName",
        "DeviceProcessEvents | where ProcessId < 9 | join kind=inner (DeviceProcessEvents | where ProcessCommandLine has 'whoami') on ProcessId | project ProcessCommandLine, ProcessCommandLine1",
        "DeviceProcessEvents | join (DeviceProcessEvents | where ProcessCommandLine has 'whoami') on DeviceName | summarize count() by DeviceName, ProcessCommandLine",
        "union DeviceProcessEvents, (DeviceProcessEvents | where ProcessId in ((DeviceProcessEvents | where FileName =~ 'F1.EXE' | project ProcessId | take 3))) | summarize count() by FileName",
        "DeviceProcessEvents | take 10 | project ProcessCommandLine",
        "DeviceProcessEvents | where ProcessId == 17 | take 10 | project ProcessCommandLine",
        "DeviceProcessEvents | sort by ProcessId asc, ProcessCommandLine asc | take 20 | project ProcessId, ProcessCommandLine",
        "DeviceProcessEvents | count",
    ];
    let rows = |threads: usize, text: &str| -> Vec<Vec<OwnedValue>> {
        let engine = Engine::new(EngineConfig { threads, ..EngineConfig::default() }).unwrap();
        let outcome = engine.query(text, &tables(&path), &Options::default());
        assert!(outcome.result.is_some(), "{text}: {:?}", outcome.diagnostics);
        outcome.result.unwrap().rows().collect()
    };
    for text in questions {
        let one = rows(1, text);
        assert!(!one.is_empty(), "{text}");
        assert_eq!(rows(3, text), one, "{text}");
    }
    assert_eq!(rows(2, "DeviceProcessEvents | count"), [[Value::Long(20_000)]]);
    let first =
        rows(2, "DeviceProcessEvents | where ProcessCommandLine has 'whoami' | project ProcessCommandLine | take 2");
    assert_eq!(first, [[Value::str("run /job:0 WHOAMI")], [Value::str("run /job:97 WHOAMI")]]);
}

#[test]
fn little_memory_spills_or_says_what_wants_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, micros());
    let ask = |memory: usize, text: &str| {
        let engine = Engine::new(EngineConfig { memory, threads: 2, temp_dir: None }).unwrap();
        engine.query(text, &tables(&path), &Options::default())
    };
    let rows = |outcome: engine::QueryOutcome| -> Vec<Vec<OwnedValue>> {
        let diagnostics = format!("{:?}", outcome.diagnostics);
        outcome.result.map(|r| r.rows().collect()).unwrap_or_else(|| panic!("{diagnostics}"))
    };
    // What goes to temporary files gives the same.
    for text in [
        "DeviceProcessEvents | summarize n = count() by ProcessCommandLine, DeviceName | summarize count(), sum(n), max(ProcessCommandLine)",
        "DeviceProcessEvents | summarize names = make_set(FileName), lines = dcount(ProcessCommandLine), arg_max(Timestamp, ProcessCommandLine) by ProcessId, DeviceName | summarize count(), sum(lines), max(tostring(names)), max(ProcessCommandLine), max(Timestamp)",
        "DeviceProcessEvents | top 3 by ProcessCommandLine desc | project ProcessCommandLine",
        "DeviceProcessEvents | sort by ProcessCommandLine desc | project ProcessCommandLine | take 3",
    ] {
        assert_eq!(rows(ask(8 << 20, text)), rows(ask(1 << 30, text)), "{text}");
    }
    for (text, operator) in [
        ("DeviceProcessEvents | join kind=inner (DeviceProcessEvents) on ProcessId, DeviceName | count", "`join`"),
        ("DeviceProcessEvents | summarize make_list(ProcessCommandLine)", "`summarize`"),
        ("DeviceProcessEvents | project ProcessCommandLine, AdditionalFields", "the result"),
    ] {
        let outcome = ask(1 << 20, text);
        let error = outcome.diagnostics.first().unwrap_or_else(|| panic!("{text} had enough"));
        assert_eq!(error.code, "out-of-memory", "{text}: {error:?}");
        assert!(error.message.contains(operator), "{text}: {error:?}");
        assert!(error.help.as_ref().is_some_and(|h| h.contains("--memory")), "{text}: {error:?}");
    }
}

#[test]
fn a_query_without_end_is_stopped_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    write(&path, micros());
    let engine = Engine::new(EngineConfig { threads: 2, ..EngineConfig::default() }).unwrap();
    let handle = engine.cancel_handle();
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        // Every row with every row, four times over: far more than any machine gets through.
        let text = "let T = DeviceProcessEvents | extend k = 1 | project k; \
            T | join kind=inner (T) on k | join kind=inner (T) on k | join kind=inner (T) on k | count";
        sender.send(engine.query(text, &tables(&path), &Options::default()).diagnostics).unwrap();
    });
    std::thread::sleep(std::time::Duration::from_millis(1500));
    handle.cancel();
    let diagnostics = receiver.recv_timeout(std::time::Duration::from_secs(10)).expect("it did not stop");
    assert_eq!(diagnostics.first().map(|d| d.code), Some("cancelled"), "{diagnostics:?}");
}
