//! Locks: what a file may not change because one above it says so (learn.microsoft.com, "How to Use Locking in IIS
//! Configuration"). IIS answers every request below with an error then, so what such a section registers is not
//! loaded.

use super::declaration::{Allowed, Declarations};
use super::{Contribution, Topology};
use crate::FileKind;
use crate::file::place_of;
use formats::iis_xml::Element;

/// Why IIS refuses a section, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// As `IisComponents.Notes` has it.
    pub(crate) note: &'static str,
    pub(crate) place: String,
    pub(crate) text: String,
}

impl Refusal {
    pub(crate) fn new(note: &'static str, element: &Element, text: String) -> Self {
        Self { note, place: place_of(element), text }
    }
}

/// The locks that hold at one point on the way down.
#[derive(Debug, Default)]
pub(crate) struct Locks<'a> {
    held: Vec<Lock<'a>>,
}

#[derive(Debug)]
struct Lock<'a> {
    file: usize,
    allows: Option<bool>,
    element: &'a Element,
}

impl<'a> Locks<'a> {
    /// Takes over what a section locks for those below it.
    pub(crate) fn add(&mut self, contribution: &Contribution<'a>) {
        let element = contribution.element;
        let is_lock = |name: &str| name.starts_with("lock");
        if contribution.allows.is_some() || element.attributes.iter().any(|attribute| is_lock(&attribute.name)) {
            self.held.push(Lock { file: contribution.file, allows: contribution.allows, element });
        }
    }

    /// Why a section may not stand where it does, or may not say what it says.
    pub(crate) fn refusal(
        &self,
        contribution: &Contribution<'_>,
        declarations: &Declarations,
        topology: &Topology,
    ) -> Option<Refusal> {
        let declaration = declarations.of(&contribution.section);
        let (section, element) = (&contribution.section, contribution.element);
        let is_below = contribution.source.kind == FileKind::WebConfig;
        let is_deep = contribution.owner.is_some_and(|owner| {
            topology.applications.get(owner).is_some_and(|app| app.scope.folded() != contribution.scope.folded())
        });
        let may_stand = match declaration.allowed {
            Allowed::Everywhere => true,
            Allowed::ToApplication => !(is_below && is_deep),
            Allowed::ServerOnly => !is_below,
        };
        if !may_stand {
            let text = format!("`{section}` may not stand in this file: IIS refuses it");
            return Some(Refusal::new("definition", element, text));
        }
        let above = || self.held.iter().filter(|lock| lock.file != contribution.file);
        let said = above().filter_map(|lock| lock.allows).next_back();
        if is_below && !said.unwrap_or(!declaration.is_denied) {
            let text = format!("`{section}` is locked here: IIS refuses it");
            return Some(Refusal::new("locked", element, text));
        }
        above().find_map(|lock| lock.forbids(contribution))
    }
}

impl Lock<'_> {
    fn forbids(&self, contribution: &Contribution<'_>) -> Option<Refusal> {
        let forbids = |only: &str, except: &str, name: &str| {
            let has = |list: &str| list.split([',', ' ']).any(|own| own == name || own == "*");
            let (only, except) = (self.element.value(only), self.element.value(except));
            has(only) || (!except.is_empty() && !has(except))
        };
        let section = &contribution.section;
        let attribute = contribution.element.attributes.iter().find(|attribute| {
            !attribute.name.starts_with("lock") && forbids("lockAttributes", "lockAllAttributesExcept", &attribute.name)
        });
        if let Some(attribute) = attribute {
            let text = format!("attribute `{}` of `{section}` is locked here: IIS refuses it", attribute.name);
            let place = format!("line {}, column {}", attribute.line, attribute.column);
            return Some(Refusal { note: "lock_attributes", place, text });
        }
        let children = contribution.document().children(contribution.index);
        let child = children
            .map(|(_, child)| child)
            .find(|child| forbids("lockElements", "lockAllElementsExcept", &child.name))?;
        let text = format!("`{}` in `{section}` is locked here: IIS refuses it", child.name);
        Some(Refusal::new("lock_elements", child, text))
    }
}
