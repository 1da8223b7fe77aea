//! Commands as attackers write them, and as administrators do: `commands.txt` says which rules must fire on which.

use detect::rules::builtin;
use engine::{Engine, EngineConfig};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A command, and the rules of which one must fire; none where all must be quiet.
struct Case {
    rules: Vec<String>,
    text: String,
    row: Row,
}

enum Row {
    Process(String),
    Script(String),
}

/// The time of a case's row, by which findings are told apart: rows stand an hour from one another.
fn time(at: usize) -> String {
    format!("2026-{:02}-{:02}T{:02}:00:00Z", 1 + at / 24 / 28, 1 + at / 24 % 28, at % 24)
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut rules: Vec<String> = Vec::new();
    for line in include_str!("commands.txt").lines().skip_while(|line| !line.starts_with("==")) {
        if let Some(names) = line.strip_prefix("== ") {
            rules = names.split(", ").filter(|name| *name != "quiet").map(str::to_owned).collect();
            continue;
        }
        let Some((what, command)) = line.split_once(" | ") else { continue };
        let cell = |text: &str| text.replace('|', "\\|");
        let at = time(cases.len());
        let row = if what == "script" {
            let script = serde_json::json!({"Command": command.replace("\\n", "\n")}).to_string();
            Row::Script(format!("{at} | WEB01 | PowerShellCommand | powershell.exe | {}", cell(&script)))
        } else {
            let what = what.trim_start_matches("process ");
            let (path, original) = what.split_once(" = ").unwrap_or((what, ""));
            let name = path.rsplit('\\').next().unwrap_or(path);
            let original = if original.is_empty() { name } else { original };
            Row::Process(format!(
                r"{at} | WEB01 | {name} | {path} | {original} | {} | explorer.exe | C:\Windows\explorer.exe",
                cell(command)
            ))
        };
        cases.push(Case { rules: rules.clone(), text: line.to_owned(), row });
    }
    cases
}

/// All rows as one test of a rule's page.
fn page(cases: &[Case]) -> String {
    let mut page = "# P\n\n### All\n".to_owned();
    let mut block = |head: &str, row: fn(&Row) -> Option<&String>| {
        let _ = write!(page, "\n```rows {head}\n");
        cases.iter().filter_map(|case| row(&case.row)).for_each(|row| {
            let _ = writeln!(page, "{row}");
        });
        page.push_str("```\n");
    };
    block(
        "DeviceProcessEvents\nTimeGenerated | DeviceName | FileName | FolderPath | ProcessVersionInfoOriginalFileName | \
         ProcessCommandLine | InitiatingProcessFileName | InitiatingProcessFolderPath",
        |row| if let Row::Process(cells) = row { Some(cells) } else { None },
    );
    block(
        "DeviceEvents\nTimeGenerated | DeviceName | ActionType | InitiatingProcessFileName | AdditionalFields",
        |row| {
            if let Row::Script(cells) = row { Some(cells) } else { None }
        },
    );
    page
}

#[test]
fn commands_are_found_however_they_are_written_and_administration_is_quiet() {
    let (cases, engine) = (cases(), Engine::new(EngineConfig::default()).expect("an engine"));
    assert!(cases.len() > 100, "only {} cases", cases.len());
    let page = page(&cases);
    let mut fired: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for mut rule in builtin().rules {
        names.insert(rule.name_id.clone());
        if !rule.query.contains("DeviceProcessEvents") && !rule.query.contains("DeviceEvents") {
            continue;
        }
        rule.page = Some(page.clone());
        let report = detect::rule_test::run(&rule, &engine);
        for outcome in &report.outcomes {
            assert!(outcome.errors.is_empty(), "{}: {:?}", rule.name_id, outcome.errors);
            // Severity, host, time, component.
            let above = outcome.found.iter().filter(|line| !line.starts_with("informational"));
            for time in above.filter_map(|line| line.split(' ').nth(2)) {
                fired.entry(time.to_owned()).or_default().insert(rule.name_id.clone());
            }
        }
    }
    let mut wrong = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        wrong.extend(case.rules.iter().filter(|rule| !names.contains(*rule)).map(|rule| format!("no rule {rule}")));
        let found = fired.get(&time(at)).cloned().unwrap_or_default();
        let right =
            if case.rules.is_empty() { found.is_empty() } else { case.rules.iter().any(|rule| found.contains(rule)) };
        if !right {
            wrong.push(format!("{}\n  wanted {:?}, found {found:?}", case.text, case.rules));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
