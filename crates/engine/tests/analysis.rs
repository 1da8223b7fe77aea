//! What a plan tells of a query: which columns it reads, whether it may run once over all evidence, and which source
//! rows a result stems from.

use engine::testing::table_of_rows;
use engine::{Analysis, Engine, EngineConfig, Options, Tables, request_of};
use kql_functions::{KqlType, Value, time};
use kql_plan::{AliasInfo, AliasKind};
use std::collections::BTreeSet;

fn tables() -> Tables {
    let day = |d: i64| Value::DateTime(time::parse_datetime("2024-01-01").unwrap() + d * time::DAY);
    let rows: Vec<_> = (0..4)
        .map(|i| {
            vec![day(i), Value::string(if i % 2 == 0 { "even" } else { "odd" }), Value::Long(i), Value::Long(100 + i)]
        })
        .collect();
    let columns = [
        ("TimeGenerated", KqlType::DateTime),
        ("Kind", KqlType::String),
        ("N", KqlType::Long),
        ("$row", KqlType::Long),
    ];
    let mut events = table_of_rows("Events", &columns, &rows).unwrap();
    events.columns.truncate(3);
    events.time_column = Some("TimeGenerated".to_owned());
    events.row_id = Some("$row".to_owned());
    events.aliases = vec![AliasInfo {
        name: "Timestamp".to_owned(),
        column: "TimeGenerated".to_owned(),
        kind: AliasKind::DialectTime,
    }];
    Tables::new().with_info(events)
}

fn options() -> Options {
    Options { now: time::parse_datetime("2024-01-05"), lineage: true, ..Options::default() }
}

fn analysis(text: &str) -> Analysis {
    let planned = engine::check(text, &tables(), &options());
    assert!(planned.plan.is_some(), "{text}: {:?}", planned.diagnostics);
    planned.analysis
}

#[test]
fn stateless_queries() {
    let check = |text: &str, expect: bool| assert_eq!(analysis(text).is_stateless(time::HOUR), expect, "{text}");
    check("Events | where TimeGenerated > ago(1h)", true);
    check("Events | where Timestamp >= ago(1d) and N > 1 | extend x = N + 1 | project x | sort by x", true);
    check("let w = 2h; Events | where Timestamp > ago(w)", true);
    check("let start = ago(2h); Events | where start < Timestamp", true);
    check("Events | where Timestamp between (ago(2h) .. now())", true);
    check("union (Events | where Timestamp > ago(2h)), (Events | where N in (1, 2))", true);
    check("Events | mv-expand d = pack_array(N) | parse Kind with 'e' rest", true);
    // The window is shorter than the rule's frequency: rows would be missed.
    check("Events | where Timestamp > ago(1m)", false);
    // The clock stands elsewhere too.
    check("Events | extend age = now() - Timestamp", false);
    check("Events | where not(Timestamp > ago(1d))", false);
    check("Events | where Timestamp > ago(1d) or N == 1", false);
    check("Events | where Timestamp < ago(1d)", false);
    // The answer depends on other rows.
    check("Events | summarize count() by Kind", false);
    check("Events | distinct Kind", false);
    check("Events | take 1", false);
    check("Events | join kind=inner Events on N", false);
    check("Events | where N in ((Events | project N))", false);
    check("Events | where N > toscalar(Events | count)", false);
}

#[test]
fn recent_filters_are_dropped_only_when_asked() {
    let engine = Engine::new(EngineConfig::default()).unwrap();
    let rows = |text: &str, drop: Option<i64>| {
        let options = Options { drop_recent_time_filters: drop, ..options() };
        engine.query(text, &tables(), &options).result.unwrap().row_count()
    };
    let text = "Events | where Timestamp > ago(2d)";
    assert_eq!(rows(text, None), 1);
    assert_eq!(rows(text, Some(time::DAY)), 4);
    assert_eq!(rows(text, Some(3 * time::DAY)), 1);
}

#[test]
fn a_window_selects_events() {
    let engine = Engine::new(EngineConfig::default()).unwrap();
    let start = time::parse_datetime("2024-01-02").unwrap();
    let options = Options { window: Some((start, start + time::DAY)), ..options() };
    let result = engine.query("Events | project N", &tables(), &options).result.unwrap();
    assert_eq!(result.rows().collect::<Vec<_>>(), [[Value::Long(1)]]);
}

