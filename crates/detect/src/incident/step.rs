//! Which step of an attack a rule shows.

use crate::model::Step;
use crate::row::Row;
use crate::rules::{Fact, Rule};

/// From what the rule says of a component, from the event tables that it reads and from the row. A rule over state shows no step: its
/// rows have no time.
pub(crate) fn step_of(rule: &Rule, tables: &[String], row: &Row) -> Option<Step> {
    let is_dll = |row: &Row| row.text("FolderPath").to_lowercase().ends_with(".dll");
    let is_file = |row: &Row| row.text("ActionType").starts_with("File");
    let only = |name: &str| !tables.is_empty() && tables.iter().all(|table| table == name);
    if tables.is_empty() {
        return None;
    }
    match rule.fact {
        Fact::State => None,
        Fact::Load => Some(Step::Load),
        Fact::AntiForensics => Some(Step::CleanUp),
        Fact::Wrongdoing if only("IisConfigChanges") => Some(Step::Register),
        Fact::Wrongdoing => Some(Step::Act),
        Fact::Provenance
            if is_dll(row) || (rule.component.image.is_some() && (is_file(row) || only("DeviceFileEvents"))) =>
        {
            Some(Step::Drop)
        }
        Fact::Provenance => Some(Step::Register),
    }
}
