//! From raw findings and judged components to the result, in output order.

use crate::actors::Actors;
use crate::components::Known;
use crate::exclusions::Suppressed;
use crate::finding::RawFinding;
use crate::identity::file_name;
use crate::incident;
use crate::model::{
    Component, Finding, Incident, Moment, Reason, Registration, ScanResult, Severity, Span, Step, Summary, Time,
    Verdict,
};
use crate::number::Numbers;
use crate::rules::{Fact, Rule};
use crate::run::Runner;
use crate::scan::ScanConfig;
use crate::verdict::{Case, CaseFinding, Judgement, Requests, judge};
use engine::Lineage;
use std::collections::{BTreeMap, BTreeSet};
use tables::Store;

/// Puts findings and components into output order and gives records their numbers.
pub(crate) struct Assembly<'a> {
    pub(crate) rules: &'a [Rule],
    pub(crate) runner: &'a Runner<'a>,
    pub(crate) store: &'a Store,
    pub(crate) config: &'a ScanConfig,
}

impl Assembly<'_> {
    pub(crate) fn assemble(&self, raw: Vec<RawFinding>, known: Vec<Known>, mut suppressed: Suppressed) -> ScanResult {
        let cited: BTreeSet<u64> = raw.iter().flat_map(|f| f.lineage.ids.iter().copied()).collect();
        let actors = Actors::gather(self.runner, &cited);
        let requests = self.requests(&raw);
        let mut judged: Vec<(Known, Judgement)> = known
            .into_iter()
            .map(|component| {
                let judgement = self.judge(&component, &raw, &actors, &requests);
                (component, judgement)
            })
            .collect();
        judged.sort_by(|(a, ja), (b, jb)| {
            (ja.verdict, std::cmp::Reverse(ja.score), a.host.key(), a.class, &a.subject).cmp(&(
                jb.verdict,
                std::cmp::Reverse(jb.score),
                b.host.key(),
                b.class,
                &b.subject,
            ))
        });
        let hosts = self.host_names(&judged, &raw);
        let order = self.output_order(&raw, &judged, &mut suppressed);
        let mut numbers = Numbers::new(self.store);
        let mut findings = Vec::new();
        for index in order {
            if let Some(finding) = raw.get(index) {
                findings.push(self.finding(finding, index, &judged, &hosts, &mut numbers));
            }
        }
        let mut components: Vec<Component> = judged
            .iter()
            .enumerate()
            .map(|(i, (known, judgement))| Component {
                host: hosts.get(&known.host.key()).cloned().unwrap_or_default(),
                related: related(i, known, &judged),
                ..self.component(i, known, judgement, &raw, &actors, &mut numbers)
            })
            .collect();
        let incidents = self.incidents(&judged, &raw, &hosts, &mut numbers);
        for component in &mut components {
            tell_incident(component, &incidents);
        }
        let mut summary =
            Summary { suppressed: suppressed.values().sum(), suppressed_by: suppressed, ..Summary::default() };
        summary.components = Verdict::ALL.into_iter().map(|v| (v, 0)).collect();
        for component in &components {
            *summary.components.entry(component.verdict).or_default() += 1;
        }
        for finding in &findings {
            *summary.findings.entry(finding.severity).or_default() += 1;
        }
        ScanResult { components, findings, incidents, evidence: numbers.into_cited(), summary, ..ScanResult::default() }
    }

    fn judge(
        &self,
        component: &Known,
        raw: &[RawFinding],
        actors: &Actors,
        requests: &BTreeMap<String, Requests>,
    ) -> Judgement {
        let none = Requests::new();
        let findings: Vec<(&RawFinding, &Rule)> = component
            .findings
            .iter()
            .filter_map(|i| raw.get(*i))
            .filter_map(|finding| Some((finding, self.rules.get(finding.rule)?)))
            .collect();
        let anti_forensics = self.anti_forensics(component, &findings, raw);
        let findings = findings
            .into_iter()
            .map(|(finding, rule)| CaseFinding {
                rule: &rule.name_id,
                rule_name: &rule.name,
                severity: rule.severity,
                fact: rule.fact,
                lineage: &finding.lineage,
                hostile_chain: actors.hostile_chain(&finding.lineage.ids),
            })
            .collect();
        judge(&Case {
            standing: &component.standing,
            configured: &component.lineage,
            findings,
            class: component.class,
            subject: &component.subject,
            requests: requests.get(&component.host.key()).unwrap_or(&none),
            anti_forensics,
        })
    }

    /// What switched evidence off or removed some on the component's host, within an hour of its file's or its
    /// registration's coming.
    fn anti_forensics<'r>(
        &'r self,
        component: &Known,
        findings: &[(&RawFinding, &Rule)],
        raw: &'r [RawFinding],
    ) -> Vec<(&'r str, &'r Lineage)> {
        const HOUR: u64 = 36_000_000_000;
        let times: Vec<i64> =
            findings.iter().filter(|(_, rule)| rule.fact == Fact::Provenance).filter_map(|(f, _)| f.time).collect();
        let host = component.host.key();
        raw.iter()
            .filter(|finding| finding.subject.is_none() && finding.host.key() == host)
            .filter(|finding| finding.time.is_some_and(|at| times.iter().any(|time| time.abs_diff(at) <= HOUR)))
            .filter_map(|finding| Some((finding, self.rules.get(finding.rule)?)))
            .filter(|(_, rule)| rule.fact == Fact::AntiForensics && rule.severity > Severity::Informational)
            .map(|(finding, rule)| (rule.name.as_str(), &finding.lineage))
            .collect()
    }

    /// By host, the families whose operators' requests reached it: what findings that speak of no component name as
    /// `Family`.
    fn requests(&self, raw: &[RawFinding]) -> BTreeMap<String, Requests> {
        let mut requests: BTreeMap<String, Requests> = BTreeMap::new();
        for finding in raw.iter().filter(|finding| finding.subject.is_none()) {
            let family = finding.row.text("Family");
            if !family.is_empty() {
                requests.entry(finding.host.key()).or_default().entry(family).or_default().add(&finding.lineage);
            }
        }
        requests
    }

    fn incidents(
        &self,
        judged: &[(Known, Judgement)],
        raw: &[RawFinding],
        hosts: &BTreeMap<String, String>,
        numbers: &mut Numbers<'_>,
    ) -> Vec<Incident> {
        let accused: Vec<(usize, &Known)> = judged
            .iter()
            .enumerate()
            .filter(|(_, (_, judgement))| judgement.verdict <= Verdict::Suspicious)
            .map(|(index, (known, _))| (index, known))
            .collect();
        let host = |key: &String| hosts.get(key).cloned().unwrap_or_default();
        let ids = |indices: &BTreeSet<usize>| indices.iter().map(|i| format!("C{}", i + 1)).collect();
        let built = incident::build(&accused, raw, self.rules, self.runner);
        built
            .into_iter()
            .enumerate()
            .map(|(at, raw)| {
                let mut steps: Vec<Step> = Vec::new();
                for moment in &raw.moments {
                    if !steps.contains(&moment.step) {
                        steps.push(moment.step);
                    }
                }
                let from = raw.moments.iter().map(|m| m.time).min().unwrap_or(0);
                let to = raw.moments.iter().map(|m| m.until).max().unwrap_or(0);
                let timeline = raw.moments.iter().map(|moment| Moment {
                    time: Time(moment.time),
                    until: (moment.until > moment.time).then_some(Time(moment.until)),
                    host: host(&moment.host),
                    step: moment.step,
                    text: moment.text.clone(),
                    times: (moment.times > 1).then_some(moment.times),
                    component_ids: ids(&moment.about),
                    evidence: numbers.cite(&moment.lineage),
                });
                let timeline = timeline.collect();
                Incident {
                    id: format!("I{}", at + 1),
                    hosts: raw.hosts.iter().map(host).collect(),
                    components: ids(&raw.components),
                    from: Time(from),
                    to: Time(to),
                    steps,
                    timeline,
                    left_out: raw.left_out,
                }
            })
            .collect()
    }

    /// How each host is shown: its short name as first spelled, components before findings.
    fn host_names(&self, judged: &[(Known, Judgement)], raw: &[RawFinding]) -> BTreeMap<String, String> {
        let mut names = BTreeMap::new();
        for host in judged.iter().map(|(k, _)| &k.host).chain(raw.iter().map(|f| &f.host)) {
            names.entry(host.key()).or_insert_with(|| host.short().to_owned());
        }
        names
    }

    /// Findings in output order: worst first, then time, host, rule, records. Those below `--min-severity`, what rules
    /// over state say of components that are as the baseline has them, and what says no more of accepted components
    /// than that they came and are there, are only counted.
    fn output_order(
        &self,
        raw: &[RawFinding],
        judged: &[(Known, Judgement)],
        suppressed: &mut Suppressed,
    ) -> Vec<usize> {
        let severity = |i: usize| raw.get(i).and_then(|f| self.rules.get(f.rule)).map(|r| r.severity);
        let fact = |i: usize| raw.get(i).and_then(|f| self.rules.get(f.rule)).map(|r| r.fact);
        let of_expected = |which: fn(&Known) -> bool, facts: &[Fact]| -> BTreeSet<usize> {
            judged
                .iter()
                .filter(|(known, judgement)| which(known) && judgement.verdict == Verdict::Expected)
                .flat_map(|(known, _)| known.findings.iter().copied())
                .filter(|i| fact(*i).is_some_and(|fact| facts.contains(&fact)))
                .collect()
        };
        let as_ever = of_expected(|known| known.standing.is_as_baseline(), &[Fact::State]);
        // That it came and is loaded is what was accepted; evidence of wrongdoing makes another verdict.
        let accepted =
            of_expected(|known| known.standing.accepted.is_some(), &[Fact::State, Fact::Provenance, Fact::Load]);
        let mut shown: Vec<usize> = Vec::new();
        for index in 0..raw.len() {
            let below = self.config.min_severity.is_some_and(|least| severity(index) < Some(least));
            let why = if below {
                "below the least severity asked for"
            } else if as_ever.contains(&index) {
                "as the baseline has it"
            } else if accepted.contains(&index) {
                "of components that the site accepts"
            } else {
                shown.push(index);
                continue;
            };
            *suppressed.entry(why.to_owned()).or_default() += 1;
        }
        shown.sort_by_key(|i| {
            let finding = raw.get(*i);
            (
                std::cmp::Reverse(severity(*i)),
                finding.map(|f| (f.time, f.host.key(), f.rule, f.lineage.ids.clone())),
                *i,
            )
        });
        shown
    }

    fn finding(
        &self,
        raw: &RawFinding,
        index: usize,
        judged: &[(Known, Judgement)],
        hosts: &BTreeMap<String, String>,
        numbers: &mut Numbers<'_>,
    ) -> Finding {
        let rule = self.rules.get(raw.rule);
        let about: Vec<(usize, &Known)> = judged
            .iter()
            .enumerate()
            .filter(|(_, (k, _))| k.findings.contains(&index))
            .map(|(i, (k, _))| (i, k))
            .collect();
        let text = |get: fn(&Rule) -> &String| rule.map(get).cloned().unwrap_or_default();
        let cited = raw.lineage.ids.len() as u64;
        Finding {
            rule: text(|r| &r.name_id),
            rule_guid: text(|r| &r.guid),
            name: text(|r| &r.name),
            severity: rule.map_or(Severity::Informational, |r| r.severity),
            tactics: rule.map(|r| r.tactics.clone()).unwrap_or_default(),
            techniques: rule.map(|r| r.techniques.clone()).unwrap_or_default(),
            host: hosts.get(&raw.host.key()).cloned().unwrap_or_default(),
            time: raw.time.map(Time),
            entities: raw.entities.clone(),
            component_ids: about.iter().map(|(i, _)| format!("C{}", i + 1)).collect(),
            components: about.iter().map(|(_, k)| k.subject.display().to_owned()).collect(),
            row: raw.row.to_json(),
            evidence: numbers.cite(&raw.lineage),
            evidence_count: (raw.lineage.count > cited).then_some(raw.lineage.count),
        }
    }

    fn component(
        &self,
        index: usize,
        known: &Known,
        judgement: &Judgement,
        raw: &[RawFinding],
        actors: &Actors,
        numbers: &mut Numbers<'_>,
    ) -> Component {
        let findings: Vec<&RawFinding> = known.findings.iter().filter_map(|i| raw.get(*i)).collect();
        let reasons = judgement
            .reasons
            .iter()
            .map(|r| Reason { points: r.points, text: r.text.clone(), evidence: numbers.cite(&r.lineage) })
            .collect();
        Component {
            id: format!("C{}", index + 1),
            host: String::new(),
            class: known.class,
            name: known.subject.display().to_owned(),
            image: known.subject.image.clone(),
            type_name: known.subject.type_name.clone(),
            scope: known.scope.clone(),
            verdict: judgement.verdict,
            score: judgement.score,
            reasons,
            signature: known.standing.signature.clone(),
            sha256: known.standing.sha256.clone(),
            first_seen: findings.iter().filter_map(|f| f.time).chain(known.kept_since).min().map(Time),
            registered_by: self.done_by(&findings, None, actors),
            settle: judgement.settle.clone(),
            related: Vec::new(),
            response: Vec::new(),
            investigate: Vec::new(),
            resembles: judgement.resembles.clone(),
            pools: known.pools.iter().cloned().collect(),
            sites: known.sites.iter().cloned().collect(),
            dropped_by: self.done_by(&findings, Some(Step::Drop), actors),
            loaded: None,
            incident: None,
            registered_between: known.window.map(|(first, last)| Span { first: Time(first), last: Time(last) }),
        }
    }

    /// The first finding that shows a registration, or the step: one that names the component before one that shows
    /// only its file. Of the processes of that moment the innermost, which started last, did it.
    fn done_by(&self, findings: &[&RawFinding], step: Option<Step>, actors: &Actors) -> Option<Registration> {
        const MOMENT: i64 = 20_000_000;
        const COMMAND: &[&str] = &["ProcessCommandLine", "CommandLine", "InitiatingProcessCommandLine"];
        const PROGRAM: &[&str] =
            &["FileName", "ProgramPath", "FolderPath", "InitiatingProcessFileName", "InitiatingProcessFolderPath"];
        let shows = |f: &&&RawFinding| {
            self.rules.get(f.rule).is_some_and(|r| r.fact == Fact::Provenance) && step.is_none_or(|s| f.step == Some(s))
        };
        let names = |f: &RawFinding| f.subject.as_ref().is_some_and(|s| !s.name.is_empty());
        // What kept configurations show may have no time, and never names who did it.
        let first = findings.iter().filter(shows).min_by_key(|f| (f.time.is_none(), !names(f), f.time))?;
        let at_once = |f: &&&RawFinding| match (first.time, f.time) {
            (Some(first), Some(time)) => (first..=first.saturating_add(MOMENT)).contains(&time),
            _ => false,
        };
        let known = |f: &&&RawFinding| !f.row.first_text(COMMAND).is_empty() && !f.row.first_text(PROGRAM).is_empty();
        let innermost = findings.iter().filter(shows).filter(at_once).filter(known).max_by_key(|f| (names(f), f.time));
        let finding = innermost.unwrap_or(first);
        let row = &finding.row;
        let domain = row.first_text(&["AccountDomain", "InitiatingProcessAccountDomain"]);
        let account = row.first_text(&["AccountName", "InitiatingProcessAccountName", "UserSid"]);
        let user = if domain.is_empty() || account.is_empty() { account } else { format!("{domain}\\{account}") };
        let command_line = row.first_text(COMMAND);
        // Where the row is about a file, `FileName` is that file's.
        let program = row.first_text(if row.get("ProcessCommandLine").is_some() || row.get("CommandLine").is_some() {
            &PROGRAM[..3]
        } else {
            &PROGRAM[3..]
        });
        let process = file_name(&program).to_owned();
        let chain = actors.hostile_chain(&finding.lineage.ids).unwrap_or_default();
        Some(Registration { time: finding.time.map(Time), user, process, command_line, chain })
    }
}

