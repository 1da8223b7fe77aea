//! A Sigma rule as YAML.

use super::condition::{Condition, Item, Test};
use super::source::Source;
use crate::export::derived_id::derived_id;
use crate::model::Severity;
use crate::rules::Rule;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The text of a rule for one kind of log.
pub(super) fn write(rule: &Rule, source: &Source, condition: &Condition, notes: &BTreeSet<String>) -> String {
    let mut selections = Selections::default();
    let expression = selections.expression(&anchored(condition), true);
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(&format!("title: {}", quoted(&rule.name)));
    line(&format!("id: {}", derived_id(&rule.guid, source.name)));
    line("related:");
    line(&format!("  - id: {}", rule.guid));
    line("    type: derived");
    line("status: experimental");
    line("description: |");
    for text in rule.description.lines() {
        line(&format!("  {text}"));
    }
    for note in notes {
        line(&format!("  Finds less than iiswarden's rule: {note}."));
    }
    line("references:");
    for reference in references(rule) {
        line(&format!("  - {}", quoted(&reference)));
    }
    line("author: iiswarden");
    line("tags:");
    for tag in tags(rule) {
        line(&format!("  - {tag}"));
    }
    line("logsource:");
    for (key, value) in source.logsource {
        line(&format!("  {key}: {value}"));
    }
    line("detection:");
    for (index, fields) in selections.all.iter().enumerate() {
        line(&format!("  {}:", name(index)));
        for test in fields {
            line(&format!("    {}:{}", test.field, values(test)));
        }
    }
    line(&format!("  condition: {expression}"));
    line("falsepositives:");
    line(&format!("  - {}", quoted(&false_positives(rule))));
    line(&format!("level: {}", level(rule.severity)));
    out
}

/// A condition of nothing but regular expressions, with a test that the first one's field is there: pySigma's backend for
/// Splunk makes no search of regular expressions alone.
fn anchored(condition: &Condition) -> Condition {
    let mut first = None;
    if !is_all_regexes(condition, &mut first) {
        return condition.clone();
    }
    let Some(field) = first else { return condition.clone() };
    let is_there = Condition::Test(Test { field, values: vec![Item::Text("*".to_owned())] });
    match condition {
        Condition::All(parts) => Condition::All([is_there].into_iter().chain(parts.iter().cloned()).collect()),
        other => Condition::All(vec![is_there, other.clone()]),
    }
}

/// Whether there are only regular expressions; `first` becomes the field of the first that must match.
fn is_all_regexes(condition: &Condition, first: &mut Option<String>) -> bool {
    match condition {
        Condition::Test(test) | Condition::NotTest(test) => {
            let Some((field, _)) = test.field.split_once("|re") else { return false };
            if matches!(condition, Condition::Test(_)) && first.is_none() {
                *first = Some(field.to_owned());
            }
            true
        }
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(|part| is_all_regexes(part, first)),
        Condition::Always | Condition::Never | Condition::Unsaid(_) => true,
    }
}

/// Groups of tests that must all hold, in the order in which the condition names them.
#[derive(Default)]
struct Selections {
    all: Vec<Vec<Test>>,
}

impl Selections {
    fn expression(&mut self, condition: &Condition, is_top: bool) -> String {
        match condition {
            Condition::Test(test) => self.selection(vec![test.clone()]),
            Condition::NotTest(test) => format!("not {}", self.selection(vec![test.clone()])),
            Condition::All(parts) => {
                // Tests of different fields make one selection.
                let mut fields = BTreeSet::new();
                let (mut together, mut rest) = (Vec::new(), Vec::new());
                for part in parts {
                    match part {
                        Condition::Test(test) if fields.insert(test.field.clone()) => together.push(test.clone()),
                        other => rest.push(other),
                    }
                }
                let mut words = Vec::new();
                if !together.is_empty() {
                    words.push(self.selection(together));
                }
                words.extend(rest.into_iter().map(|part| self.expression(part, false)));
                join(&words, " and ", is_top)
            }
            Condition::Any(parts) => {
                // Values of one field make one selection, of which one is enough.
                let mut merged: Vec<Condition> = Vec::new();
                for part in parts {
                    let Condition::Test(test) = part else {
                        merged.push(part.clone());
                        continue;
                    };
                    let same = merged.iter_mut().find_map(|other| match other {
                        Condition::Test(other) if other.field == test.field && !other.field.ends_with("|all") => {
                            Some(other)
                        }
                        _ => None,
                    });
                    match same {
                        Some(other) => other.values.extend(test.values.iter().cloned()),
                        None => merged.push(part.clone()),
                    }
                }
                let words: Vec<String> = merged.iter().map(|part| self.expression(part, false)).collect();
                join(&words, " or ", is_top)
            }
            Condition::Always | Condition::Never | Condition::Unsaid(_) => String::new(),
        }
    }

    fn selection(&mut self, tests: Vec<Test>) -> String {
        let index = self.all.iter().position(|known| *known == tests).unwrap_or_else(|| {
            self.all.push(tests);
            self.all.len() - 1
        });
        name(index)
    }
}

fn join(words: &[String], with: &str, is_top: bool) -> String {
    let text = words.join(with);
    if is_top || words.len() == 1 { text } else { format!("({text})") }
}

fn name(index: usize) -> String {
    format!("selection_{}", index + 1)
}

fn values(test: &Test) -> String {
    let one = |item: &Item| match item {
        Item::Text(text) => quoted(text),
        Item::Number(number) => number.to_string(),
        Item::Null => "null".to_owned(),
    };
    match test.values.as_slice() {
        [single] => format!(" {}", one(single)),
        several => several.iter().fold(String::new(), |mut out, item| {
            let _ = write!(out, "\n      - {}", one(item));
            out
        }),
    }
}

/// A YAML scalar in single quotes, in which only the quote itself is special. Line breaks become spaces.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace(['\r', '\n'], " ").replace('\'', "''"))
}

fn references(rule: &Rule) -> Vec<String> {
    let listed = rule.document.get("references").and_then(yaml_serde::Value::as_sequence);
    let listed = listed.into_iter().flatten().filter_map(yaml_serde::Value::as_str);
    listed.map(str::to_owned).collect()
}

fn tags(rule: &Rule) -> Vec<String> {
    let kebab = |tactic: &str| {
        tactic.chars().fold(String::new(), |mut out, c| {
            if c.is_uppercase() && !out.is_empty() {
                out.push('-');
            }
            out.extend(c.to_lowercase());
            out
        })
    };
    let tactics = rule.tactics.iter().map(|tactic| format!("attack.{}", kebab(tactic)));
    tactics.chain(rule.techniques.iter().map(|t| format!("attack.{}", t.to_lowercase()))).collect()
}

/// The page's section on what else looks like it, on one line.
fn false_positives(rule: &Rule) -> String {
    let page = rule.page.as_deref().unwrap_or_default();
    let text =
        page.split_once("## False positives").map_or("", |(_, after)| after.split("\n## ").next().unwrap_or(after));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "Unknown".to_owned() } else { text }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Informational => "informational",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
    }
}
