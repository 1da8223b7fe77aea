//! Pages that are written from the rules and functions: `UPDATE_DOCS=1 cargo test -p detect --test documents` writes
//! them, and without the variable a test fails when one is stale.

use detect::export::{Target, export, stand_in};
use detect::rules::{Rule, builtin};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Techniques by number: name, and the number under which ATT&CK 19 has what 18 has here. Sources: attack.mitre.org,
/// version 18.1; the numbers that SigmaHQ and Atomic Red Team have used since version 19.
const TECHNIQUES: &[(&str, &str, &str)] = &[
    ("T1003", "OS Credential Dumping", ""),
    ("T1036.001", "Masquerading: Invalid Code Signature", ""),
    ("T1036.003", "Masquerading: Rename Legitimate Utilities", ""),
    ("T1036.005", "Masquerading: Match Legitimate Resource Name or Location", ""),
    ("T1047", "Windows Management Instrumentation", ""),
    ("T1059", "Command and Scripting Interpreter", ""),
    ("T1068", "Exploitation for Privilege Escalation", ""),
    ("T1070", "Indicator Removal", ""),
    ("T1070.004", "Indicator Removal: File Deletion", ""),
    ("T1070.006", "Indicator Removal: Timestomp", ""),
    ("T1071.001", "Application Layer Protocol: Web Protocols", ""),
    ("T1105", "Ingress Tool Transfer", ""),
    ("T1112", "Modify Registry", ""),
    ("T1222.001", "File and Directory Permissions Modification: Windows", ""),
    ("T1505.003", "Server Software Component: Web Shell", ""),
    ("T1505.004", "Server Software Component: IIS Components", ""),
    ("T1543.003", "Create or Modify System Process: Windows Service", ""),
    ("T1546", "Event Triggered Execution", ""),
    ("T1552.001", "Unsecured Credentials: Credentials In Files", ""),
    ("T1553.002", "Subvert Trust Controls: Code Signing", ""),
    ("T1556", "Modify Authentication Process", ""),
    ("T1562", "Impair Defenses", "T1685"),
    ("T1562.001", "Impair Defenses: Disable or Modify Tools", "T1685"),
    ("T1562.002", "Impair Defenses: Disable Windows Event Logging", "T1685.001"),
    ("T1564.001", "Hide Artifacts: Hidden Files and Directories", ""),
    ("T1565", "Data Manipulation", ""),
    ("T1565.002", "Data Manipulation: Transmitted Data Manipulation", ""),
    ("T1574", "Hijack Execution Flow", ""),
    ("T1574.012", "Hijack Execution Flow: COR_PROFILER", ""),
    ("T1620", "Reflective Code Loading", ""),
];

fn rules() -> Vec<Rule> {
    builtin().rules
}

/// Compares a page with what it must be, or writes it.
#[track_caller]
fn fresh(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, text).expect("the page is written");
        return;
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "docs/{name} is stale: UPDATE_DOCS=1 cargo test -p detect --test documents");
}

#[test]
fn the_coverage_page_is_fresh() {
    let rules = rules();
    let mut by_technique: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in &rules {
        for technique in &rule.techniques {
            by_technique.entry(technique).or_default().push(rule);
        }
    }
    let mut page = String::from(
        "# What the rules cover\n\nWritten from the rules by `UPDATE_DOCS=1 cargo test -p detect --test documents`.\n\n\
         ATT&CK 19 gave some techniques new numbers and split *Defense Evasion* into *Stealth* and *Defense Impairment*. Rules carry the\n\
         number of version 18, which Sentinel and Defender know, and the new one beside it (`techniquesAlso`).\n\n\
         ## By technique\n\n| technique | in ATT&CK 19 | name | rules |\n|---|---|---|---|\n",
    );
    for (technique, its) in &by_technique {
        let (_, name, new) =
            TECHNIQUES.iter().find(|(id, ..)| id == technique).unwrap_or_else(|| panic!("no name for {technique}"));
        let new = if new.is_empty() { technique } else { new };
        let names = its.iter().map(|rule| format!("`{}`", rule.name_id)).collect::<Vec<_>>().join(", ");
        let _ = writeln!(page, "| {technique} | {new} | {name} | {names} |");
    }
    let tables = |rule: &Rule| -> String {
        let planned = engine::check(&rule.query, &detect::described(), &engine::Options::default());
        planned.tables.into_iter().collect::<Vec<_>>().join(", ")
    };
    page.push_str("\n## By rule\n\n| rule | severity | reads | goes to |\n|---|---|---|---|\n");
    for rule in &rules {
        let goes: Vec<&str> =
            Target::NAMED.iter().filter(|(_, target)| export(rule, *target).is_ok()).map(|(name, _)| *name).collect();
        let goes = if goes.is_empty() { "iiswarden only".to_owned() } else { goes.join(", ") };
        let _ = writeln!(page, "| `{}` | {} | {} | {goes} |", rule.name_id, rule.severity.as_str(), tables(rule));
    }
    fresh("coverage.md", &page);
}

