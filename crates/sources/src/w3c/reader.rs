use super::columns::{Columns, From};
use super::lines::{self, Text};
use super::{LogKind, WHOLE_LINE};
use crate::rows::Slot;
use crate::sink::Sink;
use crate::told::Told;
use crate::usable::Judgement;
use crate::value::Value;
use crate::{Input, ReadError};
use diagnostics::Problem;
use evtx_arrow::ticks;
use formats::w3c::{Fit, Layout, Line, bare, day, line, time_of_day};
use std::borrow::Cow;
use std::io::Read;
use tables::Found;

/// Bytes of a line that does not match its fields which are kept.
const MOST_OF_A_LINE: usize = 1 << 16;

/// Reads one log.
pub(super) struct Reader<'i> {
    kind: &'static LogKind,
    slot: Slot,
    input: &'i Input<'i>,
    told: Told<'i>,
    host: &'i str,
    site: Option<&'i str>,
    columns: Option<Columns>,
    clock: Clock,
    /// Lines that are no UTF-8.
    other_encoding: u64,
}

impl<'i> Reader<'i> {
    pub(super) fn new(kind: &'static LogKind, slot: Slot, input: &'i Input<'i>, host: &'i str) -> Self {
        let path = input.item.path.as_str();
        Self {
            kind,
            slot,
            input,
            told: Told::new(path),
            host,
            site: site_of(path),
            columns: None,
            clock: Clock::default(),
            other_encoding: 0,
        }
    }

    pub(super) fn read(&mut self, stream: &mut dyn Read, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut spare = Vec::new();
        let mut found = Found::default();
        let broken = lines::each(stream, |text| -> Result<(), ReadError> {
            let content = bare(text.bytes);
            match line(content) {
                Line::Entry => {
                    let mut values = recycled(std::mem::take(&mut spare));
                    self.entry(&text, content, &mut values, &mut found, sink)?;
                    spare = recycled(values);
                }
                Line::Fields(fields) => {
                    let layout = Layout::parse(fields);
                    self.columns = Some(Columns::new(layout, self.kind, &sink.rows, self.slot));
                }
                Line::Date(date) => self.clock.directive(date),
                Line::Empty | Line::Software(_) | Line::Remark => {}
            }
            Ok(())
        })?;
        if let Some((line, error)) = broken {
            let text = format!("cannot be read further: {error}");
            sink.problem(Problem::error(&self.input.item.path, format!("line {line}"), text));
        }
        Ok(())
    }

    fn entry<'l>(
        &mut self,
        text: &Text<'_>,
        content: &'l [u8],
        values: &mut Vec<Option<&'l [u8]>>,
        found: &mut Found,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        sink.records += 1;
        let row = self.input.source.row(text.number);
        let Some(columns) = &self.columns else {
            self.told.line(sink, text.number, "values before the first #Fields, which would say what they are");
            return self.unexplained(content, row, sink);
        };
        let fit = columns.layout.split(content, values);
        let wanted = columns.layout.names().len();
        let damage = match fit {
            Fit::Exact if text.is_cut => Some("the line is too long; its end is left out".to_owned()),
            Fit::Exact => None,
            Fit::Cut { values } => Some(format!("the line breaks off: {values} values for {wanted} fields")),
            Fit::Overlong { values } => Some(format!("{values} values for {wanted} fields: a value has spaces")),
        };
        let value = |at: Option<usize>| at.and_then(|at| values.get(at).copied().flatten());
        let time = self.clock.time(columns.date.is_some(), value(columns.date), value(columns.time));
        let problem = match (damage, time) {
            (Some(damage), _) => Some(damage),
            (None, None) => Some("no time that can be read".to_owned()),
            (None, Some(_)) => None,
        };
        if let Some(problem) = &problem {
            self.told.line(sink, text.number, problem.as_str());
        }
        if std::str::from_utf8(content).is_err() {
            self.other_encoding += 1;
        }
        let cell = |from: From| match from {
            From::Field(at) => values.get(at).copied().flatten().filter(|value| *value != b"-").map(decoded),
            From::Host => Some(Cow::Borrowed(self.host)),
            From::Folder => self.site.map(Cow::Borrowed),
        };
        let known = |at: usize| Some(columns.filled.get(at).and_then(|(_, from)| cell(*from)).map(Value::Text));
        if columns.usable.judge(found, time, known) == Judgement::Useless {
            sink.rows.note_time(self.slot, row, time);
            return Ok(());
        }
        for (column, from) in &columns.filled {
            if let Some(text) = cell(*from) {
                sink.set(self.slot, *column, &Value::Text(text));
            }
        }
        if let Some((column, others)) = &columns.custom {
            let mut fields = serde_json::Map::new();
            for at in others {
                if let (Some(name), Some(text)) = (columns.layout.names().get(*at), cell(From::Field(*at))) {
                    fields.insert(name.clone(), text.into_owned().into());
                }
            }
            if problem.is_some() {
                fields.insert(WHOLE_LINE.to_owned(), whole(content).into());
            }
            if !fields.is_empty() {
                sink.set(self.slot, *column, &Value::Json(serde_json::Value::Object(fields).to_string()));
            }
        }
        sink.finish_row(self.slot, row, time)
    }

    /// The row of a line of which nothing is known.
    fn unexplained(&mut self, content: &[u8], row: tables::RowId, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let text = serde_json::json!({ WHOLE_LINE: whole(content) }).to_string();
        sink.set_named(self.slot, super::CUSTOM, &Value::Json(text));
        sink.set_named(self.slot, self.kind.computer, &Value::text(self.host));
        sink.finish_row(self.slot, row, None)
    }

    pub(super) fn finish(self, sink: &mut Sink<'_>) {
        if self.other_encoding > 0 {
            let text = format!("{} lines are not UTF-8; their bytes are taken for Latin-1", self.other_encoding);
            sink.info(&self.input.item.path, "", text);
        }
        self.told.finish(sink);
    }
}

