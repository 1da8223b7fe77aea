//! Sections and lists that are kept in other files: `configSource` replaces a section, `childSource` adds entries.
//!
//! What another file holds is joined into the document, so that everything after this sees one tree. Sources:
//! learn.microsoft.com, "SectionInformation.ConfigSource"; `childSource` in the IIS configuration reference.

use crate::file::{File, InputFile};
use crate::inspect::MoreFiles;
use crate::sections;
use diagnostics::Problem;
use formats::iis_xml::{Attribute, Document, Element, MAX_ELEMENTS, parse};
use std::collections::BTreeSet;

/// Files that one server's configuration may include; more is no configuration.
const MOST: usize = 256;
/// Files that include one another.
const DEEPEST: usize = 8;

/// What is joined in, over all files of one server.
pub(crate) struct Includes<'m> {
    more: &'m mut dyn MoreFiles,
    count: usize,
    /// The files that were read.
    pub(crate) read: Vec<String>,
}

/// A reference to another file.
struct Reference {
    element: usize,
    attribute: Attribute,
    replaces: bool,
    /// The files on the way here, to tell cycles.
    chain: Vec<String>,
}

impl<'m> Includes<'m> {
    pub(crate) fn new(more: &'m mut dyn MoreFiles) -> Self {
        Self { more, count: 0, read: Vec::new() }
    }

    /// Joins everything into the file that it refers to.
    pub(crate) fn join(&mut self, file: &mut File, problems: &mut Vec<Problem>) {
        let mut waiting = references(&file.document, 0, &[file.path.to_lowercase()]);
        waiting.reverse();
        let mut seen = BTreeSet::new();
        while let Some(reference) = waiting.pop() {
            let from = file.of_element(reference.element).to_owned();
            let place = format!("line {}, column {}", reference.attribute.line, reference.attribute.column);
            let problem = |text: String| Problem::warning(&from, &place, text);
            let name = file.document.element(reference.element).map_or("", |element| element.name.as_str());
            let what = format!("`{name}` is kept in another file, `{}`", reference.attribute.value);
            let Some(wanted) = beside(file, &reference.attribute.value) else {
                problems.push(problem(format!("{what}, which is no path below its folder; not followed")));
                continue;
            };
            let key = wanted.0.to_lowercase();
            if reference.chain.contains(&key) {
                problems.push(problem(format!("{what}, which leads back here: a cycle")));
                continue;
            }
            if reference.chain.len() >= DEEPEST || self.count >= MOST {
                problems.push(problem(format!("{what}; too many files include one another, not followed")));
                continue;
            }
            self.count += 1;
            let Some(found) = self.more.get(&wanted.0, wanted.1.as_deref()) else {
                problems.push(problem(format!("{what}, which is not in the evidence")));
                continue;
            };
            let document = parse(&found.bytes);
            if seen.insert(found.path.clone()) {
                self.read.push(found.path.clone());
                problems.extend(document.issues.iter().map(|issue| Problem {
                    severity: issue.severity,
                    path: found.path.clone(),
                    place: issue.place(),
                    text: issue.text.clone(),
                }));
            }
            let start = file.document.elements.len();
            let name = name.to_owned();
            if !splice(&mut file.document, &reference, document) {
                problems.push(problem(format!("{what}, which has no `{name}`")));
                continue;
            }
            file.included.push((start, found.path));
            let mut chain = reference.chain.clone();
            chain.push(key);
            let mut more = references(&file.document, start, &chain);
            more.reverse();
            waiting.append(&mut more);
        }
    }
}

/// The references of the elements from an index on, in their order.
fn references(document: &Document, start: usize, chain: &[String]) -> Vec<Reference> {
    let mut found = Vec::new();
    for (element, own) in document.elements.iter().enumerate().skip(start) {
        if own.name.is_empty() || !is_within_section(document, element) {
            continue;
        }
        for (name, replaces) in [("configSource", true), ("childSource", false)] {
            if let Some(attribute) = own.attribute(name).filter(|attribute| !attribute.value.trim().is_empty()) {
                found.push(Reference { element, attribute: attribute.clone(), replaces, chain: chain.to_vec() });
            }
        }
    }
    found
}

