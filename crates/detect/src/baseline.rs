//! A server's, or a fleet's, own normal: what was registered when somebody looked and found it good.

use crate::components::{self, Known};
use crate::identity::Host;
use crate::opened;
use crate::run::Runner;
use crate::scan::{ScanConfig, ScanError, wall_clock};
use diagnostics::Problem;
use engine::Engine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tables::Request;
use thiserror::Error;

/// The version of the file's form.
const VERSION: u32 = 1;

/// What `baseline write` keeps: a JSON file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// Always `iiswarden-baseline`.
    pub kind: String,
    pub version: u32,
    /// In order of host, class, name, image, type.
    pub components: Vec<Entry>,
}

/// One component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    pub host: String,
    pub class: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub image: String,
    #[serde(default, rename = "type", skip_serializing_if = "String::is_empty")]
    pub type_name: String,
    /// Configuration paths that register it.
    pub scope: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
}

/// Why a file is no baseline.
#[derive(Debug, Error)]
pub enum BaselineError {
    #[error("not a baseline: {0}")]
    Json(#[from] serde_json::Error),
    #[error("not a baseline: `kind` is not \"iiswarden-baseline\"")]
    Kind,
    #[error("a baseline of version {0}; this program reads version {VERSION}")]
    Version(u32),
}

/// How a component of now differs from the baseline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    pub change: Change,
    #[serde(flatten)]
    pub component: Entry,
    /// What the baseline had, of a changed one: field and old value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub before: BTreeMap<&'static str, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    Added,
    Changed,
    Removed,
}

impl Change {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

/// What a baseline says of one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The same, its file too.
    Same,
    /// Registered in the same way; whether its file is the same cannot be told.
    SameEntry,
    /// Its file has changed.
    OtherFile,
    /// The baseline knows its host, or is of a fleet, and does not know it.
    New,
}

impl Baseline {
    /// Of a baseline file's text.
    ///
    /// # Errors
    /// When the text is none: see [`BaselineError`].
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let baseline: Self = serde_json::from_str(text)?;
        if baseline.kind != "iiswarden-baseline" {
            return Err(BaselineError::Kind);
        }
        if baseline.version != VERSION {
            return Err(BaselineError::Version(baseline.version));
        }
        Ok(baseline)
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    fn of(known: &[Known]) -> Self {
        let mut components: Vec<Entry> = known.iter().map(Entry::of).collect();
        components.sort();
        Self { kind: "iiswarden-baseline".into(), version: VERSION, components }
    }

    /// What was there and is not, is there and was not, or is not the same. Components are the same when host, class,
    /// name, image and type are.
    pub fn differences(&self, now: &Self) -> Vec<Difference> {
        let by_identity = |baseline: &Self| -> BTreeMap<Identity, Entry> {
            baseline.components.iter().map(|entry| (entry.identity(true), entry.clone())).collect()
        };
        let (old, new) = (by_identity(self), by_identity(now));
        let mut differences = Vec::new();
        for (identity, component) in &new {
            match old.get(identity) {
                None => {
                    let component = component.clone();
                    differences.push(Difference { change: Change::Added, component, before: BTreeMap::new() });
                }
                Some(was) => {
                    let before = was.changed_fields(component);
                    if !before.is_empty() {
                        let component = component.clone();
                        differences.push(Difference { change: Change::Changed, component, before });
                    }
                }
            }
        }
        let gone = old.iter().filter(|(identity, _)| !new.contains_key(*identity));
        differences.extend(gone.map(|(_, component)| Difference {
            change: Change::Removed,
            component: component.clone(),
            before: BTreeMap::new(),
        }));
        differences.sort();
        differences
    }
}

/// Host (empty where it does not matter), class, name, folded image, type.
type Identity = (String, String, String, String, String);

impl Entry {
    fn of(known: &Known) -> Self {
        Self {
            host: known.host.short().to_owned(),
            class: known.class.as_str().to_owned(),
            name: known.subject.name.clone(),
            image: known.subject.image.clone(),
            type_name: known.subject.type_name.clone(),
            scope: known.scope.clone(),
            sha256: known.standing.sha256.clone(),
            signature: known.standing.signature.clone(),
        }
    }

    fn identity(&self, with_host: bool) -> Identity {
        let host = if with_host { Host::new(&self.host).key() } else { String::new() };
        (host, self.class.clone(), self.name.clone(), self.image.to_lowercase(), self.type_name.clone())
    }

