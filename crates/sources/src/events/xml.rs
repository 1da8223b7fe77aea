//! An event's data as XML text.

use evtx_arrow::{Event, Field, Section};

const NAMESPACE: &str = "http://schemas.microsoft.com/win/2004/08/events/event";

/// The event's element `EventData` or `UserData`.
pub(super) fn data(event: &Event<'_>) -> String {
    let element = match event.section {
        Section::EventData => "EventData",
        Section::UserData | Section::Other => "UserData",
    };
    let mut text = format!("<{element} xmlns=\"{NAMESPACE}\">");
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
    text.push_str(&format!("</{element}>"));
    text
}

/// Appends a text with its special characters written as entities.
pub(super) fn escape(value: &str, text: &mut String) {
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
