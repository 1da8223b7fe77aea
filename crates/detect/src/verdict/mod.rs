//! One explained verdict per component: facts first, each with its points and its records.
//!
//! Unknown alone is `unknown`. `suspicious` takes a second, independent fact. `malicious` takes evidence of
//! wrongdoing, or the shape of a known family.

mod facts;
mod reason;

pub(crate) use facts::Standing;
pub(crate) use reason::Judgement;

use crate::model::{Severity, Verdict};
use crate::rules::Fact;
use engine::Lineage;

/// What a verdict is made from.
pub(crate) struct Case<'a> {
    pub(crate) standing: &'a Standing,
    /// Configuration lines that register the component; empty when only events name it.
    pub(crate) configured: &'a Lineage,
    pub(crate) findings: Vec<CaseFinding<'a>>,
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
    let mut reasons = standing.reasons(case.configured);
    let mut wrongdoing = false;
    let mut hostile = false;
    let mut seen_rules: Vec<&str> = Vec::new();
    for finding in &case.findings {
        if let Some(chain) = finding.hostile_chain.as_deref().filter(|_| finding.fact == Fact::Provenance) {
            hostile = true;
            let text = format!("{}: by a process that the web server started ({chain})", finding.rule_name);
            reason::add(&mut reasons, 40, text, finding.lineage);
            continue;
        }
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
    let verdict = verdict(standing, hostile, wrongdoing);
    Judgement::new(verdict, reasons, standing.settle(!case.configured.ids.is_empty()))
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

fn verdict(standing: &Standing, hostile: bool, wrongdoing: bool) -> Verdict {
    let known = standing.is_known();
    if (hostile || wrongdoing) && !known || standing.has_family_shape() {
        Verdict::Malicious
    } else if (hostile || wrongdoing) && !standing.is_stock() || (!known && standing.odd_facts() > 0) {
        Verdict::Suspicious
    } else if known {
        Verdict::Expected
    } else {
        Verdict::Unknown
    }
}

#[cfg(test)]
mod tests;
