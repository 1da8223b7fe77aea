//! Broken and oversized queries end in a diagnostic, not in a panic or a hang.

use engine::testing::table_of_rows;
use engine::{Engine, EngineConfig, Options, Tables, UserTable};
use kql_functions::{KqlType, Value};
use std::io::Write;
use std::time::{Duration, Instant};

fn engine(memory: usize) -> Engine {
    Engine::new(EngineConfig { memory, ..EngineConfig::default() }).unwrap()
}

fn codes(engine: &Engine, text: &str) -> Vec<&'static str> {
    let outcome = engine.query(text, &Tables::described(), &Options::default());
    outcome.diagnostics.iter().map(|d| d.code).collect()
}

/// Every query of the literate cases, cut anywhere and with pieces missing, is bound without a panic.
#[test]
fn mangled_queries_bind_without_a_panic() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kql");
    let (mut count, tables) = (0, Tables::described());
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for query in text.split("```kql\n").skip(1).filter_map(|rest| rest.split("```").next()) {
            let ends: Vec<usize> = query.char_indices().map(|(i, _)| i).collect();
            for (n, end) in ends.iter().enumerate().step_by(9) {
                let start = ends.get(n / 2).copied().unwrap_or(0);
                for text in [&query[..*end], &query[*end..], &[&query[..start], &query[*end..]].concat()] {
                    engine::check(text, &tables, &Options::default());
                    count += 1;
                }
            }
        }
    }
    assert!(count > 1000, "{count}");
}

#[test]
fn nesting_and_size_are_limited() {
    let engine = engine(64 << 20);
    let deep = format!("print x = {}1{}", "(1 + ".repeat(3000), ")".repeat(3000));
    assert!(!codes(&engine, &deep).is_empty());
    let long = format!("print x = {}1", "1 + ".repeat(20_000));
    codes(&engine, &long);
    let logic = format!("print x = {}true", "true and ".repeat(20_000));
    assert_eq!(codes(&engine, &logic), [""; 0]);
    // Each table is the one before it, twice.
    let mut doubling = "let T0 = range x from 1 to 2 step 1; ".to_owned();
    for i in 1..40 {
        doubling.push_str(&format!("let T{i} = union T{0}, T{0}; ", i - 1));
    }
    assert_eq!(codes(&engine, &format!("{doubling} T39")), ["too-complex"]);
    // Each function calls the one before it, twice.
    let mut calls = "let f0 = (x: long) { x }; ".to_owned();
    for i in 1..40 {
        calls.push_str(&format!("let f{i} = (x: long) {{ f{0}(x) + f{0}(x) }}; ", i - 1));
    }
    assert_eq!(codes(&engine, &format!("{calls} range x from 1 to 2 step 1 | extend y = f39(x)")), ["too-complex"]);
    assert_eq!(codes(&engine, "range x from 1 to 1000000000000 step 1"), ["too-complex"]);
}

#[test]
fn functions_that_call_themselves_are_refused() {
    // A function sees only what stands before it, so it cannot even name itself.
    assert_eq!(codes(&engine(64 << 20), "let f = (x: long) { f(x) }; print f(1)"), ["unknown-function"]);
}

#[test]
fn too_little_memory_names_the_operator_and_the_remedy() {
    let rows: Vec<Vec<Value<'static>>> =
        (0..60_000).map(|i| vec![Value::Long(i), Value::string(format!("{i:0>60}"))]).collect();
    let table = table_of_rows("T", &[("n", KqlType::Long), ("s", KqlType::String)], &rows).unwrap();
    let tables = Tables::new().with_info(table);
    let outcome = engine(1 << 20).query("T | join kind=inner T on s | summarize count()", &tables, &Options::default());
    let error = &outcome.diagnostics[0];
    assert_eq!(error.code, "out-of-memory", "{error:?}");
    assert!(error.message.contains("`join`"), "{error:?}");
    assert!(error.help.as_ref().is_some_and(|h| h.contains("--memory")), "{error:?}");
}

#[test]
fn a_join_that_explodes_can_be_cancelled() {
    let engine = engine(1 << 30);
    let cancel = engine.cancel_handle();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        cancel.cancel();
    });
    let started = Instant::now();
    let text = "range x from 1 to 3000000 step 1 | extend k = 1 \
                | join kind=inner (range y from 1 to 3000000 step 1 | extend k = 1) on k | summarize max(x + y)";
    let outcome = engine.query(text, &Tables::new(), &Options::default());
    assert_eq!(outcome.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["cancelled"]);
    assert!(started.elapsed() < Duration::from_secs(10));
}

