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

/// A scan of the clean server with a list of allowed components.
fn allowed(list: &str) -> String {
    let work = folder([("IisAllowedComponents.csv", list)]);
    let arguments = ["scan", "fixtures/clean-server", "--watchlists", text(work.path()), "--exit-zero", "-f", "jsonl"];
    here(arguments).exits(0).stdout
}

#[test]
fn the_sites_list_allows_by_place_and_file_and_not_by_name() {
    let known = component(
        &here(["scan", "fixtures/clean-server", "--exit-zero", "-f", "jsonl"]).exits(0).stdout,
        "AcmeTraceModule",
    );
    assert_eq!(known["verdict"], "unknown", "{known}");
    let (image, sha256) = (known["image"].as_str().expect("an image"), known["sha256"].as_str().expect("a hash"));
    let name = image.rsplit('\\').next().expect("a name");

    let scan = allowed(&format!("Image,SHA256,Reason\n{image},{sha256},monitoring\n"));
    let accepted = component(&scan, "AcmeTraceModule");
    assert_eq!(accepted["verdict"], "expected", "{accepted}");
    assert!(accepted.to_string().contains("accepted: monitoring"), "{accepted}");
    let summary = objects(&scan).pop().expect("a summary");
    assert!(summary["suppressed_by"]["of components that the site accepts"].as_u64() > Some(0), "{summary}");
    let shown =
        objects(&scan).into_iter().filter(|o| o["kind"] == "finding" && o["components"][0] == "AcmeTraceModule");
    assert_eq!(shown.count(), 0);

    for (list, why) in [
        (format!("Image,SHA256\nD:\\Other\\{name},{sha256}\n"), "the same file elsewhere"),
        (format!("Image,SHA256\n{image},00{}\n", &sha256[2..]), "another file in its place"),
        (format!("Image,Signer\n{image},Acme\n"), "no signature that counts"),
        (format!("Image,SHA256,Expires\n{image},{sha256},2020-01-01\n"), "a day that is over"),
        (format!("Image,SHA256,Host\n{image},{sha256},OTHER\n"), "another server"),
    ] {
        let scan = allowed(&list);
        assert_eq!(component(&scan, "AcmeTraceModule")["verdict"], "unknown", "{why}");
    }
    let scan = allowed(&format!("Image,Reason\n{image},named only\n"));
    assert!(scan.contains("IisAllowedComponents") && scan.contains("a path is what malware takes"), "{scan}");
}

const OVER_FINDINGS: &str = "id: 6c7f1d8e-24a7-4b5e-8a68-5b1f2f3f9d41
name: Servers with findings of high severity
description: For a test.
severity: Low
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics: [Persistence]
relevantTechniques: [T1505.004]
query: |
  Findings
  | where Severity == 'high'
  | summarize Rules = dcount(RuleId), Own = countif(RuleId == 'over') by DeviceName = Host
";

#[test]
fn own_rules_read_what_others_found() {
    let work = folder([("over.yaml", OVER_FINDINGS)]);
    let rules = work.path().join("over.yaml");
    let evidence = "fixtures/atomics/T1505.004-1-appcmd";
    let scan = here(["scan", evidence, "--rules", text(&rules), "--exit-zero", "-f", "jsonl"]).exits(0).stdout;
    let found: Vec<Value> = objects(&scan).into_iter().filter(|o| o["rule"] == "over").collect();
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert!(finding["row"]["Rules"].as_u64() > Some(1), "{finding}");
    assert_eq!(finding["row"]["Own"], 0, "{finding}");
    // It cites the records behind them, which are listed.
    let cited: Vec<&str> = finding["evidence"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert!(cited.len() > 1, "{finding}");
    let paths: Vec<Value> = objects(&scan)
        .into_iter()
        .filter(|o| o["kind"] == "evidence" && cited.iter().any(|id| o["id"] == *id))
        .collect();
    assert_eq!(paths.len(), cited.len());
    assert!(
        paths.iter().all(|o| o["path"].as_str().is_some_and(|path| path.contains("T1505.004-1-appcmd")
            || path.contains("logs/")
            || path.contains("defender/"))),
        "{paths:?}"
    );
}
