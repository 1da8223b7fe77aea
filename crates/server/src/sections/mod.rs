//! One file for each section, or kind of section, that registers components or holds settings.

mod global_modules;
mod handlers;
mod http_handlers;
mod http_modules;
mod isapi_filters;
mod loaders;
mod modules;
mod output;
mod settings;

pub(crate) use output::Output;

use crate::sites::APPHOST;
use crate::{Environment, FileKind, canonical_path};
use diagnostics::Problem;
use formats::iis_xml::{Document, Element};
use std::collections::BTreeMap;

/// A section that is read: its path below `<configuration>`, and how.
pub(crate) struct Section {
    path: &'static str,
    read: fn(&At<'_>, &mut Output),
}

/// All sections that register components by a list of their own. The loaders and settings, which are
/// single attributes, have tables of their own.
static ALL: &[&Section] = &[
    &global_modules::SECTION,
    &handlers::SECTION,
    &http_handlers::SECTION,
    &http_modules::SECTION,
    &isapi_filters::SECTION,
    &modules::SECTION,
];

/// A section in a file.
pub(crate) struct At<'a> {
    document: &'a Document,
    index: usize,
    element: &'a Element,
    /// The section's path, `system.webServer/modules`.
    path: String,
    scope: String,
    file: &'a str,
    kind: FileKind,
    environment: &'a Environment,
}

/// Reads all known sections of a file.
pub(crate) fn read(
    document: &Document,
    kind: FileKind,
    file: &str,
    file_scope: &str,
    environment: &Environment,
    output: &mut Output,
) {
    for (index, element) in document.elements.iter().enumerate() {
        let is_known = ALL.iter().any(|section| section.path.rsplit('/').next() == Some(&element.name))
            || loaders::has_section(&element.name)
            || settings::has_section(&element.name);
        if !is_known {
            continue;
        }
        let Some((path, location)) = place(document, index) else { continue };
        let scope = scope(file_scope, location);
        let at = At { document, index, element, path, scope, file, kind, environment };
        for section in ALL.iter().filter(|section| section.path == at.path) {
            (section.read)(&at, output);
        }
        loaders::read(&at, output);
        settings::read(&at, output);
        if let Some(source) = element.attribute("configSource") {
            let place = format!("line {}, column {}", source.line, source.column);
            let text = format!("`{}` is kept in another file, `{}`, which is not followed", at.path, source.value);
            output.problems.push(Problem::warning(file, place, text));
        }
    }
}

/// A section's path below `<configuration>`, and the `path` of the `<location>` around it.
fn place(document: &Document, index: usize) -> Option<(String, Option<&str>)> {
    let mut names = Vec::new();
    let mut location = None;
    let mut at = document.element(index)?;
    loop {
        let parent = document.element(at.parent?)?;
        match (at.name.as_str(), parent.name.as_str()) {
            ("location", _) => location = Some(at.value("path")),
            (name, _) => names.push(name),
        }
        // No section is nested more deeply; a path that long is no section's.
        if names.len() > 8 {
            return None;
        }
        if parent.name == "configuration" && parent.parent.is_none() {
            names.reverse();
            return Some((names.join("/"), location));
        }
        at = parent;
    }
}

/// The configuration path of a `<location>`: below the server for files above it, else below the file's.
fn scope(file_scope: &str, location: Option<&str>) -> String {
    let path = location.unwrap_or("").trim_matches('/');
    if path.is_empty() || path == "." {
        return file_scope.to_owned();
    }
    let base = if APPHOST.starts_with(file_scope) { APPHOST } else { file_scope };
    format!("{base}/{path}")
}

impl<'a> At<'a> {
    /// The entries that stay: `remove` and `clear` act on what the same section added before them.
    fn entries(&self, entry: &str, key: &str, output: &mut Output) -> Vec<&'a Element> {
        // Removed entries leave a hole, so that a long list of additions and removals stays linear.
        let mut entries: Vec<Option<&'a Element>> = Vec::new();
        let mut by_key: BTreeMap<&'a str, usize> = BTreeMap::new();
        for (_, child) in self.document.children(self.index) {
            match child.name.as_str() {
                "clear" => {
                    entries.clear();
                    by_key.clear();
                }
                "remove" => {
                    let removed = by_key.remove(child.value(key)).and_then(|at| entries.get_mut(at));
                    removed.map(Option::take);
                }
                name if name == entry => {
                    if by_key.insert(child.value(key), entries.len()).is_some() {
                        let place = format!("line {}, column {}", child.line, child.column);
                        let (value, path) = (child.value(key), &self.path);
                        let text = format!("`{value}` is added twice to `{path}`: IIS refuses the section");
                        output.problems.push(Problem::warning(self.file, place, text));
                    }
                    entries.push(Some(child));
                }
                _ => {}
            }
        }
        entries.into_iter().flatten().collect()
    }

    /// A path of the configuration with its variables expanded.
    fn expanded(&self, path: &str) -> String {
        canonical_path(&self.environment.expand(path))
    }
}
