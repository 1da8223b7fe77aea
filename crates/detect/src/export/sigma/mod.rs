//! Sigma rules from queries that look at one record at a time and ask only for texts in its fields.

mod condition;
mod leaf;
mod read;
mod source;
mod write;

use super::{Exported, Refused, flow};
use crate::rules::Rule;
use condition::Condition;
use source::SOURCES;
use std::collections::BTreeSet;

pub(super) fn export(rule: &Rule) -> Result<Vec<Exported>, Refused> {
    let parsed = kql_syntax::parse(&rule.query);
    if let Some(error) = parsed.diagnostics.iter().find(|d| d.is_error()) {
        return Err(Refused(format!("the query cannot be read: {}", error.message)));
    }
    if !rule.trigger.any_row() {
        return Err(Refused("it counts rows".to_owned()));
    }
    let branches = flow::branches(&parsed.query, &rule.query)?;
    let lets = flow::lets(&parsed.query);
    let mut reasons = BTreeSet::new();
    let mut files: Vec<Exported> = Vec::new();
    for source in SOURCES {
        let mut notes = BTreeSet::new();
        let mut any = Vec::new();
        for branch in branches.iter().filter(|branch| branch.table == source.table) {
            let condition = read::read(branch, source, &lets, &mut notes).simplified(&mut notes);
            match condition {
                Condition::Never => {}
                Condition::Unsaid(why) => {
                    reasons.insert(why);
                }
                Condition::Always => {
                    reasons.insert(format!("asks nothing of {}", source.table));
                }
                said => any.push(said),
            }
        }
        let condition = Condition::Any(any).simplified(&mut notes);
        if condition != Condition::Never {
            files.push(Exported {
                file_name: format!("{}.{}.yml", rule.name_id, source.name),
                text: write::write(rule, source, &condition, &notes),
                notes: notes.into_iter().collect(),
            });
        }
    }
    for branch in branches.iter().filter(|branch| SOURCES.iter().all(|source| source.table != branch.table)) {
        reasons.insert(format!("reads {}, for which Sigma has no log source", branch.table));
    }
    if files.is_empty() {
        let why = if reasons.is_empty() {
            "nothing of it can be said".to_owned()
        } else {
            reasons.into_iter().collect::<Vec<_>>().join("; ")
        };
        return Err(Refused(format!("Sigma cannot say {why}")));
    }
    if let Some(first) = files.first_mut() {
        first.notes.extend(reasons.into_iter().map(|why| format!("a part is left out: {why}")));
    }
    Ok(files)
}
