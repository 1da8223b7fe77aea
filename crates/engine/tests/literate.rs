//! Runs the cases of `tests/kql/*.md`: a heading, a `kql` block, and what comes of it.
//!
//! A `rows` block holds a header `name:type | name:type` and one line a row, cells between ` | `; null is `null`, a line
//! break `\n`. A `diagnostics` block holds one line for each diagnostic: `error[code] the text it points at`. The
//! tables `Files`, `Processes` and `Numbers` of this file are there for all cases; `now()` is 2024-03-01. Several results
//! stand one below the other with an empty line between them. A `names` block holds for each line of the `kql` block,
//! which is a query of its own, the columns that it gives, or the codes of its errors.
//!
//! `BLESS=1 cargo test -p engine --test literate` writes what comes out into the files, to be read over.

use diagnostics::SourceText;
use engine::testing::table_of_rows;
use engine::{Engine, EngineConfig, Options, Tables};
use kql_functions::{KqlType, OwnedValue, Value, convert, time};
use kql_plan::{AliasInfo, AliasKind};
use std::fmt::Write as _;
use std::path::Path;

struct Case {
    place: String,
    title: String,
    query: String,
    strict: bool,
    kind: Kind,
    expected: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rows,
    Diagnostics,
    Names,
}

#[test]
fn literate_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kql");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let engine = Engine::new(EngineConfig::default()).unwrap();
    let tables = tables();
    let (mut count, mut failures) = (0, String::new());
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "md")) {
        let text = std::fs::read_to_string(file).unwrap();
        let cases = cases(&file.file_name().unwrap().to_string_lossy(), &text);
        assert!(!cases.is_empty(), "{} holds no case", file.display());
        if std::env::var_os("BLESS").is_some() {
            bless(file, &text, &cases.iter().map(|case| run(&engine, &tables, case)).collect::<Vec<_>>());
            continue;
        }
        for case in cases {
            count += 1;
            let got = run(&engine, &tables, &case);
            if got.trim() != case.expected.trim() {
                let _ = writeln!(
                    failures,
                    "--- {}: {}\n{}\nexpected:\n{}\ngot:\n{got}",
                    case.place, case.title, case.query, case.expected
                );
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    if std::env::var_os("BLESS").is_some() {
        return;
    }
    assert!(count > 100, "only {count} cases were found");
}

/// Puts what came out in the place of what was expected.
fn bless(file: &Path, text: &str, results: &[String]) {
    let mut out = String::new();
    let mut results = results.iter();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(block) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if block.starts_with("kql") {
            for line in body {
                out.push_str(line);
                out.push('\n');
            }
        } else {
            let result = results.next().unwrap().trim_end();
            out.push_str(result);
            out.push_str(if result.is_empty() { "" } else { "\n" });
        }
        out.push_str("```\n");
    }
    std::fs::write(file, out).unwrap();
}

fn cases(file: &str, text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let (mut title, mut query, mut strict) = (String::new(), String::new(), false);
    let mut lines = text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        if let Some(heading) = line.strip_prefix('#') {
            title = heading.trim_start_matches('#').trim().to_owned();
        }
        let Some(block) = line.strip_prefix("```") else { continue };
        let mut body = String::new();
        for (line, _) in lines.by_ref().take_while(|(line, _)| *line != "```") {
            body.push_str(line);
            body.push('\n');
        }
        let kind = match block {
            "kql" | "kql strict" => {
                (query, strict) = (body, block.ends_with("strict"));
                continue;
            }
            "rows" => Kind::Rows,
            "diagnostics" => Kind::Diagnostics,
            "names" => Kind::Names,
            other => panic!("{file}:{number}: what is a block `{other}`?"),
        };
        let place = format!("{file}:{number}");
        assert!(!query.is_empty(), "{place}: no query before it");
        cases.push(Case { place, title: title.clone(), query: query.clone(), strict, kind, expected: body });
    }
    cases
}

