//! Queries over plain files.

use crate::program::{folder, run, text};

const PEOPLE: &str =
    "Name,Age,Score,Since,Active\nAnn,41,1.5,2026-01-02T03:04:05Z,true\nBob,17,2,2025-06-07T00:00:00Z,false\n";
const LINES: &str =
    "{\"Name\":\"Ann\",\"Age\":41,\"Tags\":[\"a\",\"b\"]}\n{\"Name\":\"Bob\",\"Age\":17,\"Extra\":{\"x\":1}}\n";

#[test]
fn csv_is_a_table_of_its_name() {
    let folder = folder([("people.csv", PEOPLE)]);
    let file = folder.path().join("people.csv");
    let query = "people | where Age > 30 and Active and Since > datetime(2026-01-01) | project Name, Score";
    run(["query", query, text(&file), "-f", "jsonl"]).exits(0).silent().prints("{\"Name\":\"Ann\",\"Score\":1.5}\n");
    let schema = "people | getschema | project ColumnName, ColumnType";
    run(["query", schema, text(&file), "-f", "csv"]).exits(0).prints(
        "ColumnName,ColumnType\n\"Name\",\"string\"\n\"Age\",\"long\"\n\"Score\",\"real\"\n\"Since\",\"datetime\"\n\"Active\",\"bool\"\n",
    );
}

#[test]
fn tables_can_be_named() {
    let folder = folder([("odd name.csv", PEOPLE)]);
    let file = folder.path().join("odd name.csv");
    run(["query", "['odd name'] | count", text(&file), "-f", "jsonl"]).exits(0).prints("{\"Count\":2}\n");
    let named = format!("P={}", file.display());
    run(["query", "P | count", "--table", &named, "-f", "jsonl"]).exits(0).prints("{\"Count\":2}\n");
    run(["query", "P | count", "--table", "P=no/such/file.csv"]).exits(1).prints("").says("no/such/file.csv");
}

#[test]
fn json_lines_and_parquet() {
    let folder = folder([("people.jsonl", LINES)]);
    let lines = folder.path().join("people.jsonl");
    let query = "people | extend First = tostring(Tags[0]), X = toint(Extra.x) | project Name, Age, First, X";
    let expect = "{\"Name\":\"Ann\",\"Age\":41,\"First\":\"a\",\"X\":null}\n{\"Name\":\"Bob\",\"Age\":17,\"First\":\"\",\"X\":1}\n";
    run(["query", query, text(&lines), "-f", "jsonl"]).exits(0).silent().prints(expect);

    let parquet = folder.path().join("copy.parquet");
    let target = format!("parquet={}", parquet.display());
    let query = "people | extend T = datetime(2026-01-02T03:04:05.1234567), D = 1h";
    run(["query", query, text(&lines), "-f", &target]).exits(0).prints("");
    let query = "copy | project Name, Age, T, D | where Age > 40";
    let expect = "{\"Name\":\"Ann\",\"Age\":41,\"T\":\"2026-01-02T03:04:05.1234567Z\",\"D\":\"01:00:00\"}\n";
    run(["query", query, text(&parquet), "-f", "jsonl"]).exits(0).silent().prints(expect);
}

#[test]
fn a_broken_line_is_a_problem_and_the_rest_is_read() {
    let folder = folder([("people.jsonl", "{\"Name\":\"Ann\"}\n{\"Name\":\n{\"Name\":\"Bob\"}\n")]);
    let file = folder.path().join("people.jsonl");
    run(["query", "people | count", text(&file), "-f", "jsonl"])
        .exits(0)
        .prints("{\"Count\":2}\n")
        .says("people.jsonl, line 2");
}

#[test]
fn a_defender_export_is_evidence() {
    let export = "Timestamp,DeviceName,ActionType,FileName,FolderPath,InitiatingProcessFileName\n\
2026-01-02T03:04:05.1234567Z,web01,FileCreated,x.dll,C:\\Windows\\System32\\inetsrv\\x.dll,w3wp.exe\n";
    let folder = folder([("DeviceFileEvents.csv", export)]);
    let query = "DeviceFileEvents | where FileName endswith '.dll' | project TimeGenerated, DeviceName, FileName";
    let expect =
        "{\"TimeGenerated\":\"2026-01-02T03:04:05.1234567Z\",\"DeviceName\":\"web01\",\"FileName\":\"x.dll\"}\n";
    run(["query", query, text(folder.path()), "-f", "jsonl"]).exits(0).silent().prints(expect);
}

#[test]
fn times_can_be_limited() {
    let export = "Timestamp,DeviceName,ActionType,FileName,FolderPath,InitiatingProcessFileName\n\
2026-01-02T03:04:05Z,web01,FileCreated,a.dll,C:\\a.dll,w3wp.exe\n\
2026-01-09T03:04:05Z,web01,FileCreated,b.dll,C:\\b.dll,w3wp.exe\n";
    let folder = folder([("DeviceFileEvents.csv", export)]);
    let check = |options: &[&str], query: &str, expect: &str| {
        let mut command = crate::program::program();
        command.args(["query", query, text(folder.path()), "-f", "csv"]).args(options);
        crate::program::ran(&mut command).exits(0).prints(&format!("FileName\n{expect}"));
    };
    let all = "DeviceFileEvents | project FileName";
    check(&[], all, "\"a.dll\"\n\"b.dll\"\n");
    check(&["--from", "2026-01-05"], all, "\"b.dll\"\n");
    check(&["--to", "2026-01-05"], all, "\"a.dll\"\n");
    check(&["--last", "2d"], all, "\"b.dll\"\n");
    // `now()` is the newest event's time.
    let recent = "DeviceFileEvents | where TimeGenerated > ago(1d) | project FileName";
    check(&[], recent, "\"b.dll\"\n");
    check(&["--now", "2026-01-02T12:00:00Z", "--to", "2026-01-05"], recent, "\"a.dll\"\n");
}

#[test]
fn evidence_that_is_not_there_is_an_error() {
    run(["query", "DeviceFileEvents | count", "no/such/folder"]).exits(1).prints("").says("no/such/folder");
}
