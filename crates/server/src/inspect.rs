use crate::component::{Component, Setting};
use crate::file_kind::{is_kept_copy, kind_of};
use crate::sections::{self, Output};
use crate::sites::{APPHOST, Sites};
use crate::{Class, Environment, FileKind};
use diagnostics::Problem;
use evidence::Evidence;
use formats::iis_xml::{Document, parse};
use std::collections::{BTreeMap, BTreeSet};

/// A file that was read already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// As evidence calls it.
    pub path: String,
    /// Where it was on the examined server, when known ([`evidence::Item::windows_path`]).
    pub windows_path: Option<String>,
    pub bytes: Vec<u8>,
}

impl From<(String, Vec<u8>)> for InputFile {
    fn from((path, bytes): (String, Vec<u8>)) -> Self {
        Self { path, windows_path: None, bytes }
    }
}

/// A configuration file that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFile {
    pub path: String,
    pub kind: FileKind,
    /// The configuration path that its sections outside `<location>` belong to.
    pub scope: String,
    /// An older or generated copy (history, backup, application pool): read for its problems, but no
    /// component of it counts as present.
    pub is_kept_copy: bool,
}

/// One server as its configuration tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerState {
    /// By class, scope, place in the file.
    pub components: Vec<Component>,
    pub settings: Vec<Setting>,
    pub problems: Vec<Problem>,
    /// In the order of their paths.
    pub files: Vec<ConfigFile>,
}

/// How much of a file [`is_config`] wants to see.
const HEAD: usize = 4_096;

/// Whether a file starts like a configuration file, in any encoding: its root element is `<configuration>`.
pub fn is_config(head: &[u8]) -> bool {
    parse(head.get(..head.len().min(HEAD)).unwrap_or_default()).root_name() == "configuration"
}

/// Reads the configuration files under one evidence root, each once.
pub fn inspect(evidence: &Evidence, root: usize) -> ServerState {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for item in evidence.items_of(root) {
        // A file whose head cannot be read was listed as a problem already, or will be by its own reader.
        if !item.head(HEAD).is_ok_and(|head| is_config(&head)) {
            continue;
        }
        let (bytes, problem) = item.salvage();
        problems.extend(problem);
        files.push(InputFile { path: item.path.clone(), windows_path: item.windows_path(), bytes });
    }
    let mut state = inspect_files(files);
    problems.append(&mut state.problems);
    state.problems = problems;
    state
}

struct Parsed {
    path: String,
    windows_path: Option<String>,
    kind: FileKind,
    is_kept_copy: bool,
    document: Document,
}

/// The state that a set of files of one server describes. Files that are no configuration are ignored.
pub fn inspect_files(files: Vec<InputFile>) -> ServerState {
    let mut state = ServerState::default();
    let mut parsed = Vec::new();
    for file in files {
        let document = parse(&file.bytes);
        let Some(kind) = kind_of(&file.path, file.windows_path.as_deref(), &document) else { continue };
        state.problems.extend(document.issues.iter().map(|issue| Problem {
            severity: issue.severity,
            path: file.path.clone(),
            place: issue.place(),
            text: issue.text.clone(),
        }));
        let is_kept_copy = is_kept_copy(&file.path, file.windows_path.as_deref());
        parsed.push(Parsed { path: file.path, windows_path: file.windows_path, kind, is_kept_copy, document });
    }
    parsed.sort_by(|a, b| a.path.cmp(&b.path));
    let live = |file: &&Parsed| file.kind == FileKind::ApplicationHost && !file.is_kept_copy;
    let system = parsed.iter().filter(live).find_map(|file| file.windows_path.as_deref());
    let environment = system.map_or_else(Environment::default, Environment::of_system_file);
    let mut sites = Sites::default();
    for file in parsed.iter().filter(live) {
        sites.add(&file.document, &environment);
    }
    let mut output = Output::default();
    for file in &parsed {
        let scope = match file.kind {
            FileKind::Machine => "MACHINE".to_owned(),
            FileKind::RootWeb => "MACHINE/WEBROOT".to_owned(),
            FileKind::ApplicationHost | FileKind::Administration | FileKind::Redirection => APPHOST.to_owned(),
            FileKind::WebConfig => sites.scope(&file.path, file.windows_path.as_deref()),
        };
        if !file.is_kept_copy {
            sections::read(&file.document, file.kind, &file.path, &scope, &environment, &mut output);
        }
        let (path, kind, is_kept_copy) = (file.path.clone(), file.kind, file.is_kept_copy);
        state.files.push(ConfigFile { path, kind, scope, is_kept_copy });
    }
    let is_whole = parsed.iter().any(|file| live(&file));
    finish(output, is_whole, &mut state);
    state
}

/// Joins what sections say of one component, and orders the result.
fn finish(output: Output, is_whole: bool, state: &mut ServerState) {
    state.problems.extend(output.problems);
    state.settings = output.settings;
    state.settings.sort();
    state.settings.dedup_by(|b, a| {
        (&a.section, &a.element, &a.attribute, &a.value, &a.scope)
            == (&b.section, &b.element, &b.attribute, &b.value, &b.scope)
    });
    let mut components = output.components;
    let mut enabled: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for reference in &output.references {
        enabled.entry(&reference.name).or_default().extend(reference.scope.iter().map(String::as_str));
    }
    for component in components.iter_mut().filter(|component| component.class == Class::NativeModule) {
        let scopes = enabled.get(component.name.as_str());
        component.enabled_in = scopes.into_iter().flatten().map(|&scope| scope.to_owned()).collect();
    }
    if !is_whole {
        // Only part of the configuration is at hand: a name that is no stock module's is all there is.
        let unknown = output.references.iter().filter(|r| knowledge::stock().native_module(&r.name).is_none());
        components.extend(unknown.cloned());
    }
    let mut seen = BTreeSet::new();
    components.retain(|component| {
        let (class, scope, name, image, type_name, detail, url) = component.identity();
        let owned = (scope.to_vec(), name.to_owned(), type_name.to_owned(), detail.to_owned(), url.to_owned());
        seen.insert((class, image, owned))
    });
    components.sort_by(|a, b| {
        let key = |c: &Component| (c.class, c.scope.clone(), c.file.clone(), c.line, c.column, c.name.clone());
        key(a).cmp(&key(b))
    });
    state.components = components;
}

#[cfg(test)]
mod tests;