/// Which incident a component belongs to, and when its timeline shows it loaded.
fn tell_incident(component: &mut Component, incidents: &[Incident]) {
    let Some(incident) = incidents.iter().find(|incident| incident.components.contains(&component.id)) else { return };
    component.incident = Some(incident.id.clone());
    let loads: Vec<&Moment> = incident
        .timeline
        .iter()
        .filter(|moment| moment.step == Step::Load && moment.component_ids.contains(&component.id))
        .collect();
    let first = loads.iter().map(|moment| moment.time).min();
    let last = loads.iter().map(|moment| moment.until.unwrap_or(moment.time)).max();
    component.loaded = first.zip(last).map(|(first, last)| Span { first, last });
}

/// Components on any host that share a file hash, or the name with another image: related, never merged.
fn related(index: usize, known: &Known, judged: &[(Known, Judgement)]) -> Vec<String> {
    judged
        .iter()
        .enumerate()
        .filter(|(i, (other, _))| {
            let same_hash = !known.standing.sha256.is_empty() && known.standing.sha256 == other.standing.sha256;
            let same_name = known.class == other.class
                && known.host.key() == other.host.key()
                && !known.subject.name.is_empty()
                && known.subject.name.eq_ignore_ascii_case(&other.subject.name);
            *i != index && (same_hash || same_name)
        })
        .map(|(i, _)| format!("C{}", i + 1))
        .collect()
}
