//! What a site knows to be harmless: findings of a rule, or a component, each with a reason and a last day.

mod allowed;
mod file;

pub(crate) use allowed::Allowed;
pub use file::Exclusions;
pub(crate) use file::{ComponentExclusion, RuleExclusion};

use crate::components::Known;
use crate::finding::RawFinding;
use crate::identity::Host;
use crate::rules::{Fact, Rule};
use crate::run::Runner;
use diagnostics::Problem;
use std::collections::BTreeMap;

/// Findings that were taken away, by why.
pub(crate) type Suppressed = BTreeMap<String, usize>;

/// The name of the column that tells whether an exclusion covers a row. No rule gives a column such a name.
fn column(at: usize) -> String {
    format!("__excluded_{at}")
}

impl Exclusions {
    /// The rule as it is run: its query, with a column for each exclusion that has a condition. A condition that
    /// cannot be asked of the rule's rows is a problem, and excludes nothing.
    pub(crate) fn applied(&self, rule: &Rule, runner: &Runner<'_>, problems: &mut Vec<Problem>) -> Rule {
        let mut applied = rule.clone();
        for (at, exclusion) in self.of_rule(rule) {
            let Some(condition) = &exclusion.condition else { continue };
            let mut changed = applied.clone();
            changed.query = format!("{}\n| extend {} = ({condition}\n)", end_trimmed(&applied.query), column(at));
            match runner.first_error(&changed) {
                // A rule that does not bind says so itself.
                Some(_) if runner.first_error(&applied).is_some() => {}
                Some(error) => {
                    let text = format!("the condition cannot be asked of rule {}: {}", rule.name_id, error.message);
                    problems.push(Problem::error(&self.path, &exclusion.place, text));
                }
                None => applied = changed,
            }
        }
        applied
    }

    /// Takes away findings that an exclusion covers, and the columns that told so.
    pub(crate) fn take(&self, rule: &Rule, findings: &mut Vec<RawFinding>, suppressed: &mut Suppressed) {
        for (at, exclusion) in self.of_rule(rule) {
            let column = column(at);
            findings.retain_mut(|finding| {
                let covered = match exclusion.condition {
                    Some(_) => finding.row.take(&column).is_some_and(|value| value.as_bool() == Some(true)),
                    None => true,
                };
                if covered {
                    *suppressed.entry(format!("excluded: {}", exclusion.reason)).or_default() += 1;
                }
                !covered
            });
        }
    }

    fn of_rule<'a>(&'a self, rule: &'a Rule) -> impl Iterator<Item = (usize, &'a RuleExclusion)> {
        self.rules
            .iter()
            .enumerate()
            .filter(|(_, exclusion)| exclusion.rule == rule.name_id || exclusion.rule.eq_ignore_ascii_case(&rule.guid))
    }

    /// Why a component is accepted, if it is. `raw` are the findings that its `findings` are indices of.
    pub(crate) fn accepts(&self, known: &Known, raw: &[RawFinding], rules: &[Rule]) -> Option<String> {
        accepted_by(&self.components, known, raw, rules)
    }
}

/// Why one of the entries accepts a component, if one does.
fn accepted_by(entries: &[ComponentExclusion], known: &Known, raw: &[RawFinding], rules: &[Rule]) -> Option<String> {
    let exclusion = entries.iter().find(|exclusion| exclusion.covers(known, raw, rules))?;
    Some(match exclusion.expires.as_str() {
        "" => format!("accepted: {}", exclusion.reason),
        expires => format!("accepted until {expires}: {}", exclusion.reason),
    })
}

impl ComponentExclusion {
    /// Whether it says enough.
    ///
    /// # Errors
    /// When it says no more of a component than malware can say of itself.
    fn check(&self) -> Result<(), String> {
        if self.image.is_none() && self.type_name.is_none() {
            return Err("a component needs its `image` or its `type`: a name is what malware takes".into());
        }
        if self.sha256.is_none() && self.signer.is_none() {
            return Err("a component needs its file's `sha256` or its `signer`: a path is what malware takes".into());
        }
        Ok(())
    }

    /// All that the exclusion says must hold.
    fn covers(&self, known: &Known, raw: &[RawFinding], rules: &[Rule]) -> bool {
        let same = |wanted: &Option<String>, have: &str| wanted.as_ref().is_none_or(|w| w.eq_ignore_ascii_case(have));
        let standing = &known.standing;
        self.host.as_ref().is_none_or(|host| Host::new(host).key() == known.host.key())
            && self.name.as_ref().is_none_or(|name| *name == known.subject.name)
            && self.image.as_ref().is_none_or(|image| path(image) == path(&known.subject.image))
            && self.type_name.as_ref().is_none_or(|t| *t == known.subject.type_name)
            && same(&self.sha256, &standing.sha256)
            && self.signer.as_ref().is_none_or(|signer| standing.is_signed_by(signer))
            && self.installed_by.as_ref().is_none_or(|program| {
                let of =
                    |i: &usize| raw.get(*i).filter(|f| rules.get(f.rule).is_some_and(|r| r.fact == Fact::Provenance));
                known.findings.iter().filter_map(of).all(|finding| came_by(finding, program))
            })
    }
}

/// Whether a finding's row names the program among those that acted. A row that names none says nothing against it.
fn came_by(finding: &RawFinding, program: &str) -> bool {
    const ACTORS: &[&str] = &["ProgramPath", "ParentPath", "InitiatingProcessFolderPath", "FolderPath"];
    let is_program = |text: &String| text.to_lowercase().ends_with(".exe");
    let named: Vec<String> = ACTORS.iter().map(|column| finding.row.text(column)).filter(is_program).collect();
    named.is_empty() || named.iter().any(|have| path(have) == path(program))
}

/// A path as it is compared.
fn path(text: &str) -> String {
    server::canonical_path(&server::Environment::default().expand(text)).to_lowercase()
}

/// Without a closing semicolon, after which nothing may follow.
fn end_trimmed(query: &str) -> &str {
    query.trim_end().trim_end_matches(';').trim_end()
}
