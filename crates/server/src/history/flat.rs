//! A configuration file as a flat list of elements with their keys, for comparing two.

use crate::config::Declarations;
use crate::sections;
use formats::iis_xml::{self, Document};
use std::collections::BTreeMap;

/// Where an element stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) section: String,
    pub(super) location: String,
    pub(super) element: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// Its key, as a person calls it.
    pub(super) name: String,
    pub(super) attributes: BTreeMap<String, String>,
    pub(super) line: u32,
}

#[derive(Debug, Default)]
pub(super) struct Flat {
    pub(super) elements: BTreeMap<Key, Element>,
}

/// Attributes that name what an element is, as the events of changes do.
const KEYS: [&str; 11] = [
    "name",
    "path",
    "key",
    "users",
    "statusCode",
    "fileExtension",
    "bindingInformation",
    "fullPath",
    "mimeType",
    "verb",
    "value",
];
/// Parts of the names of attributes whose values are secrets.
const SECRETS: [&str; 3] = ["password", "validationkey", "decryptionkey"];

impl Flat {
    pub(super) fn of(document: &Document) -> Self {
        let mut declarations = Declarations::default();
        declarations.add(document);
        let mut flat = Self::default();
        // Elements come after their parents, so one pass in order is enough.
        let mut places: Vec<Option<Place>> = Vec::with_capacity(document.elements.len());
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for element in &document.elements {
            let above = element.parent.map(|parent| places.get(parent).cloned().flatten());
            let place = match above {
                None => (element.name == "configuration").then(Place::default),
                Some(None) => None,
                Some(Some(above)) => Some(above.below(element, &declarations)),
            };
            if let Some(Place { section, location, element: Some(path), .. }) = &place {
                let mut key = Key { section: section.clone(), location: location.clone(), element: path.clone() };
                let count = counts.entry(key.clone()).and_modify(|count| *count += 1).or_insert(0);
                if *count > 0 {
                    key.element = format!("{}[{count}]", key.element);
                }
                let attributes: BTreeMap<String, String> =
                    element.attributes.iter().map(|a| (a.name.clone(), a.value.clone())).collect();
                // A section or group that only holds others says nothing by itself.
                if !attributes.is_empty() || element.children.is_empty() && !path.is_empty() {
                    let name = key_of(element).map_or(String::new(), |(_, value)| value.to_owned());
                    flat.elements.insert(key, Element { name, attributes, line: element.line });
                }
            }
            places.push(place);
        }
        flat
    }
}

/// A place on the way down.
#[derive(Debug, Clone, Default)]
struct Place {
    location: String,
    section: String,
    /// The path below the section; none in groups above it.
    element: Option<String>,
}

impl Place {
    fn below(&self, element: &iis_xml::Element, declarations: &Declarations) -> Self {
        if let Some(path) = &self.element {
            let own = match key_of(element) {
                Some((key, value)) => format!("{}[@{key}=\"{value}\"]", element.name),
                None => element.name.clone(),
            };
            let path = if path.is_empty() { own } else { format!("{path}/{own}") };
            return Self { element: Some(path), ..self.clone() };
        }
        if element.name == "location" && self.section.is_empty() {
            return Self { location: element.value("path").to_owned(), ..Self::default() };
        }
        let join =
            |above: &str| if above.is_empty() { element.name.clone() } else { format!("{above}/{}", element.name) };
        let section = join(&self.section);
        let is_section = sections::is_section(&section)
            || declarations.has(&section)
            || !section.starts_with("system.")
            || (section.contains('/') && element.children.is_empty());
        Self { location: self.location.clone(), section, element: is_section.then(String::new) }
    }
}

fn key_of(element: &iis_xml::Element) -> Option<(&'static str, &str)> {
    KEYS.iter().find_map(|key| Some((*key, element.attribute(key)?.value.as_str())))
}

/// The same with secrets blotted out.
pub(super) fn without_secrets(mut attributes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for (name, value) in &mut attributes {
        let lower = name.to_lowercase();
        if SECRETS.iter().any(|secret| lower.contains(secret)) && !value.to_lowercase().contains("autogenerate") {
            "(secret)".clone_into(value);
        }
    }
    attributes
}
