//! The two templates of a record, their definitions and their instances, in binary XML.

use super::chunk::Chunk;
use super::event::Event;
use super::value::Value;
use std::borrow::Cow;

mod token {
    pub(super) const END: u8 = 0x00;
    pub(super) const OPEN: u8 = 0x01;
    pub(super) const OPEN_WITH_ATTRIBUTES: u8 = 0x41;
    pub(super) const CLOSE_OPEN: u8 = 0x02;
    pub(super) const CLOSE_EMPTY: u8 = 0x03;
    pub(super) const CLOSE: u8 = 0x04;
    pub(super) const TEXT: u8 = 0x05;
    pub(super) const ATTRIBUTE: u8 = 0x06;
    pub(super) const MORE_ATTRIBUTES: u8 = 0x46;
    pub(super) const TEMPLATE: u8 = 0x0C;
    pub(super) const SUBSTITUTION: u8 = 0x0D;
    pub(super) const OPTIONAL_SUBSTITUTION: u8 = 0x0E;
    pub(super) const FRAGMENT: [u8; 4] = [0x0F, 1, 1, 0];
}

/// The schema of every event.
const NAMESPACE: &str = "http://schemas.microsoft.com/win/2004/08/events/event";
/// An element that is always there.
const ALWAYS: u16 = 0xFFFF;

/// What an attribute or an element holds.
enum Content {
    Text(String),
    /// Substitution by index, with the type that the template declares.
    Value(u16, u8),
    /// The same, but what holds it disappears when the value is null.
    Optional(u16, u8),
}

/// One element of a template.
struct Element {
    name: Cow<'static, str>,
    /// The substitution whose null removes the whole element, or [`ALWAYS`].
    needs: u16,
    attributes: Vec<(&'static str, Content)>,
    content: Vec<Node>,
}

enum Node {
    Element(Element),
    Content(Content),
}

impl Element {
    fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), needs: ALWAYS, attributes: Vec::new(), content: Vec::new() }
    }

    fn attribute(mut self, name: &'static str, content: Content) -> Self {
        self.attributes.push((name, content));
        self
    }

    fn child(mut self, child: Self) -> Self {
        self.content.push(Node::Element(child));
        self
    }

    fn holds(mut self, content: Content) -> Self {
        self.content.push(Node::Content(content));
        self
    }

    /// An element of one optional value, which is not there without it.
    fn optional(name: &'static str, index: u16, code: u8) -> Self {
        let mut element = Self::new(name).holds(Content::Optional(index, code));
        element.needs = index;
        element
    }
}

/// Appends the binary XML of one record: fragment header, instance of the outer template, end.
pub(super) fn write_event(chunk: &mut Chunk, event: &Event, record_id: u64) {
    chunk.bytes.extend(token::FRAGMENT);
    let key = format!("System {}", event.computer);
    write_template(chunk, &key, || system_template(&event.computer));
    let sizes = chunk.bytes.len();
    let values = system_values(event, record_id);
    write_values(chunk, &values);
    // The last value is a fragment. It is written in place, because the names and the template that it defines have
    // positions in the chunk, and its size is known afterwards.
    let start = chunk.bytes.len();
    write_event_data(chunk, event);
    let size = (chunk.bytes.len() - start) as u16;
    let at = sizes + 4 + 4 * (values.len() - 1);
    chunk.bytes[at..at + 2].copy_from_slice(&size.to_le_bytes());
    chunk.bytes.push(token::END);
}

fn write_event_data(chunk: &mut Chunk, event: &Event) {
    chunk.bytes.extend(token::FRAGMENT);
    let mut values: Vec<Value> = event.data.iter().map(|data| data.value.clone()).collect();
    let mut key = event.user_data.clone().map_or_else(|| "EventData".to_owned(), |name| format!("UserData {name}"));
    for data in &event.data {
        key.push_str(&format!(" {:?}:{}", data.name, data.value.code()));
    }
    if let Some(bytes) = &event.binary {
        key.push_str(" Binary");
        values.push(Value::Binary(bytes.clone()));
    }
    write_template(chunk, &key, || match &event.user_data {
        Some(name) => user_data(name, event),
        None => event_data(event),
    });
    write_values(chunk, &values);
    chunk.bytes.push(token::END);
}

