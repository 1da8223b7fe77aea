//! From a rule's result rows to findings.

use crate::identity::{Host, Subject};
use crate::model::Entity;
use crate::row::Row;
use crate::rules::Rule;
use engine::Lineage;
use std::collections::BTreeMap;

/// Columns that tell which computer a row speaks of, most telling first.
const HOST_COLUMNS: &[&str] = &["DeviceName", "Computer", "Host", "HostName"];

/// A row that a rule returned, before components and evidence have their numbers.
#[derive(Debug, Clone)]
pub(crate) struct RawFinding {
    /// Index of the rule.
    pub(crate) rule: usize,
    pub(crate) host: Host,
    /// Ticks.
    pub(crate) time: Option<i64>,
    pub(crate) row: Row,
    pub(crate) entities: Vec<Entity>,
    /// What component the row speaks of, if it names one.
    pub(crate) subject: Option<Subject>,
    pub(crate) lineage: Lineage,
}

impl RawFinding {
    pub(crate) fn new(index: usize, rule: &Rule, row: Row, lineage: Lineage) -> Self {
        Self {
            rule: index,
            host: Host::new(&row.first_text(HOST_COLUMNS)),
            time: row.time(),
            entities: entities(rule, &row),
            subject: Subject::of(rule, &row),
            lineage,
            row,
        }
    }

    /// What makes two findings the same thing seen by two sensors: all but the time and the sensors' own ids.
    fn likeness(&self) -> String {
        const SENSOR_COLUMNS: &[&str] =
            &["TimeGenerated", "Timestamp", "ReportId", "DeviceId", "DeviceName", "Computer"];
        let mut key = format!("{}\u{1}{}", self.rule, self.host.key());
        for ((name, _), value) in self.row.columns.iter().zip(&self.row.values) {
            if !SENSOR_COLUMNS.contains(&name.as_str()) {
                key.push('\u{1}');
                key.push_str(&crate::row::text(value).to_lowercase());
            }
        }
        key
    }
}

/// Equal rows with equal records are one finding; alike rows on one host within two seconds are shown once and
/// cite the records of both.
pub(crate) fn merge(mut findings: Vec<RawFinding>) -> Vec<RawFinding> {
    const TWO_SECONDS: i64 = 20_000_000;
    findings.sort_by(|a, b| (a.rule, a.time, &a.lineage.ids).cmp(&(b.rule, b.time, &b.lineage.ids)));
    let mut merged: Vec<RawFinding> = Vec::new();
    let mut latest: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings {
        let key = finding.likeness();
        let alike = latest.get(&key).copied().filter(|at| {
            merged.get(*at).is_some_and(|other: &RawFinding| match (other.time, finding.time) {
                (Some(a), Some(b)) => b - a <= TWO_SECONDS,
                (a, b) => a == b,
            })
        });
        match alike.and_then(|at| merged.get_mut(at)) {
            Some(other) => other.lineage.add(&finding.lineage),
            None => {
                latest.insert(key, merged.len());
                merged.push(finding);
            }
        }
    }
    merged
}

/// The entities that a rule's mappings make of a row, sorted, each once.
fn entities(rule: &Rule, row: &Row) -> Vec<Entity> {
    let mut entities: Vec<Entity> = rule
        .entities
        .iter()
        .filter_map(|mapping| {
            let fields: BTreeMap<String, String> = mapping
                .fields
                .iter()
                .map(|(identifier, column)| (snake_case(identifier), row.text(column)))
                .filter(|(_, value)| !value.is_empty())
                .collect();
            (!fields.is_empty()).then(|| Entity { kind: snake_case(&mapping.kind), fields })
        })
        .collect();
    entities.sort();
    entities.dedup();
    entities
}

/// `CommandLine` to `command_line`, `HostName` to `host_name`, `IP` to `ip`.
fn snake_case(name: &str) -> String {
    let mut out = String::new();
    let mut before_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn identifiers_become_snake_case() {
        for (name, expected) in [
            ("CommandLine", "command_line"),
            ("IP", "ip"),
            ("File", "file"),
            ("NTDomain", "ntdomain"),
            ("Name", "name"),
        ] {
            assert_eq!(super::snake_case(name), expected);
        }
    }
}