#[test]
fn columns_that_are_read() {
    let check = |text: &str, expect: &[&str]| {
        let analysis = analysis(text);
        let got: Vec<&str> = analysis.tables["Events"].columns.iter().map(String::as_str).collect();
        assert_eq!(got, expect, "{text}");
    };
    let row = "$row";
    check("Events | where Timestamp > ago(1d) | project Kind", &[row, "Kind", "TimeGenerated"]);
    check("Events | summarize count() by Kind", &[row, "Kind"]);
    check("Events", &[row, "Kind", "N", "TimeGenerated"]);
    check("Events | extend unused = Kind | project N", &[row, "N"]);
    check("Events | join kind=inner (Events | project Kind) on Kind | project N", &[row, "Kind", "N"]);
    check("print x = toscalar(Events | summarize max(N))", &["N"]);
}

#[test]
fn what_readers_are_asked_for() {
    let text = "DeviceFileEvents | where ActionType in ('FileCreated', 'FileModified') and FileName endswith '.dll' \
                | project Timestamp, FolderPath";
    let planned = engine::check(text, &Tables::described(), &Options::default());
    let request = request_of(&planned.analysis);
    assert_eq!(request.tables.keys().collect::<Vec<_>>(), ["DeviceFileEvents"]);
    let table = &request.tables["DeviceFileEvents"];
    let tables::Columns::Some(columns) = &table.columns else { panic!("all columns") };
    let time = tables::registry().get("DeviceFileEvents").unwrap().time.clone().unwrap();
    let expected: BTreeSet<String> =
        ["ActionType", "FileName", "FolderPath", &time].into_iter().map(str::to_owned).collect();
    assert_eq!(*columns, expected);
    let filter = format!("{:?}", table.filter);
    assert!(filter.contains("FileCreated") && filter.contains("EndsWith"), "{filter}");
}

#[test]
fn lineage() {
    let engine = Engine::new(EngineConfig::default()).unwrap();
    let check = |text: &str, expect: &[(&[u64], u64)]| {
        let outcome = engine.query(text, &tables(), &options());
        let result = outcome.result.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics));
        let lineage = result.lineage.unwrap_or_else(|| panic!("{text}: no lineage"));
        let got: Vec<(&[u64], u64)> = lineage.iter().map(|l| (l.ids.as_slice(), l.count)).collect();
        assert_eq!(got, expect, "{text}");
    };
    check("Events | where N < 2 | extend x = N", &[(&[100], 1), (&[101], 1)]);
    check("Events | project Kind | take 1", &[(&[100], 1)]);
    check("Events | sort by N desc | take 1", &[(&[103], 1)]);
    check("Events | top 1 by N", &[(&[103], 1)]);
    check("Events | summarize n = count() by Kind", &[(&[100, 102], 2), (&[101, 103], 2)]);
    check("Events | distinct Kind", &[(&[100, 102], 2), (&[101, 103], 2)]);
    check("Events | count", &[(&[100, 101, 102, 103], 4)]);
    check("Events | where N == 0 | join kind=inner (Events | where N > 1) on Kind | project N1", &[(&[100, 102], 2)]);
    check("Events | join kind=leftanti (Events | where N > 0) on N", &[(&[100], 1)]);
    check("Events | join kind=rightsemi (Events | where N == 1) on N", &[(&[101], 1)]);
    check("Events | where N == 0 | join kind=leftouter (print N = 9) on N", &[(&[100], 1)]);
    check("union (Events | where N == 3), (Events | where N == 1)", &[(&[103], 1), (&[101], 1)]);
    check("Events | where N == 1 | mv-expand x = pack_array(1, 2)", &[(&[101], 1), (&[101], 1)]);
    check("Events | where N == 1 | parse Kind with 'o' rest", &[(&[101], 1)]);
    check(
        "Events | where N < 2 | mv-apply x = pack_array(N, 5) to typeof(long) on (summarize s = sum(x))",
        &[(&[100], 1), (&[101], 1)],
    );
}