fn event_data(event: &Event) -> Element {
    let mut root = Element::new("EventData");
    for (index, data) in event.data.iter().enumerate() {
        let mut element = Element::new("Data").holds(Content::Value(index as u16, data.value.code()));
        if let Some(name) = &data.name {
            element = element.attribute("Name", Content::Text(name.clone()));
        }
        root = root.child(element);
    }
    if event.binary.is_some() {
        root = root.child(Element::new("Binary").holds(Content::Value(event.data.len() as u16, 0x0E)));
    }
    root
}

fn user_data(name: &str, event: &Event) -> Element {
    let mut own = Element::new(name.to_owned()).attribute("xmlns", Content::Text("Event_NS".to_owned()));
    for (index, data) in event.data.iter().enumerate() {
        let tag = data.name.clone().unwrap_or_else(|| "Data".to_owned());
        own = own.child(Element::new(tag).holds(Content::Value(index as u16, data.value.code())));
    }
    Element::new("UserData").child(own)
}

/// The outer template. Provider, ids and times are substitutions; the computer's name is part of the template.
fn system_template(computer: &str) -> Element {
    use Content::{Optional, Text};
    let system = Element::new("System")
        .child(Element::new("Provider").attribute("Name", Optional(14, 0x01)).attribute("Guid", Optional(15, 0x0F)))
        .child({
            let mut id = Element::optional("EventID", 3, 0x06);
            id.attributes.push(("Qualifiers", Optional(4, 0x06)));
            id
        })
        .child(Element::optional("Version", 11, 0x04))
        .child(Element::optional("Level", 0, 0x04))
        .child(Element::optional("Task", 2, 0x06))
        .child(Element::optional("Opcode", 1, 0x04))
        .child(Element::optional("Keywords", 5, 0x15))
        .child(Element::new("TimeCreated").attribute("SystemTime", Optional(6, 0x11)))
        .child(Element::optional("EventRecordID", 10, 0x0A))
        .child(
            Element::new("Correlation")
                .attribute("ActivityID", Optional(7, 0x0F))
                .attribute("RelatedActivityID", Optional(13, 0x0F)),
        )
        .child(
            Element::new("Execution")
                .attribute("ProcessID", Optional(8, 0x08))
                .attribute("ThreadID", Optional(9, 0x08)),
        )
        .child(Element::optional("Channel", 16, 0x01))
        .child(Element::new("Computer").holds(Text(computer.to_owned())))
        .child(Element::new("Security").attribute("UserID", Optional(12, 0x13)));
    Element::new("Event").attribute("xmlns", Text(NAMESPACE.to_owned())).child(system).holds(Optional(17, 0x21))
}

fn system_values(event: &Event, record_id: u64) -> Vec<Value> {
    let guid = |guid: Option<super::Guid>| guid.map_or(Value::Null, Value::Guid);
    vec![
        Value::UInt8(event.level),
        Value::UInt8(event.opcode),
        Value::UInt16(event.task),
        Value::UInt16(event.event_id),
        event.qualifiers.map_or(Value::Null, Value::UInt16),
        Value::Hex64(event.keywords),
        Value::FileTime(event.time),
        guid(event.activity),
        Value::UInt32(event.process_id),
        Value::UInt32(event.thread_id),
        Value::UInt64(record_id),
        Value::UInt8(event.version),
        event.user.clone().map_or(Value::Null, Value::Sid),
        guid(event.related_activity),
        Value::String(event.provider.name.clone()),
        guid(event.provider.guid),
        Value::String(event.channel.clone()),
        Value::Fragment(Vec::new()),
    ]
}