/// Other numbers stand where a technique has one, and only there.
#[test]
fn both_numberings_stand_in_the_rules() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let also: BTreeSet<&str> = rule
            .document
            .get("techniquesAlso")
            .and_then(|value| value.as_sequence())
            .into_iter()
            .flatten()
            .filter_map(|value| value.as_str())
            .collect();
        let expected: BTreeSet<&str> = TECHNIQUES
            .iter()
            .filter(|(id, _, new)| !new.is_empty() && rule.techniques.iter().any(|own| own == id))
            .map(|(_, _, new)| *new)
            .collect();
        if also != expected {
            wrong.push(format!("{}: techniquesAlso is {also:?}, not {expected:?}", rule.name_id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_page_of_families_is_fresh() {
    let mut table = String::from("| family | confidence | shape |\n|---|---|---|\n");
    for shape in detect::model::known_shapes() {
        let _ = writeln!(table, "| {} | {} | {} |", shape.family, shape.confidence.as_str(), shape.why);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/families.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let (before, rest) = page.split_once("<!-- shapes -->").expect("where the table starts");
    let (_, after) = rest.split_once("<!-- end -->").expect("where the table ends");
    fresh("families.md", &format!("{before}<!-- shapes -->\n\n{table}\n<!-- end -->{after}"));
}

#[test]
fn the_page_of_our_functions_is_fresh() {
    let mut page = String::from(
        "# Functions beside KQL's own\n\nWritten from the code by `UPDATE_DOCS=1 cargo test -p detect --test documents`.\n\n\
         iiswarden's rules may call these; Sentinel and Defender do not have them. Where plain KQL can say nearly the same, its form stands\n\
         here: put it in front of a query to paste that elsewhere. `iiswarden rules export --to sentinel` does so. The plain forms read the\n\
         usual spellings of a command, not every one: that is what the functions are for.\n",
    );
    for function in detect::functions::ALL {
        let doc = &function.doc;
        let _ = write!(page, "\n## `{}`\n\n{}\n\n{}\n\n```kql\n", doc.syntax, doc.summary, doc.notes);
        for (example, result) in doc.examples {
            let _ = writeln!(page, "print {example} // {result}");
        }
        page.push_str("```\n");
        match stand_in(function.name) {
            Some(plain) => {
                let _ = write!(page, "\nIn plain KQL:\n\n```kql\n{plain}```\n");
            }
            None => page.push_str("\nPlain KQL cannot express it; rules that call it are not exported.\n"),
        }
    }
    fresh("kql-extensions.md", &page);
}

/// What a rule's own tests say of its form in plain KQL: it fires in the first test that fires, and stays quiet where
/// the rule does.
#[test]
fn plain_forms_find_the_usual_and_nothing_more() {
    let engine = engine::Engine::new(engine::EngineConfig::default()).expect("an engine");
    let (mut wrong, mut changed) = (Vec::new(), 0);
    for mut rule in rules() {
        let Ok(plain) = detect::export::plain_query(&rule) else { continue };
        if plain == rule.query {
            continue;
        }
        changed += 1;
        rule.query = plain;
        let report = detect::rule_test::run(&rule, &engine);
        let fired = |outcome: &detect::rule_test::Outcome| !outcome.found.is_empty();
        let first = report.outcomes.iter().find(|outcome| !outcome.expected.is_empty());
        if !first.is_some_and(fired) {
            wrong.push(format!("{}: its plain form does not fire in the first test", rule.name_id));
        }
        for outcome in report.outcomes.iter().filter(|outcome| outcome.expected.is_empty()) {
            if fired(outcome) || !outcome.errors.is_empty() {
                wrong.push(format!(
                    "{}: its plain form fires in `{}`: {:?}",
                    rule.name_id, outcome.heading, outcome.found
                ));
            }
        }
    }
    assert!(wrong.is_empty() && changed > 5, "{changed} plain forms\n{}", wrong.join("\n"));
}
