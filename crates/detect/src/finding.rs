//! From a rule's result rows to findings.

use crate::identity::{Host, Subject};
use crate::model::{Entity, Step};
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
    /// The step of an attack that the rule shows.
    pub(crate) step: Option<Step>,
}

impl RawFinding {
    pub(crate) fn new(index: usize, rule: &Rule, step: Option<Step>, row: Row, lineage: Lineage) -> Self {
        Self {
            rule: index,
            step,
            host: Host::new(&row.first_text(HOST_COLUMNS)),
            time: row.time(),
            entities: entities(rule, &row),
            subject: Subject::of(rule, &row),
            lineage,
            row,
        }
    }

    /// Whether both are the same thing seen by two sensors: one rule, one host, two seconds at most, and no
    /// column in which both say something and not the same. One sensor may say more than the other.
    fn is_like(&self, other: &Self) -> bool {
        const TWO_SECONDS: u64 = 20_000_000;
        let near = match (self.time, other.time) {
            (Some(a), Some(b)) => a.abs_diff(b) <= TWO_SECONDS,
            (a, b) => a == b,
        };
        near && self.rule == other.rule && self.host.key() == other.host.key() && {
            let mut same = 0;
            for ((name, _), (a, b)) in self.row.columns.iter().zip(self.row.values.iter().zip(&other.row.values)) {
                let (a, b) = (crate::row::text(a), crate::row::text(b));
                if is_sensors_own(name) || a.is_empty() || b.is_empty() {
                    continue;
                }
                if a.to_lowercase() != b.to_lowercase() {
                    return false;
                }
                same += 1;
            }
            same > 0
        }
    }

    /// How much the row says.
    fn filled(&self) -> usize {
        self.row.values.iter().filter(|v| !crate::row::text(v).is_empty()).count()
    }
}

/// Columns in which sensors differ over one and the same act: their clocks and ids, and the account, which is the
/// new process's for one and its creator's for another.
fn is_sensors_own(column: &str) -> bool {
    const OWN: &[&str] = &["TimeGenerated", "Timestamp", "ReportId", "DeviceId", "DeviceName", "Computer"];
    OWN.contains(&column) || column.contains("Account") || column.ends_with("ProcessId")
}

/// Equal rows with equal records are one finding; alike rows on one host within two seconds are shown once and
/// cite the records of both. The row that says more is shown.
pub(crate) fn merge(mut findings: Vec<RawFinding>) -> Vec<RawFinding> {
    /// Findings so close in time are few; past this many, one more look-back is not worth its cost.
    const LOOK_BACK: usize = 64;
    findings.sort_by(|a, b| (a.rule, a.time, &a.lineage.ids).cmp(&(b.rule, b.time, &b.lineage.ids)));
    let mut merged: Vec<RawFinding> = Vec::new();
    for finding in findings {
        let recent = merged.len().saturating_sub(LOOK_BACK);
        match merged[recent..].iter_mut().rev().find(|other| other.is_like(&finding)) {
            Some(other) => {
                let mut lineage = other.lineage.clone();
                lineage.add(&finding.lineage);
                if finding.filled() > other.filled() {
                    let time = other.time;
                    *other = finding;
                    other.time = time;
                }
                other.lineage = lineage;
            }
            None => merged.push(finding),
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
