//! Elements, attributes and text, one after the other, to the fields of an event.

use crate::general::Ask;
use crate::{Event, Field, Section, ticks};
use std::borrow::Cow;

/// Elements nested more deeply than this are passed over.
const MOST_DEPTH: usize = 64;
/// Fields of one event past this number are dropped. The largest known events have some hundred.
pub(crate) const MOST_FIELDS: usize = 16_384;

/// A name without its prefix.
pub(crate) fn local_name(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// A number in decimal or, with `0x`, in hexadecimal.
pub(crate) fn number<T: TryFrom<u64>>(text: &str) -> Option<T> {
    let value = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u64::from_str_radix(hex, 16).ok()?,
        None => text.parse().ok()?,
    };
    T::try_from(value).ok()
}

/// An attribute's name and value.
pub(crate) type Attribute = (String, String);

/// One open element.
#[derive(Default)]
struct Open {
    name: String,
    /// The `Name` of a `Data` element.
    data_name: String,
    text: String,
    has_child: bool,
}

#[derive(Default)]
pub(crate) struct Walk {
    pub(crate) event: Event<'static>,
    pub(crate) system_seen: bool,
    /// The event is complete, or known not to be wanted.
    pub(crate) ended: bool,
    pub(crate) wanted: bool,
    stack: Vec<Open>,
    /// Elements open beyond [`MOST_DEPTH`].
    too_deep: usize,
}

impl Walk {
    pub(crate) fn open(&mut self, name: &str, attributes: &[Attribute]) {
        if self.stack.len() >= MOST_DEPTH {
            self.too_deep += 1;
            return;
        }
        if let Some(parent) = self.stack.last_mut() {
            parent.has_child = true;
        }
        let mut open = Open { name: local_name(name).to_owned(), ..Open::default() };
        match self.stack.len() {
            1 => self.section(&open.name),
            2 if self.within("System") => self.system_attributes(&open.name, attributes),
            _ if open.name == "Data" => open.data_name = attribute(attributes, "Name"),
            _ => {}
        }
        self.stack.push(open);
    }

    fn within(&self, section: &str) -> bool {
        self.stack.get(1).is_some_and(|open| open.name == section)
    }

    fn section(&mut self, name: &str) {
        match name {
            "System" | "EventData" | "RenderingInfo" => {}
            "UserData" => self.event.section = Section::UserData,
            _ => self.event.section = Section::Other,
        }
    }

    fn system_attributes(&mut self, name: &str, attributes: &[Attribute]) {
        let event = &mut self.event;
        let value = |name| attribute(attributes, name);
        match name {
            "Provider" => {
                let (name, source) = (value("Name"), value("EventSourceName"));
                event.provider = Cow::Owned(if name.is_empty() { source } else { name });
                event.provider_guid = Cow::Owned(value("Guid"));
            }
            "TimeCreated" => event.time = ticks::parse_iso(&value("SystemTime")),
            "Correlation" => event.activity_id = Cow::Owned(value("ActivityID")),
            "Execution" => {
                event.process_id = number(&value("ProcessID"));
                event.thread_id = number(&value("ThreadID"));
            }
            "Security" => event.user_id = Cow::Owned(value("UserID")),
            _ => {}
        }
    }

    pub(crate) fn text(&mut self, part: &str) {
        if let Some(open) = self.stack.last_mut().filter(|_| self.too_deep == 0) {
            open.text.push_str(part);
        }
    }

    /// Ends an element.
    pub(crate) fn close(&mut self, wanted: &mut Ask<'_>) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(open) = self.stack.pop() else { return };
        let section = self.stack.get(1).map(|section| section.name.as_str());
        match (self.stack.len(), section) {
            (0, _) => self.ended = true,
            (1, _) if open.name == "System" => {
                self.system_seen = true;
                let event = &self.event;
                self.wanted = wanted(&event.provider, &event.channel, event.event_id);
                self.ended = !self.wanted;
            }
            (2, Some("System")) => self.system_text(&open),
            (2, Some("RenderingInfo")) if open.name == "Message" => self.event.message = Cow::Owned(open.text),
            (_, None | Some("System" | "RenderingInfo")) => {}
            (_, Some(_)) if open.has_child && open.text.trim().is_empty() => {}
            (_, Some(section)) => {
                let in_event_data = section == "EventData" && open.name == "Data";
                if self.event.data.len() < MOST_FIELDS {
                    let name = if in_event_data { open.data_name } else { open.name };
                    self.event.data.push(Field { name: Cow::Owned(name), value: Cow::Owned(open.text) });
                }
            }
        }
    }

    fn system_text(&mut self, open: &Open) {
        let event = &mut self.event;
        let text = open.text.trim();
        match open.name.as_str() {
            "EventID" => event.event_id = number(text).unwrap_or(0),
            "Version" => event.version = number(text),
            "Level" => event.level = number(text),
            "Task" => event.task = number(text),
            "Opcode" => event.opcode = number(text),
            "EventRecordID" => event.event_record_id = number(text),
            "Keywords" => event.keywords = Cow::Owned(text.to_owned()),
            "Channel" => event.channel = Cow::Owned(text.to_owned()),
            "Computer" => event.computer = Cow::Owned(text.to_owned()),
            _ => {}
        }
    }
}

fn attribute(attributes: &[Attribute], name: &str) -> String {
    attributes.iter().find(|(key, _)| local_name(key) == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