    /// Fields that differ where both say something, with their old values.
    fn changed_fields(&self, now: &Self) -> BTreeMap<&'static str, String> {
        let mut changed = BTreeMap::new();
        let fields = [("sha256", &self.sha256, &now.sha256), ("signature", &self.signature, &now.signature)];
        for (name, old, new) in fields {
            let said = !old.is_empty() && !new.is_empty() && !old.starts_with("not ") && !new.starts_with("not ");
            if said && !old.eq_ignore_ascii_case(new) {
                changed.insert(name, old.clone());
            }
        }
        if self.scope != now.scope {
            changed.insert("scope", self.scope.join(", "));
        }
        changed
    }
}

/// A baseline, ready to be asked about components.
#[derive(Debug, Default)]
pub(crate) struct Lookup<'a> {
    with_host: BTreeMap<Identity, Vec<&'a Entry>>,
    /// Of any host: what is normal on one server of a fleet is known on the others.
    of_any: BTreeMap<Identity, Vec<&'a Entry>>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(baseline: &'a Baseline) -> Self {
        let mut lookup = Self::default();
        for entry in &baseline.components {
            lookup.with_host.entry(entry.identity(true)).or_default().push(entry);
            lookup.of_any.entry(entry.identity(false)).or_default().push(entry);
        }
        lookup
    }

    /// What the baseline says of a configured component: by its own host's entry, else by any other's.
    pub(crate) fn standing(&self, known: &Known) -> Standing {
        let now = Entry::of(known);
        let entries = self.with_host.get(&now.identity(true)).or_else(|| self.of_any.get(&now.identity(false)));
        let Some(entries) = entries else { return Standing::New };
        let hashes = || entries.iter().map(|entry| &entry.sha256).filter(|hash| !hash.is_empty());
        if now.sha256.is_empty() || hashes().next().is_none() {
            Standing::SameEntry
        } else if hashes().any(|hash| hash.eq_ignore_ascii_case(&now.sha256)) {
            Standing::Same
        } else {
            Standing::OtherFile
        }
    }
}

/// What the evidence's configurations register.
///
/// # Errors
/// When nothing can be read: see [`ScanError`].
pub fn learn(config: &ScanConfig, engine: &Engine) -> Result<(Baseline, Vec<Problem>), ScanError> {
    let mut request = Request::default();
    request.want_all("IisComponents");
    let opened = opened::open(config, request)?;
    let tables = crate::tables_of(&opened.store);
    let now = config.now.or(opened.newest).unwrap_or_else(wall_clock);
    let runner = Runner::new(engine, &tables, &opened.store, config.strict, now, None);
    let known = components::configured(&runner);
    let mut problems = opened.problems;
    problems.extend(runner.failures().iter().map(|d| Problem::error("iiswarden", "", d.message.clone())));
    Ok((Baseline::of(&known), problems))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(host: &str, name: &str, image: &str, sha256: &str) -> Entry {
        Entry {
            host: host.into(),
            class: "native_module".into(),
            name: name.into(),
            image: image.into(),
            type_name: String::new(),
            scope: vec!["MACHINE/WEBROOT/APPHOST".into()],
            sha256: sha256.into(),
            signature: String::new(),
        }
    }

    fn baseline(components: Vec<Entry>) -> Baseline {
        Baseline { kind: "iiswarden-baseline".into(), version: 1, components }
    }

    #[test]
    fn what_was_added_changed_and_removed_is_told_and_what_cannot_be_known_is_not() {
        let old = baseline(vec![
            entry("WEB01", "A", r"C:\a.dll", "11"),
            entry("WEB01", "B", r"C:\b.dll", "22"),
            entry("WEB01", "C", r"C:\c.dll", ""),
        ]);
        let new = baseline(vec![
            entry("web01", "A", r"c:\A.dll", "33"),
            entry("WEB01", "C", r"C:\c.dll", "44"),
            entry("WEB01", "D", r"C:\d.dll", "55"),
        ]);
        let told: Vec<(Change, String)> =
            old.differences(&new).into_iter().map(|d| (d.change, d.component.name)).collect();
        let expected =
            [(Change::Added, "D"), (Change::Changed, "A"), (Change::Removed, "B")].map(|(c, n)| (c, n.to_owned()));
        assert_eq!(told, expected);
        assert!(old.differences(&old).is_empty());
    }

    #[test]
    fn a_file_is_read_back_and_others_are_refused() {
        let one = baseline(vec![entry("WEB01", "A", r"C:\a.dll", "11")]);
        assert_eq!(Baseline::parse(&one.to_text()).expect("a baseline"), one);
        for text in ["", "{}", r#"{"kind":"x","version":1,"components":[]}"#] {
            assert!(Baseline::parse(text).is_err(), "{text}");
        }
        let next = one.to_text().replace("\"version\": 1", "\"version\": 2");
        assert!(matches!(Baseline::parse(&next), Err(BaselineError::Version(2))));
    }
}
