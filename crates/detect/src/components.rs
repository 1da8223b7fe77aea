//! The components that configuration or findings name, each once.

use crate::baseline::Lookup;
use crate::exclusions::Allowed;
use crate::finding::RawFinding;
use crate::identity::{Host, Subject};
use crate::model::Class;
use crate::rules::Rule;
use crate::run::Runner;
use crate::scan::ScanConfig;
use crate::verdict::Standing;
use engine::Lineage;
use std::collections::{BTreeMap, BTreeSet};

/// A component, before its verdict.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) host: Host,
    pub(crate) class: Class,
    pub(crate) subject: Subject,
    /// Configuration paths, in order; empty when only events name it.
    pub(crate) scope: Vec<String>,
    pub(crate) standing: Standing,
    /// Configuration lines.
    pub(crate) lineage: Lineage,
    /// Indices of the findings that speak of it.
    pub(crate) findings: Vec<usize>,
    /// By the configuration: who loads it, and what it serves.
    pub(crate) pools: BTreeSet<String>,
    pub(crate) sites: BTreeSet<String>,
    /// By kept configurations: the oldest that has it, and the window in which it was registered.
    pub(crate) kept_since: Option<i64>,
    pub(crate) window: Option<(i64, i64)>,
}

/// The components of the configuration: rows of `IisComponents` of one identity, whatever their scope, are one.
pub(crate) fn configured(runner: &Runner<'_>) -> Vec<Known> {
    let mut known: BTreeMap<(String, Class, String, String, String), Known> = BTreeMap::new();
    for (row, lineage) in runner.facts("IisComponents") {
        let Some(class) = Class::parse(&row.text("Class")) else { continue };
        let host = Host::new(&row.text("Host"));
        let subject = Subject {
            class: Some(class),
            name: row.text("Name"),
            image: row.text("Image"),
            type_name: row.text("TypeName"),
        };
        let identity =
            (host.key(), class, subject.name.clone(), subject.image.to_lowercase(), subject.type_name.clone());
        let scope = row.text("Scope");
        let standing = Standing::of_row(&row);
        let entry = known.entry(identity).or_insert_with(|| Known {
            host,
            class,
            subject,
            scope: Vec::new(),
            standing,
            lineage: Lineage::default(),
            findings: Vec::new(),
            pools: BTreeSet::new(),
            sites: BTreeSet::new(),
            kept_since: None,
            window: None,
        });
        let time = |column: &str| match row.get(column) {
            Some(kql_functions::Value::DateTime(ticks)) => Some(*ticks),
            _ => None,
        };
        entry.kept_since = entry.kept_since.into_iter().chain(time("FirstSeen")).min();
        entry.window = entry.window.into_iter().chain(time("RegisteredAfter").zip(time("RegisteredBefore"))).min();
        entry.lineage.add(&lineage);
        entry.pools.extend(names(&row.text("Pools")));
        entry.sites.extend(names(&row.text("Sites")));
        if !entry.scope.contains(&scope) {
            entry.scope.push(scope);
        }
    }
    let mut known: Vec<Known> = known.into_values().collect();
    for component in &mut known {
        component.scope.sort();
    }
    known
}

/// The texts of a dynamic array.
fn names(array: &str) -> Vec<String> {
    serde_json::from_str(array).unwrap_or_default()
}

