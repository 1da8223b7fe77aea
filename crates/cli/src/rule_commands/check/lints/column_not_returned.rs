//! Entity mappings, custom details and the texts of alerts name columns that the query does not return.

use crate::rule_commands::check::lint::{Found, Lint, Subject};
use detect::rules::Rule;
use diagnostics::{Diagnostic, Span};
use std::collections::BTreeSet;

const CODE: &str = "column-not-returned";

pub(super) static LINT: Lint = Lint {
    code: CODE,
    about: "an entity, a custom detail or an alert's text names a column that is not returned",
    run,
};

/// Keys of a rule whose values name columns, and what each is called in messages.
const SECTIONS: &[(&str, &str)] = &[
    ("entityMappings", "an entity"),
    ("sentinelEntitiesMappings", "an entity"),
    ("customDetails", "a custom detail"),
    ("alertDetailsOverride", "the alert's details"),
];

fn run(subject: &Subject<'_>, found: &mut Found) {
    let Some(rule) = subject.rule else { return };
    let returned: BTreeSet<&str> = subject.planned.columns.iter().map(|(name, _)| name.as_str()).collect();
    if returned.is_empty() {
        return;
    }
    for (section, what) in SECTIONS {
        for (name, span) in named(rule, section) {
            if !returned.contains(name.as_str()) {
                let message = format!("{what} is made of the column `{name}`, which the query does not return");
                let near = returned.iter().find(|r| r.eq_ignore_ascii_case(&name));
                let mut diagnostic = Diagnostic::error(CODE, message).at(span, "not returned");
                if let Some(near) = near {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                found.in_file.push(diagnostic);
            }
        }
    }
}

/// The columns that a section names, with their places. A section is the lines below its key that are indented more,
/// or begin a list.
fn named(rule: &Rule, section: &str) -> Vec<(String, Span)> {
    let mut names = Vec::new();
    let mut offset = 0;
    let mut within = false;
    for line in rule.file.text.split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let text = line.trim_end();
        if text.trim_start().starts_with('#') {
            continue;
        }
        if !text.is_empty() && !text.starts_with([' ', '-']) {
            within = text.strip_prefix(section).is_some_and(|rest| rest.starts_with(':'));
            continue;
        }
        let Some((key, value)) = text.split_once(':').filter(|_| within) else { continue };
        let key = key.trim_start_matches([' ', '-']).trim();
        let value_at = start + text.len() - value.len();
        if section == "alertDetailsOverride" && key.ends_with("Format") {
            names.extend(placeholders(value, value_at));
            continue;
        }
        let is_column =
            section == "customDetails" || matches!(key, "columnName" | "value") || key.ends_with("ColumnName");
        let name = value.split(" #").next().unwrap_or(value).trim().trim_matches(['\'', '"']);
        if is_column && !name.is_empty() {
            let at = value_at + value.find(name).unwrap_or(0);
            names.push((name.to_owned(), Span::new(at, at + name.len())));
        }
    }
    names
}

/// `{{Column}}` in a text.
fn placeholders(text: &str, offset: usize) -> Vec<(String, Span)> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        let start = at + open + 2;
        let Some(length) = text.get(start..).and_then(|rest| rest.find("}}")) else { break };
        let name = text.get(start..start + length).unwrap_or_default().trim();
        if !name.is_empty() {
            names.push((name.to_owned(), Span::new(offset + start, offset + start + length)));
        }
        at = start + length + 2;
    }
    names
}
