//! Exports of Defender, damaged.

use super::{CSV, Case, JSON, calm, not_panicked, number, problems_of, shipped, shipped_text};
use crate::program::{program, ran};
use std::process::Stdio;

const COUNT: &str = "DeviceFileEvents | count";
const ROWS: u64 = 13;

#[test]
fn a_csv_without_a_column() {
    let text = shipped_text(CSV);
    let without = |name: &str| {
        let header = text.lines().next().expect("a header");
        let at = header.split(',').position(|column| column == name).expect("the column");
        // No field before these columns is quoted.
        let cut = |line: &str| {
            let fields = line.split(',').enumerate().filter(|(n, _)| *n != at);
            fields.map(|(_, field)| field).collect::<Vec<_>>().join(",")
        };
        text.lines().map(cut).collect::<Vec<_>>().join("\n")
    };
    let case = Case::new().with("DeviceFileEvents.csv", without("DeviceName"));
    let (count, said) = case.number("DeviceFileEvents | where isempty(DeviceName) and isnotempty(FileName) | count");
    assert_eq!((count, said.as_str()), (ROWS, ""), "a column that is not there is empty");

    let case = Case::new().with("DeviceFileEvents.csv", without("Timestamp"));
    let (count, said) = case.number("DeviceFileEvents | where isnull(TimeGenerated) | count");
    assert_eq!(count, ROWS);
    let problems = problems_of(&said, "DeviceFileEvents.csv, line ");
    assert!(problems.iter().all(|problem| problem.contains("no time")) && !problems.is_empty(), "{said}");
}

#[test]
fn a_csv_with_ragged_rows() {
    let mut lines: Vec<String> = shipped_text(CSV).lines().map(str::to_owned).collect();
    lines[2] += ",x,y";
    let short = lines[4].split(',').take(6).collect::<Vec<_>>().join(",");
    lines[4] = short;
    let case = Case::new().with("DeviceFileEvents.csv", lines.join("\r\n"));
    let (count, said) = case.number(COUNT);
    assert_eq!(count, ROWS);
    let problems = problems_of(&said, "DeviceFileEvents.csv, line ");
    assert_eq!(problems.len(), said.lines().count(), "{said}");
    let has = |line: &str| problems.iter().any(|problem| problem.contains(line));
    assert!(problems.len() == 2 && has("line 3: 55 fields") && has("line 5: 6 fields"), "{said}");
}

#[test]
fn json_with_one_broken_line() {
    let mut lines: Vec<String> = shipped_text(JSON).lines().map(str::to_owned).collect();
    let whole = lines.len() as u64;
    lines[3].truncate(200);
    let case = Case::new().with("a/DeviceProcessEvents.json", lines.join("\n")).with("b/files.csv", shipped(CSV));
    let (count, said) = case.number("DeviceProcessEvents | count");
    assert_eq!(count, whole - 1);
    assert_eq!(problems_of(&said, "a/DeviceProcessEvents.json, line 4: not JSON").len(), 1, "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(case.number(COUNT), (ROWS, said), "the file beside it is read");
}

#[test]
fn standard_input() {
    let read = |path: &str, query: &str| {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(path);
        let stdin = Stdio::from(std::fs::File::open(file).expect("shipped"));
        number(not_panicked(ran(program().args(["query", query, "-", "-f", "jsonl"]).stdin(stdin))))
    };
    assert_eq!(read(CSV, COUNT), (ROWS, String::new()));
    assert_eq!(read(super::IIS_LOG, "WindowsEvent | count"), (16, String::new()));
    // Nothing comes.
    calm(["scan", "-", "-f", "jsonl"]).exits(3).prints("").says("-: the file is empty");
}
