//! XML as JSON.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use serde_json::{Map, Value as Json};

/// Longest document in bytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Deepest nesting of elements.
const MOST_LEVELS: usize = 100;

/// An element that is still open.
struct Open {
    name: String,
    properties: Map<String, Json>,
    text: String,
}

impl Open {
    fn new(start: &BytesStart<'_>) -> Option<Self> {
        let name = start.name().as_ref().to_owned();
        let mut properties = Map::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let key: &str = attribute.key.as_ref();
            properties.insert(format!("@{key}"), unescape(&attribute.value).into());
        }
        Some(Self { name, properties, text: String::new() })
    }

    fn close(mut self) -> (String, Json) {
        let text = self.text.trim();
        let value = if self.properties.is_empty() {
            if text.is_empty() { Json::Null } else { text.into() }
        } else {
            if !text.is_empty() {
                self.properties.insert("#text".to_owned(), text.into());
            }
            Json::Object(self.properties)
        };
        (self.name, value)
    }

    fn add(&mut self, name: String, value: Json) {
        match self.properties.get_mut(&name) {
            None => {
                self.properties.insert(name, value);
            }
            Some(Json::Array(items)) => items.push(value),
            Some(first) => {
                let items = vec![first.take(), value];
                *first = Json::Array(items);
            }
        }
    }
}

/// The document as an object with one property; nothing for what is no well-formed document.
pub(crate) fn to_json(text: &str) -> Option<Json> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let mut reader = Reader::from_str(text.trim());
    let mut open: Vec<Open> = Vec::new();
    let mut root: Option<(String, Json)> = None;
    loop {
        let closed = match reader.read_event().ok()? {
            Event::Start(start) => {
                if open.len() >= MOST_LEVELS || root.is_some() {
                    return None;
                }
                open.push(Open::new(&start)?);
                None
            }
            Event::Empty(start) => Some(Open::new(&start)?.close()),
            Event::End(_) => Some(open.pop()?.close()),
            Event::Text(text) => {
                let text: &str = &text;
                match open.last_mut() {
                    Some(element) => element.text.push_str(text),
                    None if text.trim().is_empty() => {}
                    None => return None,
                }
                None
            }
            Event::GeneralRef(reference) => {
                open.last_mut()?.text.push_str(&resolve(&reference)?);
                None
            }
            Event::CData(data) => {
                open.last_mut()?.text.push_str(&data);
                None
            }
            // Entities that a document defines itself could grow without bound.
            Event::DocType(_) => return None,
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => None,
        };
        if let Some((name, value)) = closed {
            match open.last_mut() {
                Some(parent) => parent.add(name, value),
                None if root.is_none() => root = Some((name, value)),
                None => return None,
            }
        }
    }
    let (name, value) = root.filter(|_| open.is_empty())?;
    let mut document = Map::new();
    document.insert(name, value);
    Some(Json::Object(document))
}

fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(c) = reference.resolve_char_ref().ok()? {
        return Some(c.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

fn unescape(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents() {
        let check = |xml: &str, expect: Option<&str>| {
            assert_eq!(to_json(xml).map(|j| j.to_string()).as_deref(), expect, "{xml}");
        };
        check(
            r#"<?xml version="1.0"?><EventData xmlns="u"><Data Name="a&quot;b">x</Data><Data Name="c"/></EventData>"#,
            Some(r##"{"EventData":{"@xmlns":"u","Data":[{"@Name":"a\"b","#text":"x"},{"@Name":"c"}]}}"##),
        );
        check("<a>x&#65;&lt;<![CDATA[<b>]]></a>", Some(r#"{"a":"xA<<b>"}"#));
        check("<a><!-- c --><b>1</b>t</a>", Some(r##"{"a":{"b":"1","#text":"t"}}"##));
        for bad in ["", "text", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a>&unknown;</a>", "<!DOCTYPE a><a/>", "<a/>x"] {
            check(bad, None);
        }
        check(&"<a>".repeat(200_000), None);
    }
}
