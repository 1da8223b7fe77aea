//! One explained verdict per component: facts first, each with its points and its records.
//!
//! Unknown alone is `unknown`. `suspicious` takes a second, independent fact. `malicious` takes evidence of
//! wrongdoing, or the shape of a known family.

mod facts;
mod family;
mod reason;

pub(crate) use facts::Standing;
pub(crate) use family::Requests;
pub use family::{Confidence, Resemblance, known_shapes};
pub(crate) use reason::{Judgement, RawReason};

use crate::identity::Subject;
use crate::model::{Class, Severity, Verdict};
use crate::rules::Fact;
use engine::Lineage;
use family::Traits;

/// What a verdict is made from.
pub(crate) struct Case<'a> {
    pub(crate) standing: &'a Standing,
    /// Configuration lines that register the component; empty when only events name it.
    pub(crate) configured: &'a Lineage,
    pub(crate) findings: Vec<CaseFinding<'a>>,
    pub(crate) class: Class,
    pub(crate) subject: &'a Subject,
    /// Families whose operators' requests reached the host.
    pub(crate) requests: &'a Requests,
    /// Evidence that was switched off or removed on the host about when the component was put there.
    pub(crate) anti_forensics: Vec<(&'a str, &'a Lineage)>,
}

/// A finding that speaks of the component.
pub(crate) struct CaseFinding<'a> {
    pub(crate) rule: &'a str,
    pub(crate) rule_name: &'a str,
    pub(crate) severity: Severity,
    pub(crate) fact: Fact,
    pub(crate) lineage: &'a Lineage,
    /// The processes from a web server's worker down to the one that acted, when there is such a chain.
    pub(crate) hostile_chain: Option<String>,
}

/// Weighs a case.
pub(crate) fn judge(case: &Case<'_>) -> Judgement {
    let standing = case.standing;
    // What is known of a component that only events name is known from those events.
    let mut cited = case.configured.clone();
    if cited.ids.is_empty() {
        case.findings.iter().for_each(|finding| cited.add(finding.lineage));
    }
    let mut reasons = standing.reasons(&cited);
    let hostile = hostile_reasons(&case.findings, &mut reasons);
    let mut wrongdoing = false;
    let mut seen_rules: Vec<&str> = Vec::new();
    for finding in case.findings.iter().filter(|f| !f.is_hostile()) {
        wrongdoing |= finding.fact == Fact::Wrongdoing;
        let points = points(finding.fact, finding.severity);
        if points == 0 {
            continue;
        }
        // The same rule firing again is more evidence, not another fact.
        let points = if seen_rules.contains(&finding.rule) { 0 } else { points };
        seen_rules.push(finding.rule);
        reason::add(&mut reasons, points, finding.rule_name.to_owned(), finding.lineage);
    }
    let resembles = family::resemblances(&Traits::new(case.class, case.subject, standing, case.requests));
    for one in &resembles {
        let mut lineage = cited.clone();
        case.requests.iter().filter(|(name, _)| name.contains(one.family)).for_each(|(_, l)| lineage.add(l));
        let points = match one.confidence {
            Confidence::High => 40,
            Confidence::Medium => 25,
            Confidence::Low => 5,
        };
        reason::add(&mut reasons, points, format!("resembles {}: {}", one.family, one.why), &lineage);
    }
    if let Some((names, lineage)) = together(case.anti_forensics.iter().copied()) {
        let text = format!("about when it was put there, evidence was switched off or removed: {names}");
        reason::add(&mut reasons, 15, text, &lineage);
    }
    let surest = resembles.first().map(|one| one.confidence);
    // A silent edit of its entry, a changed time of its file.
    let covered_up = case.findings.iter().any(|f| f.fact == Fact::AntiForensics && f.severity >= Severity::Medium);
    let odd =
        standing.odd_facts() > 0 || covered_up || !case.anti_forensics.is_empty() || surest >= Some(Confidence::Medium);
    let verdict = verdict(standing, hostile, wrongdoing, odd, surest == Some(Confidence::High));
    let settle = standing.settle(!case.configured.ids.is_empty());
    Judgement { resembles, ..Judgement::new(verdict, reasons, settle) }
}

/// Rules' names in one line, and the records of all; nothing for no rules.
fn together<'a>(rules: impl Iterator<Item = (&'a str, &'a Lineage)>) -> Option<(String, Lineage)> {
    let mut names: Vec<&str> = Vec::new();
    let mut all: Option<Lineage> = None;
    for (name, lineage) in rules {
        if !names.contains(&name) {
            names.push(name);
        }
        match &mut all {
            Some(all) => all.add(lineage),
            None => all = Some(lineage.clone()),
        }
    }
    all.map(|all| (names.join("; "), all))
}

/// That the component came from a process that the web server started is one fact: it stands with the rule that
/// shows the longest chain, and the other rules that saw it support it in a reason of their own.
fn hostile_reasons(findings: &[CaseFinding<'_>], reasons: &mut Vec<RawReason>) -> bool {
    let mut by_rule: Vec<(&str, &str, Lineage)> = Vec::new();
    for finding in findings.iter().filter(|f| f.is_hostile()) {
        let chain = finding.hostile_chain.as_deref().unwrap_or_default();
        match by_rule.iter_mut().find(|(name, ..)| *name == finding.rule_name) {
            Some((_, longest, lineage)) => {
                lineage.add(finding.lineage);
                if chain.len() > longest.len() {
                    *longest = chain;
                }
            }
            None => by_rule.push((finding.rule_name, chain, finding.lineage.clone())),
        }
    }
    by_rule.sort_by_key(|(name, chain, _)| (std::cmp::Reverse(chain.len()), *name));
    let Some(((name, chain, lineage), others)) = by_rule.split_first() else { return false };
    let text = format!("{name}: by a process that the web server started ({chain})");
    reason::add(reasons, 40, text, lineage);
    if let Some((names, lineage)) = together(others.iter().map(|(name, _, lineage)| (*name, lineage))) {
        let points = others.iter().fold(0, |sum, _| sum + 10);
        reason::add(reasons, points, format!("the web server's hand is also seen in: {names}"), &lineage);
    }
    true
}

impl CaseFinding<'_> {
    fn is_hostile(&self) -> bool {
        self.fact == Fact::Provenance && self.hostile_chain.is_some()
    }
}

/// What a finding is worth. The verdict sees the facts behind state rules itself.
const fn points(fact: Fact, severity: Severity) -> i32 {
    match (fact, severity) {
        (Fact::State, _) | (_, Severity::Informational) => 0,
        (Fact::Wrongdoing, _) => 40,
        (Fact::AntiForensics, _) => 20,
        (_, Severity::High) => 20,
        (_, Severity::Medium) => 10,
        (_, Severity::Low) => 5,
    }
}

fn verdict(standing: &Standing, hostile: bool, wrongdoing: bool, odd: bool, family: bool) -> Verdict {
    let known = standing.is_known();
    if (hostile || wrongdoing) && !known || family {
        Verdict::Malicious
    } else if (hostile || wrongdoing) && !standing.is_stock() || (!known && odd) {
        Verdict::Suspicious
    } else if known {
        Verdict::Expected
    } else {
        Verdict::Unknown
    }
}

#[cfg(test)]
mod tests;
