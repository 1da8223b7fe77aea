//! The rendered form of a record back into its fields.
//!
//! This is what the reader is compared with: it shares nothing with it.

use evtx_arrow::{Event, Field, Section, ticks};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event as Xml};
use std::borrow::Cow;

/// Elements nested more deeply than this are passed over.
const MOST_DEPTH: usize = 64;
/// Fields of one event past this number are dropped. The largest known events have some hundred.
const MOST_FIELDS: usize = 16_384;

/// The fields of a rendered record.
///
/// # Errors
/// When the text is not an event.
pub(super) fn event(text: &str) -> Result<Event<'_>, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut walk = Walk::default();
    loop {
        match reader.read_event() {
            Ok(Xml::Start(tag)) => walk.open(&tag),
            Ok(Xml::Empty(tag)) => {
                walk.open(&tag);
                walk.close();
            }
            Ok(Xml::End(_)) => walk.close(),
            Ok(Xml::Text(part)) => walk.text(part.into_inner()),
            Ok(Xml::CData(part)) => walk.text(part.into_inner()),
            Ok(Xml::GeneralRef(entity)) => walk.text(Cow::Owned(resolve(&entity))),
            Ok(Xml::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    if walk.system_seen { Ok(walk.event) } else { Err("it has no System part".to_owned()) }
}

fn resolve(entity: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = entity.resolve_char_ref() {
        return c.to_string();
    }
    match &**entity {
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "amp" => "&".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{};", other),
    }
}

/// One open element.
#[derive(Default)]
struct Open<'a> {
    name: String,
    /// The `Name` of a `Data` element.
    data_name: Cow<'a, str>,
    text: Cow<'a, str>,
    has_child: bool,
}

#[derive(Default)]
struct Walk<'a> {
    event: Event<'a>,
    stack: Vec<Open<'a>>,
    /// Elements open beyond [`MOST_DEPTH`].
    too_deep: usize,
    system_seen: bool,
}

impl<'a> Walk<'a> {
    fn open(&mut self, tag: &BytesStart<'_>) {
        if self.stack.len() >= MOST_DEPTH {
            self.too_deep += 1;
            return;
        }
        if let Some(parent) = self.stack.last_mut() {
            parent.has_child = true;
        }
        let name = tag.local_name().as_ref().to_owned();
        let mut open = Open { name, ..Open::default() };
        match self.stack.len() {
            1 => self.section(&open.name),
            2 if self.within("System") => self.system_attributes(&open.name, tag),
            _ if open.name == "Data" => open.data_name = attribute(tag, "Name"),
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

    fn system_attributes(&mut self, name: &str, tag: &BytesStart<'_>) {
        let event = &mut self.event;
        match name {
            "Provider" => {
                event.provider = attribute(tag, "Name");
                if event.provider.is_empty() {
                    event.provider = attribute(tag, "EventSourceName");
                }
                event.provider_guid = attribute(tag, "Guid");
            }
            "TimeCreated" => event.time = ticks::parse_iso(&attribute(tag, "SystemTime")),
            "Correlation" => event.activity_id = attribute(tag, "ActivityID"),
            "Execution" => {
                event.process_id = number(&attribute(tag, "ProcessID"));
                event.thread_id = number(&attribute(tag, "ThreadID"));
            }
            "Security" => event.user_id = attribute(tag, "UserID"),
            _ => {}
        }
    }

    fn text(&mut self, part: Cow<'a, str>) {
        let Some(open) = self.stack.last_mut().filter(|_| self.too_deep == 0) else { return };
        if open.text.is_empty() {
            open.text = part;
        } else {
            open.text.to_mut().push_str(&part);
        }
    }

    /// Ends an element.
    fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(open) = self.stack.pop() else { return };
        let section = self.stack.get(1).map(|section| section.name.as_str());
        match (self.stack.len(), section) {
            (1, _) if open.name == "System" => self.system_seen = true,
            (2, Some("System")) => self.system_text(&open),
            (2, Some("RenderingInfo")) if open.name == "Message" => self.event.message = open.text,
            (_, None | Some("System" | "RenderingInfo")) => {}
            (_, Some(_)) if open.has_child && open.text.trim().is_empty() => {}
            (_, Some(section)) => {
                let in_event_data = section == "EventData" && open.name == "Data";
                if self.event.data.len() < MOST_FIELDS {
                    let name = if in_event_data { open.data_name } else { Cow::Owned(open.name) };
                    self.event.data.push(Field { name, value: open.text });
                }
            }
        }
    }

    fn system_text(&mut self, open: &Open<'a>) {
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

fn attribute(tag: &BytesStart<'_>, name: &str) -> Cow<'static, str> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name);
    Cow::Owned(found.map_or_else(String::new, |a| {
        quick_xml::escape::unescape(&a.value).map_or_else(|_| a.value.to_string(), Cow::into_owned)
    }))
}

/// A number in decimal or, with `0x`, in hexadecimal.
fn number<T: TryFrom<u64>>(text: &str) -> Option<T> {
    let value = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => u64::from_str_radix(hex, 16).ok()?,
        None => text.parse().ok()?,
    };
    T::try_from(value).ok()
}
