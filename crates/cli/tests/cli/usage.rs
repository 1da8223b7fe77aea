use crate::program::run;

#[test]
fn mistakes_exit_with_2_and_print_nothing() {
    let check = |arguments: &[&str], expect: &str| {
        crate::program::ran(crate::program::program().args(arguments)).exits(2).prints("").says(expect);
    };
    check(&[], "Usage:");
    check(&["hunt"], "unrecognized subcommand");
    check(&["scan"], "EVIDENCE");
    check(
        &["scan", "x", "-f", "pdf"],
        "there is no format `pdf`; there are console, csv, html, jsonl, navigator, ocsf, sarif, timesketch",
    );
    check(&["scan", "x", "-f", "parquet"], "cannot show this");
    check(&["query", "print 1", "-f", "xml"], "there are console, csv, json, jsonl, parquet");
    check(&["scan", "x", "--min-severity", "critical"], "not a severity");
    check(&["scan", "x", "--last", "soon"], "not a span of time");
    check(&["scan", "x", "--from", "yesterday"], "not a time");
    check(&["scan", "x", "--memory", "lots"], "not a size");
    check(&["scan", "x", "--threads", "0"], "--threads");
    check(&["query"], "KQL");
    check(&["query", "print 1", "-f", "jsonl", "-f", "csv"], "would mix on standard output");
    check(&["query", "print 1", "--table", "nofile"], "NAME=PATH");
    check(&["man", "nothing"], "there is no command `nothing`");
}

#[test]
fn help_and_version_go_to_standard_output() {
    run(["--help"]).exits(0).silent().shows("scan").shows("Exit codes");
    run(["scan", "--help"]).exits(0).silent().shows("--min-severity");
    run(["--version"]).exits(0).silent().shows("iiswarden ");
}
