//! The rules that ship: they load, they bind, and their tests pass.

use detect::rules::{Rule, builtin};
use engine::{Engine, EngineConfig, Options};
use std::collections::BTreeSet;

fn rules() -> Vec<Rule> {
    let loaded = builtin();
    let problems: Vec<String> = loaded.problems.iter().map(|(source, d)| d.render(source, false)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(loaded.rules.len() > 20, "only {} rules", loaded.rules.len());
    loaded.rules
}

#[test]
fn every_rule_binds_and_returns_what_its_mappings_name() {
    let described = detect::described();
    let mut wrong = Vec::new();
    for rule in rules() {
        let planned = engine::check(&rule.query, &described, &Options::default());
        wrong.extend(planned.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.render(&rule.source(), false)));
        if planned.plan.is_none() {
            continue;
        }
        let columns: BTreeSet<&str> = planned.columns.iter().map(|(name, _)| name.as_str()).collect();
        let component = [&rule.component.name, &rule.component.image, &rule.component.type_name, &rule.component.class];
        let entities = rule.entities.iter().flat_map(|e| e.fields.iter().map(|(_, column)| column));
        for column in component.into_iter().flatten().chain(entities) {
            if !columns.contains(column.as_str()) {
                wrong.push(format!("{}: the query returns no column {column}", rule.name_id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn guids_are_unique_and_fields_complete() {
    let mut guids = BTreeSet::new();
    for rule in rules() {
        assert!(guids.insert(rule.guid.clone()), "{}: its id is another rule's", rule.name_id);
        assert_eq!(rule.guid.len(), 36, "{}: its id is no GUID", rule.name_id);
        assert!(!rule.description.is_empty() && !rule.techniques.is_empty(), "{}", rule.name_id);
        assert!(!rule.runs_on.is_empty(), "{}: runsOn", rule.name_id);
        for section in ["## Triage", "## False positives", "## Response", "## Tests"] {
            assert!(rule.page.as_deref().is_some_and(|page| page.contains(section)), "{}: no {section}", rule.name_id);
        }
    }
}

#[test]
fn every_rule_passes_its_tests() {
    let engine = Engine::new(EngineConfig::default()).expect("an engine");
    let mut wrong = Vec::new();
    for rule in rules() {
        let report = detect::rule_test::run(&rule, &engine);
        wrong.extend(report.diagnostics.iter().map(|(source, d)| d.render(source, false)));
        for outcome in report.outcomes.iter().filter(|o| !o.passed()) {
            wrong.push(format!("{} line {}: {}", outcome.rule, outcome.line, outcome.heading));
            wrong.extend(outcome.errors.iter().map(|(source, d)| d.render(source, false)));
            wrong.extend(outcome.expected.iter().map(|line| format!("  expected {line}")));
            wrong.extend(outcome.found.iter().map(|line| format!("  found    {line}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
