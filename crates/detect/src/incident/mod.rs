//! Accused components of one story as one incident: what happened, in order, each moment with its records.

mod around;
mod group;
mod merge;
mod step;
#[cfg(test)]
mod tests;

pub(crate) use step::step_of;

use crate::components::Known;
use crate::finding::RawFinding;
use crate::model::{Severity, Step, Time};
use crate::rules::{Fact, Rule};
use crate::run::Runner;
use ::tables::Request;
use engine::Lineage;
use std::collections::{BTreeMap, BTreeSet};

const HOUR: i64 = 36_000_000_000;

/// How long before the first and after the last sure moment something on the same server belongs to the story.
const BEFORE: i64 = 6 * HOUR;
const AFTER: i64 = 24 * HOUR;

/// Moments of one incident that are kept: a worker that serves for months acts without end.
const MOST_MOMENTS: usize = 200;

/// Components that get a story; a hostile configuration has as many as it likes.
const MOST_ACCUSED: usize = 200;

/// What timelines are made from, beside what rules and verdicts read.
pub(crate) fn add_needs(request: &mut Request) {
    around::add_needs(request);
}

/// A moment, before components and records have their numbers.
#[derive(Debug, Clone)]
pub(crate) struct RawMoment {
    /// Ticks.
    pub(crate) time: i64,
    /// The last time.
    pub(crate) until: i64,
    /// The host's key.
    pub(crate) host: String,
    pub(crate) step: Step,
    pub(crate) text: String,
    pub(crate) times: u64,
    /// Indices of components.
    pub(crate) about: BTreeSet<usize>,
    pub(crate) lineage: Lineage,
    /// Which of several texts for the same records is shown: the highest.
    pub(crate) weight: u8,
}

/// An incident, before components and records have their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawIncident {
    /// Keys.
    pub(crate) hosts: BTreeSet<String>,
    /// Indices of components.
    pub(crate) components: BTreeSet<usize>,
    /// By time; not empty.
    pub(crate) moments: Vec<RawMoment>,
    pub(crate) left_out: usize,
}

/// The incidents that accused components make, by time of the first moment. `accused` are components with their
/// places in the output.
pub(crate) fn build(
    accused: &[(usize, &Known)],
    raw: &[RawFinding],
    rules: &[Rule],
    runner: &Runner<'_>,
) -> Vec<RawIncident> {
    let accused = accused.get(..MOST_ACCUSED).unwrap_or(accused);
    if accused.is_empty() {
        return Vec::new();
    }
    let mut own: BTreeMap<usize, Vec<RawMoment>> = BTreeMap::new();
    for (index, known) in accused {
        let findings = known.findings.iter().filter_map(|i| raw.get(*i));
        let mut moments: Vec<RawMoment> = findings.filter_map(|f| of_finding(f, rules, Some(*index))).collect();
        // Where nothing else says when it was registered, kept configurations do.
        if !moments.iter().any(|moment| moment.step == Step::Register) {
            moments.extend(of_window(*index, known));
        }
        own.insert(*index, moments);
    }
    let around = around::Around::gather(runner, accused);
    for moment in around.of_components() {
        for index in &moment.about {
            own.entry(*index).or_default().push(moment.clone());
        }
    }
    let loose: Vec<RawMoment> = raw
        .iter()
        .filter(|f| f.subject.is_none() && tells(f, rules))
        .filter_map(|f| of_finding(f, rules, None))
        .collect();
    let mut incidents: Vec<RawIncident> = group::groups(accused, &own)
        .into_iter()
        .map(|components| {
            let hosts: BTreeSet<String> =
                accused.iter().filter(|(i, _)| components.contains(i)).map(|(_, k)| k.host.key()).collect();
            let mut moments: Vec<RawMoment> = components.iter().filter_map(|i| own.get(i)).flatten().cloned().collect();
            for host in &hosts {
                let (from, to) = group::sure_span(moments.iter().filter(|m| m.host == *host));
                let near = |m: &&RawMoment| {
                    m.host == *host && (from.saturating_sub(BEFORE)..=to.saturating_add(AFTER)).contains(&m.time)
                };
                let more: Vec<RawMoment> = loose.iter().filter(near).cloned().collect();
                let after = |m: &&RawMoment| near(m) && m.time >= from;
                let restarts = around.restarts().iter().filter(after).cloned();
                let acts = around.acts_of(&components).filter(|m| m.host == *host).cloned();
                moments.extend(more.into_iter().chain(restarts).chain(acts));
            }
            let mut moments = merge::merge(moments);
            let left_out = moments.len().saturating_sub(MOST_MOMENTS);
            moments.truncate(MOST_MOMENTS);
            RawIncident { hosts, components, moments, left_out }
        })
        .filter(|incident| !incident.moments.is_empty())
        .collect();
    incidents.sort_by_key(|incident| (incident.moments.first().map(|m| m.time), incident.components.clone()));
    incidents
}

fn of_window(index: usize, known: &Known) -> Option<RawMoment> {
    let (after, before) = known.window?;
    let (after, name) = (Time(after), known.subject.display());
    Some(RawMoment {
        time: before,
        until: before,
        host: known.host.key(),
        step: Step::Register,
        text: format!("{name} is in the configuration; the last one kept without it is of {after}"),
        times: 1,
        about: BTreeSet::from([index]),
        lineage: known.lineage.clone(),
        weight: 0,
    })
}

/// Whether a finding that speaks of no component belongs in the story of those on its host.
fn tells(finding: &RawFinding, rules: &[Rule]) -> bool {
    rules.get(finding.rule).is_some_and(|rule| {
        matches!(rule.fact, Fact::Wrongdoing | Fact::AntiForensics) && rule.severity > Severity::Informational
            || rule.severity >= Severity::Medium
    })
}

fn of_finding(finding: &RawFinding, rules: &[Rule], about: Option<usize>) -> Option<RawMoment> {
    /// What a row is about, most telling first.
    const TELLING: &[&str] = &[
        "ProcessCommandLine",
        "CommandLine",
        "RegistryValueData",
        "FolderPath",
        "Element",
        "csUriStem",
        "InitiatingProcessCommandLine",
    ];
    /// A command line that goes on and on says who it is at its beginning.
    const MOST: usize = 240;
    let rule = rules.get(finding.rule)?;
    let (time, step) = (finding.time?, finding.step?);
    // A rule about the component says more than one about any program, and one about a step more than "it acts".
    let weight =
        10 + rule.severity as u8 + if about.is_some() { 20 } else { 0 } + if step == Step::Act { 0 } else { 8 };
    let telling = finding.row.first_text(TELLING);
    let telling: String = telling.chars().take(MOST).collect();
    let text = if telling.is_empty() { rule.name.clone() } else { format!("{}: {telling}", rule.name) };
    Some(RawMoment {
        time,
        until: time,
        host: finding.host.key(),
        step,
        text,
        times: 1,
        about: about.into_iter().collect(),
        lineage: finding.lineage.clone(),
        weight,
    })
}
