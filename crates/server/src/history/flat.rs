//! A configuration file as a flat list of elements with their keys, for comparing two.

use crate::config::Declarations;
use crate::sections;
use formats::iis_xml::{self, Document};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// Where an element stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) section: Rc<str>,
    pub(super) location: Rc<str>,
    pub(super) element: Rc<str>,
}

#[derive(Debug)]
pub(super) struct Flat<'f> {
    /// In the order of the document.
    pub(super) elements: Vec<(Key, &'f iis_xml::Element)>,
    by_key: HashMap<Key, usize>,
    /// The same for two files that say the same, wherever in the file.
    print: u64,
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

impl<'f> Flat<'f> {
    pub(super) fn of(document: &'f Document) -> Self {
        let mut declarations = Declarations::default();
        declarations.add(document);
        let mut flat = Self { elements: Vec::new(), by_key: HashMap::new(), print: 0 };
        // Elements come after their parents, so one pass in order is enough.
        let mut places: Vec<Option<Place>> = Vec::with_capacity(document.elements.len());
        let mut counts: HashMap<Key, usize> = HashMap::new();
        for element in &document.elements {
            let above = element.parent.map(|parent| places.get(parent).and_then(Option::as_ref));
            let place = match above {
                None => (element.name == "configuration").then(Place::default),
                Some(None) => None,
                Some(Some(above)) => Some(above.below(element, &declarations)),
            };
            if let Some(Place { section, location, element: Some(path) }) = &place {
                // A section or group that only holds others says nothing by itself.
                if !element.attributes.is_empty() || element.children.is_empty() && !path.is_empty() {
                    let key = Key { section: section.clone(), location: location.clone(), element: path.clone() };
                    flat.push(key, element, &mut counts);
                }
            }
            places.push(place);
        }
        flat
    }

    fn push(&mut self, mut key: Key, element: &'f iis_xml::Element, counts: &mut HashMap<Key, usize>) {
        if self.by_key.contains_key(&key) {
            let count = counts.entry(key.clone()).and_modify(|count| *count += 1).or_insert(1);
            key.element = format!("{}[{count}]", key.element).into();
        }
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        for attribute in &element.attributes {
            (&attribute.name, &attribute.value).hash(&mut hasher);
        }
        if let Entry::Vacant(free) = self.by_key.entry(key.clone()) {
            free.insert(self.elements.len());
            self.print = self.print.wrapping_add(hasher.finish());
            self.elements.push((key, element));
        }
    }

    pub(super) fn get(&self, key: &Key) -> Option<&'f iis_xml::Element> {
        self.by_key.get(key).and_then(|at| self.elements.get(*at)).map(|(_, element)| *element)
    }

    /// Whether two files say the same.
    pub(super) fn is_same(&self, other: &Flat<'_>) -> bool {
        self.elements.len() == other.elements.len() && self.print == other.print
    }
}

/// A place on the way down.
#[derive(Debug, Clone, Default)]
struct Place {
    location: Rc<str>,
    section: Rc<str>,
    /// The path below the section; none in groups above it.
    element: Option<Rc<str>>,
}

impl Place {
    fn below(&self, element: &iis_xml::Element, declarations: &Declarations) -> Self {
        if let Some(path) = &self.element {
            let separator = if path.is_empty() { "" } else { "/" };
            let own = match key_of(element) {
                Some((key, value)) => format!("{path}{separator}{}[@{key}=\"{value}\"]", element.name),
                None => format!("{path}{separator}{}", element.name),
            };
            return Self { element: Some(own.into()), ..self.clone() };
        }
        if element.name == "location" && self.section.is_empty() {
            return Self { location: element.value("path").into(), ..Self::default() };
        }
        let section: Rc<str> = if self.section.is_empty() {
            element.name.as_str().into()
        } else {
            format!("{}/{}", self.section, element.name).into()
        };
        let is_section = sections::is_section(&section)
            || declarations.has(&section)
            || !section.starts_with("system.")
            || (section.contains('/') && element.children.is_empty());
        Self { location: self.location.clone(), section, element: is_section.then(Rc::default) }
    }
}

fn key_of(element: &iis_xml::Element) -> Option<(&'static str, &str)> {
    KEYS.iter().find_map(|key| Some((*key, element.attribute(key)?.value.as_str())))
}

/// The element's key, as a person calls it.
pub(super) fn name_of(element: &iis_xml::Element) -> &str {
    key_of(element).map_or("", |(_, value)| value)
}

/// The attributes that another form of the element has not, or has otherwise; secrets are blotted out.
pub(super) fn attributes(
    element: Option<&iis_xml::Element>,
    other: Option<&iis_xml::Element>,
) -> BTreeMap<String, String> {
    let own = element.into_iter().flat_map(|element| &element.attributes);
    let differs = |attribute: &&iis_xml::Attribute| {
        other.and_then(|other| other.attribute(&attribute.name)).is_none_or(|other| other.value != attribute.value)
    };
    own.filter(differs)
        .map(|attribute| {
            let lower = attribute.name.to_lowercase();
            let is_secret = SECRETS.iter().any(|secret| lower.contains(secret))
                && !attribute.value.to_lowercase().contains("autogenerate");
            (attribute.name.clone(), if is_secret { "(secret)".to_owned() } else { attribute.value.clone() })
        })
        .collect()
}