fn run(engine: &Engine, tables: &Tables, case: &Case) -> String {
    let now = time::parse_datetime("2024-03-01").unwrap();
    let options = Options { strict: case.strict, now: Some(now), ..Options::default() };
    let mut shown = String::new();
    if case.kind == Kind::Names {
        for query in case.query.lines() {
            let planned = engine::check(query, tables, &options);
            let columns = planned.columns.iter().map(|(name, ty)| format!("{name}:{ty}"));
            let errors = planned.diagnostics.iter().filter(|d| d.is_error()).map(|d| format!("error[{}]", d.code));
            let line: Vec<String> = errors.chain(columns).collect();
            let _ = writeln!(shown, "{}", line.join(", "));
        }
        return shown;
    }
    let (results, diagnostics) = engine.query_all(case.query.trim_end(), tables, &options);
    if case.kind == Kind::Diagnostics {
        let source = SourceText::new("query", case.query.trim_end());
        for diagnostic in &diagnostics {
            let place = source.slice(diagnostic.span()).replace('\n', " ");
            let _ = writeln!(shown, "{}[{}] {place}", diagnostic.severity.as_str(), diagnostic.code);
        }
        return shown;
    }
    if results.is_empty() {
        let source = SourceText::new("query", case.query.as_str());
        return diagnostics.iter().map(|d| d.render(&source, false)).collect();
    }
    for (i, result) in results.iter().enumerate() {
        let header: Vec<String> = result.columns.iter().map(|(name, ty)| format!("{name}:{ty}")).collect();
        let _ = writeln!(shown, "{}{}", if i == 0 { "" } else { "\n" }, header.join(" | "));
        for row in result.rows() {
            let cells: Vec<String> = row.iter().map(cell).collect();
            let _ = writeln!(shown, "{}", cells.join(" | ").trim_end());
        }
    }
    shown
}

fn cell(value: &OwnedValue) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Dynamic(json) => json.to_string(),
        other => convert::to_str(other).replace('\n', "\\n"),
    }
}

/// Small tables with what the cases need: a dialect's time column, an alias, nulls.
fn tables() -> Tables {
    let s = |text: &str| Value::string(text);
    let t = |text: &str| Value::DateTime(time::parse_datetime(text).unwrap());
    let mut files = table_of_rows(
        "Files",
        &[
            ("TimeGenerated", KqlType::DateTime),
            ("FileName", KqlType::String),
            ("InitiatingProcessAccountName", KqlType::String),
            ("FileSize", KqlType::Long),
            ("AdditionalFields", KqlType::Dynamic),
        ],
        &[
            vec![
                t("2024-02-29T10:00:00Z"),
                s("a.dll"),
                s("alice"),
                Value::Long(10),
                Value::Dynamic(r#"{"k":[1,2]}"#.into()),
            ],
            vec![t("2024-02-29T11:00:00Z"), s("b.exe"), s("bob"), Value::Null, Value::Null],
            vec![t("2024-02-01T00:00:00Z"), s("old.dll"), s(""), Value::Long(30), Value::Dynamic(r#"{"k":[]}"#.into())],
        ],
    )
    .unwrap();
    files.time_column = Some("TimeGenerated".to_owned());
    files.aliases = vec![
        AliasInfo { name: "Timestamp".to_owned(), column: "TimeGenerated".to_owned(), kind: AliasKind::DialectTime },
        AliasInfo {
            name: "AccountName".to_owned(),
            column: "InitiatingProcessAccountName".to_owned(),
            kind: AliasKind::Alias,
        },
    ];
    let mut processes = table_of_rows(
        "Processes",
        &[
            ("TimeGenerated", KqlType::DateTime),
            ("FileName", KqlType::String),
            ("AccountName", KqlType::String),
            ("ProcessId", KqlType::Int),
        ],
        &[
            vec![t("2024-02-29T10:00:05Z"), s("w3wp.exe"), s("alice"), Value::Int(4)],
            vec![t("2024-02-29T12:00:00Z"), s("cmd.exe"), s("carol"), Value::Int(8)],
        ],
    )
    .unwrap();
    processes.time_column = Some("TimeGenerated".to_owned());
    processes.aliases = vec![AliasInfo {
        name: "Timestamp".to_owned(),
        column: "TimeGenerated".to_owned(),
        kind: AliasKind::DialectTime,
    }];
    let numbers = table_of_rows(
        "Numbers",
        &[("n", KqlType::Long), ("r", KqlType::Real), ("i", KqlType::Int), ("b", KqlType::Bool)],
        &[
            vec![Value::Long(1), Value::Real(1.5), Value::Int(10), Value::Bool(true)],
            vec![Value::Null, Value::Null, Value::Null, Value::Null],
            vec![Value::Long(3), Value::Real(f64::NAN), Value::Int(30), Value::Bool(false)],
        ],
    )
    .unwrap();
    let every_type = [
        ("size", KqlType::Long),
        ("host", KqlType::String),
        ("ratio", KqlType::Real),
        ("bag", KqlType::Dynamic),
        ("seen", KqlType::DateTime),
        ("took", KqlType::TimeSpan),
        ("port", KqlType::Int),
        ("id", KqlType::Guid),
        ("flag", KqlType::Bool),
    ];
    let readings = table_of_rows("Readings", &every_type, &[]).unwrap();
    let of_owners =
        [("size", KqlType::String), ("host", KqlType::String), ("extra", KqlType::Long), ("rank", KqlType::Long)];
    let owners = table_of_rows("Owners", &of_owners, &[]).unwrap();
    let tables = Tables::new().with_info(files).with_info(processes).with_info(numbers);
    tables.with_info(readings).with_info(owners)
}
