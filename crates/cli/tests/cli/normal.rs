//! What a site says is its own: baselines and exclusions.

use crate::program::{Ran, folder, program, ran, text};
use serde_json::Value;
use std::path::Path;

const CONFIG: &str = "fixtures/clean-server/C/Windows/System32/inetsrv/config";

fn here<const N: usize>(arguments: [&str; N]) -> Ran {
    ran(program().current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).args(arguments))
}

fn objects(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).expect("one object a line")).collect()
}

fn component(jsonl: &str, name: &str) -> Value {
    let found = objects(jsonl).into_iter().find(|o| o["kind"] == "component" && o["name"] == name);
    found.unwrap_or_else(|| panic!("no component {name}"))
}

#[test]
fn a_baseline_knows_what_was_there_and_what_was_not() {
    let work = folder([]);
    let file = work.path().join("baseline.json");
    here(["baseline", "write", "fixtures/clean-server", "-o", text(&file)]).exits(0).prints("");
    here(["baseline", "diff", text(&file), "fixtures/clean-server", "-f", "jsonl"]).exits(0).prints("");

    let differs =
        here(["baseline", "diff", text(&file), "fixtures/compromised-server", "-f", "jsonl"]).exits(11).stdout;
    let added: Vec<String> = objects(&differs)
        .iter()
        .filter(|o| o["Change"] == "added")
        .map(|o| o["Name"].as_str().unwrap_or("").to_owned())
        .collect();
    for planted in ["HttpCacheSvcModule", "ASP.Net_2.0_for_V1.1", "OrdersTelemetryModule"] {
        assert!(added.iter().any(|name| name == planted), "{planted} is not among {added:?}");
    }

    let scan = here(["scan", "fixtures/compromised-server", "--baseline", text(&file), "-f", "jsonl"]);
    let scan = scan.exits(14).stdout;
    let known = component(&scan, "AcmeTraceModule");
    assert_eq!(known["verdict"], "expected", "{known}");
    assert!(known.to_string().contains("in the baseline"), "{known}");
    let planted = component(&scan, "HttpCacheSvcModule");
    assert_eq!(planted["verdict"], "malicious");
    assert!(planted.to_string().contains("it is not in the baseline"), "{planted}");
}

#[test]
fn what_is_no_baseline_is_refused() {
    let work = folder([("a.json", "{\"kind\":\"other\",\"version\":1,\"components\":[]}")]);
    let file = work.path().join("a.json");
    here(["baseline", "diff", text(&file), CONFIG]).exits(1).prints("").says("a.json").says("not a baseline");
    here(["scan", CONFIG, "--baseline", "no/such.json"]).exits(1).prints("").says("no/such.json");
}

#[test]
fn exclusions_take_findings_away_and_say_how_many() {
    let rule = "iis-component-hunting-query";
    let scan = |file: &Path| here(["scan", "fixtures/clean-server", "--exclusions", text(file), "-f", "jsonl"]);
    let of_rule = |jsonl: &str| objects(jsonl).iter().filter(|o| o["rule"] == rule).count();
    let all = of_rule(&here(["scan", "fixtures/clean-server", "-f", "jsonl"]).exits(11).stdout);
    assert!(all > 2, "{all}");
    let work = folder([(
        "x.yaml",
        "exclusions:\n- rule: iis-component-hunting-query\n  where: FolderPath has \"Windows Defender\"\n  \
         reason: the virus scanner\n  expires: 2099-01-01\n- rule: iis-component-hunting-query\n  where: NoSuch == 1\n  \
         reason: wrong\n  expires: 2099-01-01\n- rule: iis-component-hunting-query\n  reason: old\n  \
         expires: 2020-01-01\n",
    )]);
    let left = scan(&work.path().join("x.yaml")).exits(11).stdout;
    let objects = objects(&left);
    let summary = objects.last().expect("a summary");
    let taken = summary["suppressed_by"]["excluded: the virus scanner"].as_u64().expect("a count");
    assert!(taken > 0 && of_rule(&left) < all, "{taken} of {all}");
    assert_eq!(summary["suppressed"], taken);
    let problems: Vec<String> =
        objects.iter().filter(|o| o["kind"] == "problem").map(|o| format!("{} {}", o["place"], o["text"])).collect();
    assert!(problems.iter().any(|p| p.contains("exclusion 2") && p.contains("NoSuch")), "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("exclusion 3") && p.contains("expired")), "{problems:?}");
    assert!(!left.contains("__excluded"), "the column that tells must not show");
}
