//! Rows that nobody asks for, but for some columns of every row; and events outside of the time that is asked for.

mod common;

use common::Outcome;
use evidence::Limits;
use sources::{ReadOptions, read};
use std::path::Path;
use tables::{Columns, Filter, Request, Store, TableRequest, TextTest};

const TABLE: &str = "DeviceProcessEvents";

/// Two programs with their command lines.
fn chosen() -> TableRequest {
    let columns = ["TimeGenerated", "FileName", "ProcessCommandLine"].map(str::to_owned);
    let filter = Filter::Text {
        column: "FileName".into(),
        test: TextTest::Equals,
        values: vec!["schtasks.exe".into(), "wermgr.exe".into()],
    };
    TableRequest { columns: Columns::Some(columns.into()), filter }
}

fn outcome(request: Request, range: Option<(i64, i64)>, threads: usize) -> Outcome {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/real/evtx/sysmon.evtx");
    let mut store = Store::new(request, usize::MAX);
    let options = ReadOptions { range, threads, ..ReadOptions::default() };
    let summary = read(&evidence::open(&[path], &Limits::default()), &mut store, &options).unwrap();
    store.finish().unwrap();
    Outcome { store, summary }
}

fn all() -> Outcome {
    let mut request = Request::default();
    request.want(TABLE, ["TimeGenerated", "FileName", "ProcessCommandLine", "ProcessId"]);
    outcome(request, None, 1)
}

fn sparse() -> Request {
    let mut request = Request::default();
    request.add(TABLE, chosen());
    request.want_of_every_row(TABLE, ["TimeGenerated", "ProcessId"]);
    request
}

#[test]
fn rows_that_nobody_asks_for_have_the_columns_of_every_row() {
    let all = all().rows(TABLE);
    for threads in [1, 3] {
        let rows = outcome(sparse(), None, threads).rows(TABLE);
        assert_eq!(rows.len(), all.len());
        let mut chosen = 0;
        for (row, whole) in rows.iter().zip(&all) {
            let mut expect = whole.clone();
            if ["schtasks.exe", "wermgr.exe"].iter().any(|name| whole["FileName"].eq_ignore_ascii_case(name)) {
                chosen += 1;
            } else {
                expect.insert("FileName".into(), String::new());
                expect.insert("ProcessCommandLine".into(), String::new());
            }
            assert_eq!(*row, expect);
        }
        assert!(chosen > 0 && chosen < all.len(), "{chosen}");
    }
}

#[test]
fn events_of_other_times_are_passed_over() {
    let all = all();
    let (oldest, newest) = all.summary.times[TABLE];
    let middle = oldest + (newest - oldest) / 2;
    let mut request = Request::default();
    request.add(TABLE, chosen());
    let whole = outcome(request.clone(), None, 1);
    let early = outcome(request.clone(), Some((i64::MIN, middle)), 1);
    let late = outcome(request, Some((middle, i64::MAX)), 1);
    let [whole_rows, mut both, rest] = [&whole, &early, &late].map(|outcome| outcome.rows(TABLE));
    assert!(!both.is_empty() && !rest.is_empty(), "{} and {}", both.len(), rest.len());
    both.extend(rest);
    assert_eq!(both, whole_rows);
    assert_eq!(early.summary, whole.summary, "what time it is depends on all events");
    // What is asked of every row is asked of all times.
    let sparse = outcome(sparse(), Some((i64::MAX, i64::MAX)), 1).rows(TABLE);
    assert_eq!(sparse.len(), all.rows(TABLE).len());
    assert!(sparse.iter().all(|row| row["ProcessCommandLine"].is_empty() && row["ProcessId"] != "null"));
    let mut request = Request::default();
    request.want(TABLE, ["FileName"]);
    let asked = outcome(request, Some((i64::MAX, i64::MAX)), 1);
    assert_eq!(asked.rows(TABLE).len(), sparse.len(), "who asks for every row gets every row");
}
