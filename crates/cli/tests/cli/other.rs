use crate::program::run;

#[test]
fn tables() {
    run(["tables"]).exits(0).silent().shows("DeviceFileEvents").shows("IisComponents");
    let shown = run(["tables", "DeviceFileEvents"]).exits(0).silent();
    shown.shows("InitiatingProcessAccountName").shows("alias of InitiatingProcessAccountName").shows("Timestamp");
    run(["tables", "devicefile"]).exits(1).prints("").says("there is DeviceFile");
    let lines = run(["tables", "DeviceFileEvents", "-f", "jsonl"]).exits(0).silent().stdout;
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(row["Column"].is_string() && row["Type"].is_string());
    }
}

#[test]
fn completions_and_manual() {
    run(["completions", "bash"]).exits(0).silent().shows("iiswarden");
    run(["completions", "powershell"]).exits(0).silent().shows("Register-ArgumentCompleter");
    run(["man"]).exits(0).silent().shows(".TH");
    run(["man", "rules", "check"]).exits(0).silent().shows("syntax");
}