/// The same vector without its values, for values of another line.
fn recycled<'b>(mut values: Vec<Option<&[u8]>>) -> Vec<Option<&'b [u8]>> {
    values.clear();
    values.into_iter().map(|_| None).collect()
}

/// A value as text: UTF-8, else Latin-1, which loses nothing.
fn decoded(value: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(value).map_or_else(|_| value.iter().map(|byte| char::from(*byte)).collect(), Cow::Borrowed)
}

fn whole(content: &[u8]) -> String {
    decoded(content.get(..MOST_OF_A_LINE).unwrap_or(content)).into_owned()
}

/// `W3SVC1` of `inetpub/logs/LogFiles/W3SVC1/u_ex260314.log`.
fn site_of(path: &str) -> Option<&str> {
    path.split(['/', '\\']).rev().skip(1).find(|folder| {
        let rest = folder.strip_prefix("W3SVC").or_else(|| folder.strip_prefix("FTPSVC"));
        rest.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// When lines were written. Dates repeat, so the last one is kept; logs may leave them out.
#[derive(Default)]
struct Clock {
    date: [u8; 10],
    day: Option<i64>,
    last: i64,
}

impl Clock {
    /// `#Date: 2026-03-14 00:00:00`
    fn directive(&mut self, date: &[u8]) {
        self.set(date.get(..10).unwrap_or(date));
        self.last = 0;
    }

    fn set(&mut self, date: &[u8]) {
        if date != self.date {
            self.day = day(date);
            self.date = date.try_into().unwrap_or_default();
        }
    }

    fn time(&mut self, has_dates: bool, date: Option<&[u8]>, time: Option<&[u8]>) -> Option<i64> {
        let time = time_of_day(time?)?;
        if has_dates {
            self.set(date?);
        } else {
            // Without dates, a time far before the last one is of the next day.
            if time + ticks::DAY / 2 < self.last {
                self.day = self.day.map(|day| day + 1);
                self.date = [0; 10];
            }
            self.last = time;
        }
        self.day?.checked_mul(ticks::DAY)?.checked_add(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks() {
        let start = ticks::parse_iso("2026-03-14T00:00:00Z");
        let mut clock = Clock::default();
        assert_eq!(clock.time(true, Some(b"2026-03-14"), Some(b"00:00:00")), start);
        assert_eq!(clock.time(true, Some(b"2026-3-14"), Some(b"00:00:00")), None);
        assert_eq!(clock.time(true, None, Some(b"00:00:00")), None);
        assert_eq!(clock.time(true, Some(b"2026-03-14"), None), None);
        let mut clock = Clock::default();
        assert_eq!(clock.time(false, None, Some(b"23:59:59")), None);
        clock.directive(b"2026-03-13 00:00:00");
        assert_eq!(clock.time(false, None, Some(b"23:59:59")), start.map(|t| t - ticks::SECOND));
        assert_eq!(clock.time(false, None, Some(b"00:00:00")), start);
        assert_eq!(clock.time(false, None, Some(b"00:00:01")), start.map(|t| t + ticks::SECOND));
    }

    #[test]
    fn sites() {
        assert_eq!(site_of("C/inetpub/logs/LogFiles/W3SVC12/u_ex.log"), Some("W3SVC12"));
        assert_eq!(site_of("W3SVC1"), None);
        assert_eq!(site_of("logs/W3SVC/u_ex.log"), None);
        assert_eq!(site_of("u_ex.log"), None);
    }
}
