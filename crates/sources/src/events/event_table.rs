//! `Event`: every event outside the Security channel, its data as XML text.

use super::WholeTable;
use super::levels::level_name;
use crate::mapping;
use crate::rows::{Column, Rows, Slot};
use crate::value::Value;
use evtx_arrow::{Event, Field, Section, Selector};
use std::borrow::Cow;
use tables::RowId;

type Read = for<'a> fn(&'a Event<'a>) -> Option<Value<'a>>;

static COLUMNS: &[(&str, Read)] = &[
    ("Computer", |event| Some(Value::text(&event.computer))),
    ("EventCategory", |event| event.task.map(|task| Value::Int(task.into()))),
    ("EventData", |event| Some(Value::Text(Cow::Owned(xml(event))))),
    ("EventID", |event| Some(Value::Int(event.event_id.into()))),
    ("EventLevel", |event| event.level.map(|level| Value::Int(level.into()))),
    ("EventLevelName", |event| event.level.map(|level| Value::text(level_name(level)))),
    ("EventLog", |event| Some(Value::text(&event.channel))),
    ("ParameterXml", |event| Some(Value::Text(Cow::Owned(parameters(event))))),
    ("RenderedDescription", |event| {
        if event.message.is_empty() {
            return mapping::message(event).map(|message| Value::Text(Cow::Owned(message)));
        }
        Some(Value::text(&event.message))
    }),
    ("Source", |event| Some(Value::text(&event.provider))),
    ("UserName", |event| Some(Value::text(&event.user_id))),
];

struct EventTable {
    slot: Slot,
    columns: Vec<(Column, Read)>,
}

pub(super) fn open(rows: &Rows) -> Option<Box<dyn WholeTable>> {
    let slot = rows.slot("Event")?;
    let columns = COLUMNS.iter().filter_map(|(name, read)| Some((rows.column(slot, name)?, *read))).collect();
    Some(Box::new(EventTable { slot, columns }))
}

impl WholeTable for EventTable {
    fn selector(&self) -> Option<Selector> {
        None
    }

    fn write(&self, event: &Event<'_>, row: RowId, rows: &mut Rows) {
        if event.channel.eq_ignore_ascii_case("Security") {
            return;
        }
        for (column, read) in &self.columns {
            if let Some(value) = read(event) {
                rows.set(self.slot, *column, &value);
            }
        }
        rows.finish_row(self.slot, row, event.time);
    }
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
