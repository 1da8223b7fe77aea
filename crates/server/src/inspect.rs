use crate::component::{Component, Setting};
use crate::config::{Includes, Standing, standings};
use crate::file::{File, InputFile};
use crate::file_kind::{is_kept_copy, kind_of};
use crate::history::{self, Change};
use crate::schema;
use crate::server::{Server, merge, sort};
use crate::{Environment, FileKind};
use diagnostics::Problem;
use evidence::Evidence;
use formats::iis_xml::parse;
use std::collections::BTreeSet;

/// Files that a configuration names and that are no configuration files by themselves (`configSource`).
pub trait MoreFiles {
    /// The file at a path of the evidence, or of the examined server.
    fn get(&mut self, path: &str, windows_path: Option<&str>) -> Option<InputFile>;
}

/// A configuration file that was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFile {
    pub path: String,
    pub kind: FileKind,
    /// The configuration path that its sections outside `<location>` belong to; the first, when it has several.
    pub scope: String,
    /// An older or generated copy (history, backup, application pool), or one that shared configuration replaces: no
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
    /// Differences between kept configurations.
    pub changes: Vec<Change>,
}

/// How much of a file [`is_config`] wants to see.
const HEAD: usize = 4_096;

/// Whether a file starts like a configuration file or a schema of one, in any encoding: its root element is
/// `<configuration>` or `<configSchema>`.
pub fn is_config(head: &[u8]) -> bool {
    let document = parse(head.get(..head.len().min(HEAD)).unwrap_or_default());
    matches!(document.root_name(), "configuration" | "configSchema")
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
        files.push(InputFile {
            path: item.path.clone(),
            windows_path: item.windows_path(),
            bytes,
            modified: modified(item),
        });
    }
    let mut more = Beside { evidence, root, problems: Vec::new() };
    let mut state = inspect_with(files, &mut more);
    problems.append(&mut more.problems);
    problems.append(&mut state.problems);
    state.problems = problems;
    state
}

/// When a file was written, in units of 100 ns since 1970.
fn modified(item: &evidence::Item) -> Option<i64> {
    item.written().map(|written| written.time)
}

/// Files of the same evidence root.
struct Beside<'e> {
    evidence: &'e Evidence,
    root: usize,
    problems: Vec<Problem>,
}

impl MoreFiles for Beside<'_> {
    fn get(&mut self, path: &str, windows_path: Option<&str>) -> Option<InputFile> {
        let item = find_beside(self.evidence, self.root, path, windows_path)?;
        let (bytes, problem) = item.salvage();
        self.problems.extend(problem);
        Some(InputFile { path: item.path.clone(), windows_path: item.windows_path(), bytes, modified: modified(item) })
    }
}

/// The item of one root that a configuration file names: by its path on the server, else by its path in the evidence
/// whatever its case.
pub fn find_beside<'e>(
    evidence: &'e Evidence,
    root: usize,
    path: &str,
    windows_path: Option<&str>,
) -> Option<&'e evidence::Item> {
    let located = windows_path.and_then(|path| evidence.locate(root, path));
    located.or_else(|| evidence.items_of(root).find(|item| item.path.eq_ignore_ascii_case(path)))
}

/// The state that a set of files of one server describes. Files that are no configuration are ignored.
pub fn inspect_files(files: Vec<InputFile>) -> ServerState {
    inspect_with(files, &mut ())
}

/// [`inspect_files`], with a place to get the files from that those name.
pub fn inspect_with(files: Vec<InputFile>, more: &mut dyn MoreFiles) -> ServerState {
    let mut state = ServerState::default();
    let mut parsed = parse_all(files, &mut state.problems);
    let system = parsed.iter().find(|file| file.kind == FileKind::ApplicationHost && file.standing.counts());
    let system = system.and_then(|file| file.windows_path.as_deref());
    let environment = system.map_or_else(Environment::default, Environment::of_system_file);
    standings(&mut parsed, &environment, &mut state.problems);
    let mut includes = Includes::new(more);
    for file in parsed.iter_mut().filter(|file| file.standing.counts()) {
        includes.join(file, &mut state.problems);
    }
    // Each `applicationHost.config` in force is a server; web.config files that none of them serves go to the first.
    let hosts = parsed.iter().enumerate().filter(|(_, f)| f.kind == FileKind::ApplicationHost && f.standing.counts());
    let mut hosts: Vec<Option<usize>> = hosts.map(|(index, _)| Some(index)).collect();
    if hosts.is_empty() {
        hosts.push(None);
    }
    let servers: Vec<Server> = hosts.iter().map(|host| Server::new(&parsed, *host, &environment)).collect();
    let strays: BTreeSet<usize> = (0..parsed.len())
        .filter(|file| parsed.get(*file).is_some_and(|file| !servers.iter().any(|server| server.serves(file))))
        .collect();
    let none = BTreeSet::new();
    let inventories = servers.iter().enumerate().map(|(number, server)| {
        let strays = if number == 0 { &strays } else { &none };
        server.inventory(&parsed, strays, number == 0, &environment)
    });
    merge(inventories.collect(), &mut state);
    for file in parsed.iter().filter(|file| file.kind == FileKind::Schema && file.standing.counts()) {
        let (components, settings) = schema::read(file);
        state.components.extend(components);
        state.settings.extend(settings);
    }
    state.changes = history::changes(&parsed, &environment, &mut state.problems);
    let (components, changes) = history::pool_only(&parsed, &environment, &state.components);
    state.changes.extend(changes);
    history::date(&parsed, &environment, &mut state.components);
    state.components.extend(components);
    sort(&mut state.components);
    for file in &parsed {
        let served = servers.iter().find(|server| server.serves(file)).or(servers.first());
        state.files.push(ConfigFile {
            path: file.path.clone(),
            kind: file.kind,
            scope: served.map(|server| server.scope_of(file)).unwrap_or_default(),
            is_kept_copy: !file.standing.counts(),
        });
    }
    state
}

fn parse_all(files: Vec<InputFile>, problems: &mut Vec<Problem>) -> Vec<File> {
    let mut parsed = Vec::new();
    for file in files {
        let document = parse(&file.bytes);
        let Some(kind) = kind_of(&file.path, file.windows_path.as_deref(), &document) else { continue };
        problems.extend(document.issues.iter().map(|issue| Problem {
            severity: issue.severity,
            path: file.path.clone(),
            place: issue.place(),
            text: issue.text.clone(),
        }));
        let is_kept = is_kept_copy(&file.path, file.windows_path.as_deref());
        parsed.push(File {
            path: file.path,
            windows_path: file.windows_path,
            modified: file.modified,
            kind,
            standing: if is_kept { Standing::Kept } else { Standing::InForce },
            document,
            included: Vec::new(),
        });
    }
    parsed.sort_by(|a, b| a.path.cmp(&b.path));
    parsed
}

#[cfg(test)]
mod tests;