/// Whether an element is, or lies in, a section that is read here. What else is kept in other files, such as
/// connection strings, is nobody's business.
fn is_within_section(document: &Document, index: usize) -> bool {
    let mut at = document.element(index);
    for _ in 0..8 {
        let Some(element) = at else { return false };
        if sections::is_read(&element.name) {
            return true;
        }
        at = element.parent.and_then(|parent| document.element(parent));
    }
    false
}

/// The path of a file named by a configuration file, in the evidence and on the server. Such paths are relative to
/// the file's folder and stay within it.
fn beside(file: &File, written: &str) -> Option<(String, Option<String>)> {
    let parts: Vec<&str> = written.trim().split(['/', '\\']).filter(|part| !matches!(*part, "" | ".")).collect();
    let is_below = !parts.is_empty() && !parts.iter().any(|part| *part == ".." || part.contains(':'));
    let is_absolute = written.trim().starts_with(['/', '\\']);
    if !is_below || is_absolute {
        return None;
    }
    let own = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let live = file.windows_path.as_deref().and_then(|path| path.rsplit_once('\\'));
    Some((format!("{own}{}", parts.join("/")), live.map(|(folder, _)| format!("{folder}\\{}", parts.join("\\")))))
}

/// Puts the content of another document into the place of a reference; false when it has nothing of that name.
fn splice(document: &mut Document, reference: &Reference, other: Document) -> bool {
    let Some(target) = document.element(reference.element) else { return false };
    let (name, parent) = (target.name.clone(), target.parent);
    let roots: Vec<usize> = other.roots.clone();
    let named = |index: &usize| other.element(*index).is_some_and(|element| element.name == name);
    // A whole configuration file may be given, too.
    let within = |root: &usize| other.element(*root).is_some_and(|element| element.name == "configuration");
    let root = match roots.iter().copied().find(named) {
        Some(root) => Some(root),
        None if roots.iter().any(within) => (0..other.elements.len()).find(|index| named(index)),
        None => None,
    };
    let Some(root) = root else { return false };
    let start = document.elements.len();
    if start.saturating_add(other.elements.len()) > MAX_ELEMENTS {
        return false;
    }
    let root_children: Vec<usize> = other.element(root).map(|e| e.children.clone()).unwrap_or_default();
    for mut element in other.elements {
        element.parent = element.parent.map(|parent| parent + start);
        for child in &mut element.children {
            *child += start;
        }
        document.elements.push(element);
    }
    let silence = |element: &mut Element| element.name.clear();
    if reference.replaces {
        set_parent(document, start + root, parent);
        let siblings = parent.and_then(|parent| document.elements.get_mut(parent)).map(|parent| &mut parent.children);
        for child in siblings.into_iter().flatten().filter(|child| **child == reference.element) {
            *child = start + root;
        }
        document.elements.get_mut(reference.element).map(silence);
    } else {
        let moved: Vec<usize> = root_children.into_iter().map(|child| child + start).collect();
        for child in &moved {
            set_parent(document, *child, Some(reference.element));
        }
        if let Some(target) = document.elements.get_mut(reference.element) {
            target.children.extend(moved);
        }
        if let Some(left) = document.elements.get_mut(start + root) {
            left.children.clear();
            silence(left);
        }
    }
    true
}

fn set_parent(document: &mut Document, index: usize, parent: Option<usize>) {
    if let Some(element) = document.elements.get_mut(index) {
        element.parent = parent;
    }
}

/// A source of files for tests and for callers that have no more.
impl MoreFiles for () {
    fn get(&mut self, _: &str, _: Option<&str>) -> Option<InputFile> {
        None
    }
}