/// The same query gives the same rows in the same order, whatever the threads.
#[test]
fn order_does_not_depend_on_threads() {
    let text = "let T = range x from 1 to 30000 step 1 | extend k = x % 7; \
                union (T | where k == 1), (T | where k == 2), (T | summarize arg_max(x, *) by k), (T | join T on k | take 50)";
    let run = |threads| {
        let engine = Engine::new(EngineConfig { threads, ..EngineConfig::default() }).unwrap();
        engine.query(text, &Tables::new(), &Options::default()).result.unwrap().rows().collect::<Vec<_>>()
    };
    let once = run(1);
    assert!(once.len() > 8000);
    assert_eq!(once, run(1));
    assert_eq!(once, run(4));
}

fn file(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    (dir, path)
}

fn shown(table: &UserTable, text: &str) -> Vec<String> {
    let outcome = engine(64 << 20).query(text, &Tables::new().with_table(table), &Options::default());
    let result = outcome.result.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics));
    let cell =
        |v: &Value<'_>| if v.is_null() { "null".to_owned() } else { kql_functions::convert::to_str(v).into_owned() };
    result.rows().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn csv_files() {
    let text = "\u{feff}When,Name,Size,Extra,When\n2024-01-02T03:04:05.1234567Z,a b,10,\"{\"\"k\"\": [1]}\",x\n,\"q\"\"q\",,,\n2024-01-03,short\n";
    let (_dir, path) = file("Things.csv", text);
    let table = UserTable::from_path("Things", &path).unwrap();
    let types: Vec<String> = table.columns().iter().map(|(n, ty)| format!("{n}:{ty}")).collect();
    assert_eq!(types, ["When:datetime", "Name:string", "Size:long", "Extra:dynamic", "When1:string"]);
    assert_eq!(table.problems.len(), 1);
    assert_eq!(
        shown(&table, "Things | where Size == 10 | project When, Name, Extra.k[0]"),
        ["2024-01-02T03:04:05.1234567Z|a b|1"]
    );
    assert_eq!(shown(&table, "Things | where isnull(When) | project Name"), ["q\"q"]);
    assert_eq!(shown(&table, "Things | count"), ["3"]);
}

#[test]
fn json_files() {
    let (_dir, path) = file(
        "L.jsonl",
        "{\"a\": 1, \"t\": \"2024-01-02T00:00:00Z\"}\n\n{\"a\": null, \"b\": {\"c\": [1, 2]}}\n{oops\n",
    );
    let table = UserTable::from_path("L", &path).unwrap();
    assert_eq!(table.problems.len(), 1);
    assert_eq!(
        shown(&table, "L | extend n = b.c[1] | project a, t, n"),
        ["1|2024-01-02T00:00:00.0000000Z|null", "null|null|2"]
    );
}

#[test]
fn a_described_tables_types_hold_for_a_file_of_its_name() {
    let (_dir, path) =
        file("DeviceProcessEvents.csv", "Timestamp,FileName,ProcessId,AdditionalFields\n2024-01-02T00:00:00Z,1,7,\n");
    let table = UserTable::from_path("DeviceProcessEvents", &path).unwrap();
    let types: Vec<String> = table.columns().iter().map(|(n, ty)| format!("{n}:{ty}")).collect();
    assert_eq!(types[..2], ["Timestamp:datetime", "FileName:string"]);
}

#[test]
fn parquet_files() {
    use datafusion::arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
    use datafusion::parquet::arrow::ArrowWriter;
    use std::sync::Arc;
    let batch = RecordBatch::try_from_iter([
        ("t", Arc::new(TimestampMicrosecondArray::from(vec![Some(1_704_164_645_123_456), None])) as ArrayRef),
        ("s", Arc::new(StringArray::from(vec![Some("x"), None])) as ArrayRef),
        ("n", Arc::new(Int64Array::from(vec![Some(1), None])) as ArrayRef),
    ])
    .unwrap();
    let (_dir, path) = file("P.parquet", "");
    let mut writer = ArrowWriter::try_new(std::fs::File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let table = UserTable::from_path("P", &path).unwrap();
    assert_eq!(
        shown(&table, "P | extend e = isempty(s)"),
        ["2024-01-02T03:04:05.1234560Z|x|1|False", "null||null|True"]
    );
    assert_eq!(shown(&table, "P | where s == 'x' | project n"), ["1"]);
}

#[test]
fn files_that_are_no_tables() {
    let (_dir, path) = file("empty.csv", "");
    assert!(UserTable::from_path("E", &path).is_err());
    let (_dir, path) = file("bad.parquet", "PAR1 but no more");
    assert!(UserTable::from_path("E", &path).is_err());
    assert!(UserTable::from_path("E", std::path::Path::new("no/such/file")).is_err());
}