/// Gives each finding to the component that it speaks of most exactly, on the same host. What speaks of none
/// becomes a component known from events only.
pub(crate) fn join(known: &mut Vec<Known>, findings: &[RawFinding]) {
    // Findings that say more come first, so that one which says less joins what they made.
    let mut order: Vec<usize> = (0..findings.len()).collect();
    let said = |subject: &Subject| {
        [&subject.name, &subject.image, &subject.type_name].iter().filter(|part| !part.is_empty()).count()
    };
    order.sort_by_key(|i| std::cmp::Reverse(findings.get(*i).and_then(|f| f.subject.as_ref()).map_or(0, said)));
    for index in order {
        let Some(finding) = findings.get(index) else { continue };
        let Some(subject) = &finding.subject else { continue };
        let host = finding.host.key();
        let best = known
            .iter_mut()
            .filter(|k| k.host.key() == host)
            .map(|k| (subject.matches(&k.subject), k))
            .filter(|(score, _)| *score > 0)
            // The first of equals: `max_by_key` would give the last.
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        match best {
            Some((_, component)) => {
                component.findings.push(index);
                if component.scope.is_empty() {
                    complete(&mut component.subject, subject);
                }
            }
            None => known.push(from_event(finding.host.clone(), subject.clone(), index)),
        }
    }
    for component in known.iter_mut().filter(|k| k.scope.is_empty()) {
        component.standing = Standing::of_event(component.class, &component.subject);
    }
    for component in known {
        component.findings.sort_unstable();
    }
}

/// What a baseline, exclusions, the site's list and other servers of the same scan say of each component.
pub(crate) fn compare(known: &mut [Known], config: &ScanConfig, allowed: &Allowed, raw: &[RawFinding], rules: &[Rule]) {
    let lookup = config.baseline.as_ref().map(Lookup::new);
    let fleet = Fleet::of(known);
    for component in known {
        // What only events name is on no server as far as is known.
        if !component.scope.is_empty() {
            component.standing.baseline = lookup.as_ref().map(|lookup| lookup.standing(component));
            component.standing.fleet = fleet.count(component);
        }
        let accepted = config.exclusions.accepts(component, raw, rules);
        component.standing.accepted = accepted.or_else(|| allowed.accepts(component, raw, rules));
    }
}

/// On how many servers of a scan each component is.
struct Fleet {
    servers: usize,
    counts: BTreeMap<(Class, String, String, String), BTreeSet<String>>,
}

impl Fleet {
    /// Fewer servers tell nothing of what is rare.
    const LEAST_SERVERS: usize = 3;

    fn of(known: &[Known]) -> Self {
        let mut counts: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        let mut servers = BTreeSet::new();
        for component in known.iter().filter(|k| !k.scope.is_empty()) {
            servers.insert(component.host.key());
            counts.entry(Self::identity(component)).or_default().insert(component.host.key());
        }
        Self { servers: servers.len(), counts }
    }

    fn identity(known: &Known) -> (Class, String, String, String) {
        let subject = &known.subject;
        (known.class, subject.name.clone(), subject.image.to_lowercase(), subject.type_name.clone())
    }

    /// How many servers have the component, of how many.
    fn count(&self, known: &Known) -> Option<(usize, usize)> {
        let have = self.counts.get(&Self::identity(known))?.len();
        (self.servers >= Self::LEAST_SERVERS).then_some((have, self.servers))
    }
}

fn from_event(host: Host, subject: Subject, finding: usize) -> Known {
    let class = subject.class.unwrap_or(if subject.image.is_empty() && !subject.type_name.is_empty() {
        Class::ManagedModule
    } else {
        Class::NativeModule
    });
    Known {
        host,
        class,
        standing: Standing::of_event(class, &subject),
        subject,
        scope: Vec::new(),
        lineage: Lineage::default(),
        findings: vec![finding],
        pools: BTreeSet::new(),
        sites: BTreeSet::new(),
        kept_since: None,
        window: None,
    }
}

/// What another finding of the same component says more.
fn complete(subject: &mut Subject, more: &Subject) {
    let fill = |own: &mut String, other: &String| {
        if own.is_empty() || (!own.contains('\\') && other.contains('\\')) {
            own.clone_from(other);
        }
    };
    if subject.name.is_empty() {
        subject.name.clone_from(&more.name);
    }
    if !more.image.is_empty() {
        fill(&mut subject.image, &more.image);
    }
    if subject.type_name.is_empty() {
        subject.type_name.clone_from(&more.type_name);
    }
}