/// Writes the head of a template instance, and the definition when the chunk does not have it yet.
fn write_template(chunk: &mut Chunk, key: &str, definition: impl FnOnce() -> Element) {
    chunk.bytes.extend([token::TEMPLATE, 1]);
    if let Some(template) = chunk.template(key) {
        chunk.bytes.extend(template.id.to_le_bytes());
        chunk.bytes.extend(template.offset.to_le_bytes());
        return;
    }
    let guid = template_guid(key);
    let offset = chunk.position() + 8;
    chunk.bytes.extend(&guid[..4]);
    chunk.bytes.extend(offset.to_le_bytes());
    chunk.bytes.extend([0; 4]);
    chunk.bytes.extend(guid);
    let size = reserve(chunk);
    chunk.bytes.extend(token::FRAGMENT);
    write_element(chunk, &definition());
    chunk.bytes.push(token::END);
    fill(chunk, size);
    chunk.add_template(key, offset, guid);
}

/// A number for a template that depends on nothing but what the template says: FNV-1a of 128 bits.
fn template_guid(key: &str) -> [u8; 16] {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
    key.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME)).to_le_bytes()
}

fn write_element(chunk: &mut Chunk, element: &Element) {
    let with_attributes = !element.attributes.is_empty();
    chunk.bytes.push(if with_attributes { token::OPEN_WITH_ATTRIBUTES } else { token::OPEN });
    chunk.bytes.extend(element.needs.to_le_bytes());
    let size = reserve(chunk);
    chunk.name(&element.name);
    if with_attributes {
        let attributes = reserve(chunk);
        for (index, (name, content)) in element.attributes.iter().enumerate() {
            let last = index + 1 == element.attributes.len();
            chunk.bytes.push(if last { token::ATTRIBUTE } else { token::MORE_ATTRIBUTES });
            chunk.name(name);
            write_content(chunk, content);
        }
        fill(chunk, attributes);
    }
    if element.content.is_empty() {
        chunk.bytes.push(token::CLOSE_EMPTY);
    } else {
        chunk.bytes.push(token::CLOSE_OPEN);
        for node in &element.content {
            match node {
                Node::Element(child) => write_element(chunk, child),
                Node::Content(content) => write_content(chunk, content),
            }
        }
        chunk.bytes.push(token::CLOSE);
    }
    fill(chunk, size);
}

fn write_content(chunk: &mut Chunk, content: &Content) {
    match content {
        Content::Text(text) => {
            let units: Vec<u16> = text.encode_utf16().collect();
            chunk.bytes.extend([token::TEXT, 0x01]);
            chunk.bytes.extend((units.len() as u16).to_le_bytes());
            chunk.bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        }
        Content::Value(index, code) => {
            chunk.bytes.push(token::SUBSTITUTION);
            chunk.bytes.extend(index.to_le_bytes());
            chunk.bytes.push(*code);
        }
        Content::Optional(index, code) => {
            chunk.bytes.push(token::OPTIONAL_SUBSTITUTION);
            chunk.bytes.extend(index.to_le_bytes());
            chunk.bytes.push(*code);
        }
    }
}

/// Writes the values of an instance: count, then size and type of each, then their bytes.
fn write_values(chunk: &mut Chunk, values: &[Value]) {
    let mut sizes = Vec::with_capacity(values.len() * 4);
    let mut bytes = Vec::new();
    for value in values {
        let start = bytes.len();
        value.write(&mut bytes);
        sizes.extend(((bytes.len() - start) as u16).to_le_bytes());
        sizes.extend([value.code(), 0]);
    }
    chunk.bytes.extend((values.len() as u32).to_le_bytes());
    chunk.bytes.extend(sizes);
    chunk.bytes.extend(bytes);
}

/// Leaves room for a size that [`fill`] writes.
fn reserve(chunk: &mut Chunk) -> usize {
    chunk.bytes.extend([0; 4]);
    chunk.bytes.len()
}

/// Writes how many bytes follow the place that `reserve` left.
fn fill(chunk: &mut Chunk, place: usize) {
    let size = (chunk.bytes.len() - place) as u32;
    chunk.bytes[place - 4..place].copy_from_slice(&size.to_le_bytes());
}
