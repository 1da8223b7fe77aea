use super::Output;
use crate::component::{Class, Component};
use crate::config::{Claim, ClaimKind, Contribution, bitness};
use crate::file::place_of;
use crate::{Bitness, Environment, FileKind, canonical_path};
use diagnostics::Problem;
use formats::iis_xml::{Document, Element};
use std::collections::BTreeMap;

/// A section in a file.
pub(crate) struct At<'c, 'a> {
    pub(super) contribution: &'c Contribution<'a>,
    /// The contribution's number.
    pub(super) number: usize,
    pub(super) environment: &'c Environment,
}

impl<'a> At<'_, 'a> {
    pub(super) fn document(&self) -> &'a Document {
        &self.contribution.source.document
    }

    pub(super) fn element(&self) -> &'a Element {
        self.contribution.element
    }

    pub(super) fn path(&self) -> &str {
        &self.contribution.section
    }

    pub(super) fn scope(&self) -> &str {
        self.contribution.scope.shown()
    }

    pub(super) fn kind(&self) -> FileKind {
        self.contribution.source.kind
    }

    /// The file that an element of the section was written in.
    pub(super) fn file(&self, index: usize) -> &'a str {
        self.contribution.source.of_element(index)
    }

    /// The entries that stay: `remove` and `clear` act on what the same section added before them.
    pub(super) fn entries(&self, entry: &str, key: &str, output: &mut Output) -> Vec<(usize, &'a Element)> {
        // Removed entries leave a hole, so that a long list of additions and removals stays linear.
        let mut entries: Vec<Option<(usize, &'a Element)>> = Vec::new();
        let mut by_key: BTreeMap<&'a str, usize> = BTreeMap::new();
        for (index, child) in self.document().children(self.contribution.index) {
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
                        let (value, path) = (child.value(key), self.path());
                        let text = format!("`{value}` is added twice to `{path}`: IIS refuses the section");
                        output.problems.push(Problem::warning(self.file(index), place_of(child), text));
                    }
                    entries.push(Some((index, child)));
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

    /// A component that an element registers; the section fills in the rest.
    pub(super) fn component(&self, class: Class, name: &str, index: usize, image_raw: &str) -> Component {
        let element = self.document().element(index).unwrap_or_else(|| self.element());
        let pre_condition = element.value("preCondition");
        Component {
            class,
            name: name.to_owned(),
            image: self.expanded(image_raw),
            image_raw: image_raw.to_owned(),
            type_name: element.value("type").to_owned(),
            pre_condition: pre_condition.to_owned(),
            scope: vec![self.scope().to_owned()],
            enabled_in: vec![self.scope().to_owned()],
            siblings: 1,
            file: self.file(index).to_owned(),
            line: element.line,
            column: element.column,
            bitness: match self.contribution.is_32() {
                None => bitness(pre_condition),
                Some(true) => Bitness::Only32,
                Some(false) => Bitness::Only64,
            },
            is_locked: element.value("lockItem").eq_ignore_ascii_case("true"),
            modified: self.contribution.source.modified,
            ..Component::default()
        }
    }

    /// What an element of this section claims to register.
    pub(super) fn claim(&self, element: usize, kind: ClaimKind) -> Claim {
        Claim { contribution: self.number, element, kind }
    }

    /// Visits the elements at a path below the section, with those above them, outermost first.
    pub(super) fn visit(&self, path: &str, mut visit: impl FnMut(usize, &'a Element, &[&'a Element])) {
        let own = (self.contribution.index, self.element());
        let mut level: Vec<(usize, Vec<&'a Element>)> = vec![(own.0, Vec::new())];
        for name in path.split('/').filter(|part| !part.is_empty()) {
            let mut below = Vec::new();
            for (index, above) in &level {
                let Some(element) = self.document().element(*index) else { continue };
                let mut above = above.clone();
                above.push(element);
                below.extend(self.document().named(*index, name).map(|(child, _)| (child, above.clone())));
            }
            level = below;
        }
        for (index, above) in level {
            if let Some(element) = self.document().element(index) {
                // The section itself is no owner of anything.
                visit(index, element, above.get(1..).unwrap_or_default());
            }
        }
    }

    /// All elements of this name below the section, at any depth.
    pub(super) fn anywhere(&self, name: &str) -> Vec<(usize, &'a Element)> {
        let mut found = Vec::new();
        let mut waiting = vec![self.contribution.index];
        while let Some(index) = waiting.pop() {
            for (child, element) in self.document().children(index) {
                if name == "*" || element.name == name {
                    found.push((child, element));
                }
                waiting.push(child);
            }
        }
        found.sort_by_key(|(index, _)| *index);
        found
    }
}

/// The name of the innermost named element of some.
pub(super) fn owner<'a>(above: &[&'a Element]) -> &'a str {
    above.iter().rev().map(|element| element.value("name")).find(|name| !name.is_empty()).unwrap_or("")
}
