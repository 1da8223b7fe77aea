//! `Event`: every event outside the Security channel, its data as XML text.

use super::levels::level_name;
use super::whole::Need::{AllData, Of};
use super::whole::{EventColumn, Whole};
use super::xml;
use crate::mapping;
use crate::rows::Rows;
use crate::value::Value;
use evtx_arrow::{Event, Part};
use std::borrow::Cow;

static COLUMNS: &[EventColumn] = &[
    ("Computer", &[Of(Part::Computer)], |event| Some(Value::text(&event.computer))),
    ("EventCategory", &[Of(Part::Task)], |event| event.task.map(|task| Value::Int(task.into()))),
    ("EventData", &[AllData], |event| Some(Value::Text(Cow::Owned(data_item(event))))),
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
fn data_item(event: &Event<'_>) -> String {
    format!("<DataItem type=\"System.XmlData\">{}</DataItem>", xml::data(event))
}

fn parameters(event: &Event<'_>) -> String {
    let mut text = String::new();
    for field in &event.data {
        text.push_str("<Param>");
        xml::escape(&field.value, &mut text);
        text.push_str("</Param>");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use evtx_arrow::{Field, Section};

    fn event(section: Section, data: &[(&'static str, &'static str)]) -> Event<'static> {
        let data = data.iter().map(|(n, v)| Field { name: (*n).into(), value: (*v).into() }).collect();
        Event { section, data, ..Event::default() }
    }

    #[test]
    fn data_as_xml() {
        let start = "<DataItem type=\"System.XmlData\"><EventData xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">";
        assert_eq!(
            data_item(&event(Section::EventData, &[("A", "<&>"), ("", "x")])),
            format!("{start}<Data Name=\"A\">&lt;&amp;&gt;</Data><Data>x</Data></EventData></DataItem>")
        );
        assert!(
            data_item(&event(Section::UserData, &[("Sub ject<", "x")])).contains("<Subject>x</Subject></UserData>")
        );
        assert_eq!(
            parameters(&event(Section::EventData, &[("A", "1"), ("B", "<")])),
            "<Param>1</Param><Param>&lt;</Param>"
        );
    }
}
