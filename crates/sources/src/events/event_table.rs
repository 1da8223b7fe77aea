//! `Event`: every event outside the Security channel, its data as XML text.

use super::levels::level_name;
use super::whole::Need::{AllData, Of};
use super::whole::{EventColumn, Whole};
use crate::mapping;
use crate::rows::Rows;
use crate::value::Value;
use evtx_arrow::{Event, Field, Part, Section};
use std::borrow::Cow;

static COLUMNS: &[EventColumn] = &[
    ("Computer", &[Of(Part::Computer)], |event| Some(Value::text(&event.computer))),
    ("EventCategory", &[Of(Part::Task)], |event| event.task.map(|task| Value::Int(task.into()))),
    ("EventData", &[AllData], |event| Some(Value::Text(Cow::Owned(xml(event))))),
    ("EventID", &[], |event| Some(Value::Int(event.event_id.into()))),
    ("EventLevel", &[Of(Part::Level)], |event| event.level.map(|level| Value::Int(level.into()))),
    ("EventLevelName", &[Of(Part::Level)], |event| event.level.map(|level| Value::text(level_name(level)))),
    ("EventLog", &[Of(Part::Channel)], |event| Some(Value::text(&event.channel))),
    ("ParameterXml", &[AllData], |event| Some(Value::Text(Cow::Owned(parameters(event))))),
    ("RenderedDescription", &[Of(Part::Message), Of(Part::Provider), Of(Part::Channel), AllData], |event| {
        if event.message.is_empty() {
            return mapping::message(event).map(|message| Value::Text(Cow::Owned(message)));
        }
        Some(Value::text(&event.message))
    }),
    ("Source", &[Of(Part::Provider)], |event| Some(Value::text(&event.provider))),
    ("UserName", &[Of(Part::UserId)], |event| Some(Value::text(&event.user_id))),
];

pub(super) fn open(rows: &Rows) -> Option<Whole> {
    Whole::new(rows, "Event", |channel| !channel.eq_ignore_ascii_case("Security"), COLUMNS, std::iter::empty())
}

/// The data as Log Analytics keeps it: a `DataItem` around the event's own element.
fn xml(event: &Event<'_>) -> String {
    let (open, close) = match event.section {
        Section::EventData => {
            ("<EventData xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">", "</EventData>")
        }
        Section::UserData | Section::Other => {
            ("<UserData xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">", "</UserData>")
        }
    };
    let mut text = String::from("<DataItem type=\"System.XmlData\">");
    text.push_str(open);
    for Field { name, value } in &event.data {
        if event.section == Section::EventData && name != "Binary" {
            text.push_str("<Data");
            if !name.is_empty() {
                text.push_str(" Name=\"");
                escape(name, &mut text);
                text.push('"');
            }
            text.push('>');
            escape(value, &mut text);
            text.push_str("</Data>");
        } else {
            let tag: String = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')).collect();
            text.push_str(&format!("<{tag}>"));
            escape(value, &mut text);
            text.push_str(&format!("</{tag}>"));
        }
    }
    text.push_str(close);
    text.push_str("</DataItem>");
    text
}

fn parameters(event: &Event<'_>) -> String {
    let mut text = String::new();
    for field in &event.data {
        text.push_str("<Param>");
        escape(&field.value, &mut text);
        text.push_str("</Param>");
    }
    text
}

fn escape(value: &str, text: &mut String) {
    for c in value.chars() {
        match c {
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '&' => text.push_str("&amp;"),
            '"' => text.push_str("&quot;"),
            _ => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(section: Section, data: &[(&'static str, &'static str)]) -> Event<'static> {
        let data = data.iter().map(|(n, v)| Field { name: (*n).into(), value: (*v).into() }).collect();
        Event { section, data, ..Event::default() }
    }

    #[test]
    fn data_as_xml() {
        let start = "<DataItem type=\"System.XmlData\"><EventData xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">";
        assert_eq!(
            xml(&event(Section::EventData, &[("A", "<&>"), ("", "x")])),
            format!("{start}<Data Name=\"A\">&lt;&amp;&gt;</Data><Data>x</Data></EventData></DataItem>")
        );
        assert!(xml(&event(Section::UserData, &[("Sub ject<", "x")])).contains("<Subject>x</Subject></UserData>"));
        assert_eq!(
            parameters(&event(Section::EventData, &[("A", "1"), ("B", "<")])),
            "<Param>1</Param><Param>&lt;</Param>"
        );
    }
}
