//! One record to one event: by its template's plan, or the general way.

use crate::fill::{Draft, Piece, Values, is_plain, recycled, value_of};
use crate::flaw::Flaw;
use crate::general::{self, Budget};
use crate::plan::{Base, Field as SystemField, Item, Plan, System, Text, left_out};
use crate::reader::Seen;
use crate::templates::{Template, Templates};
use crate::tokens::{FRAGMENT, INSTANCE};
use crate::value::{self, Value};
use crate::{Event, Field, Wanted};
use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

const TOO_MUCH: &str = "the chunk's records expand to too much";

/// Where a record is, and what its header says.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: u64,
    /// When it was written; none when that is no moment.
    pub(crate) time: Option<i64>,
    /// Its BinXML in the chunk.
    pub(crate) range: Range<usize>,
}

/// Reads records; what they need time and again is kept from one to the next.
#[derive(Default)]
pub(crate) struct RecordReader {
    pub(crate) templates: Templates,
    outer: Vec<Value>,
    inner: Vec<Value>,
    nested: Vec<(Rc<Template>, Base, Range<usize>)>,
    text: Vec<u8>,
    pieces: Vec<(Piece<'static>, Piece<'static>)>,
    fields: Vec<Field<'static>>,
    /// The bytes of the last computer's name, and whether they are a template's own text.
    computer: (bool, Vec<u8>),
}

impl RecordReader {
    /// Reads a record and gives its event to `each` if it is wanted.
    pub(crate) fn read(
        &mut self,
        chunk: &[u8],
        record: &Record,
        wanted: &Wanted,
        budget: &mut Budget,
        seen: &mut Seen,
        each: &mut dyn FnMut(&Event<'_>),
    ) -> Result<(), Flaw> {
        if self.planned(chunk, record, wanted, budget, seen, each)? {
            return Ok(());
        }
        if !budget.take(0, 1) {
            return Err(Flaw::new(record.range.start, TOO_MUCH));
        }
        let walk = general::record(chunk, record.range.clone(), &mut self.templates, wanted, budget)?;
        seen.records += 1;
        seen.computer(&walk.event.computer);
        if walk.wanted {
            let mut event = walk.event;
            event.record_id = record.id;
            event.time = event.time.or(record.time);
            each(&event);
        }
        Ok(())
    }

    /// Reads a record by its template's plan; false when that does not fit.
    fn planned(
        &mut self,
        chunk: &[u8],
        record: &Record,
        wanted: &Wanted,
        budget: &mut Budget,
        seen: &mut Seen,
        each: &mut dyn FnMut(&Event<'_>),
    ) -> Result<bool, Flaw> {
        self.outer.clear();
        let Some(template) = one_instance(chunk, &record.range, &mut self.templates, &mut self.outer)? else {
            return Ok(false);
        };
        let Some(plan) = template.plan(Base::Event) else { return Ok(false) };
        let Some(system) = plan.system.as_deref() else { return Ok(false) };
        self.text.clear();
        let mut values = Values { chunk, values: &self.outer, text: &mut self.text };
        let Some((id, is_wanted)) = decide(&template, system, &mut values, wanted) else { return Ok(false) };
        let computer = &system[SystemField::Computer];
        let (known, raw) = match &computer.text {
            Text::Known(name) => (true, Some(name.as_bytes()).filter(|_| computer.guards.is_empty())),
            _ => (false, values.raw(computer)),
        };
        if raw.is_none_or(|raw| (known, raw) != (self.computer.0, &self.computer.1)) {
            seen.computer(values.string(computer).trim());
            self.computer.0 = known;
            self.computer.1.clear();
            self.computer.1.extend_from_slice(raw.unwrap_or_default());
        }
        if !is_wanted {
            seen.records += 1;
            return Ok(true);
        }
        if !values.fit(plan) {
            return Ok(false);
        }
        self.nested.clear();
        self.inner.clear();
        for nested in &plan.nested {
            let value = values.get(nested.slot);
            if value.is_array() {
                return Ok(false);
            }
            if !value.is_nested() {
                continue;
            }
            let (range, start) = (value.start()..value.start() + usize::from(value.length), self.inner.len());
            let Some(template) = one_instance(chunk, &range, &mut self.templates, &mut self.inner)? else {
                return Ok(false);
            };
            self.nested.push((template, nested.base, start..self.inner.len()));
        }
        let mut parts: Vec<(&Plan, &[Value])> = Vec::with_capacity(self.nested.len());
        let mut work = plan.items.len();
        for (template, base, range) in &self.nested {
            let (Some(plan), Some(inner)) = (template.plan(*base), self.inner.get(range.clone())) else {
                return Ok(false);
            };
            // Three levels are too many for plans.
            if plan.nested.iter().any(|nested| !is_plain(value_of(inner, nested.slot))) {
                return Ok(false);
            }
            if !(Values { chunk, values: inner, text: &mut *values.text }).fit(plan) {
                return Ok(false);
            }
            work += plan.items.len();
            parts.push((plan, inner));
        }
        if !budget.take(0, work) {
            return Err(Flaw::new(record.range.start, TOO_MUCH));
        }

        let mut draft = Draft { pieces: recycled(std::mem::take(&mut self.pieces)), ..Draft::default() };
        let mut parts = parts.into_iter();
        let own = values.values;
        for item in &plan.items {
            let Item::Nested(nested, guards) = item else {
                draft.item(item, &mut values)?;
                continue;
            };
            if !values.get(nested.slot).is_nested() {
                continue;
            }
            if let Some((plan, inner)) = parts.next()
                && !left_out(guards, own)
            {
                values.values = inner;
                plan.items.iter().try_for_each(|item| draft.item(item, &mut values))?;
                values.values = own;
            }
        }
        let mut event = event(system, &mut values, id, record);
        let pieces = TEXTS.map(|(field, _)| values.source(&system[field]));
        let text = std::str::from_utf8(values.text).unwrap_or_default();
        for (piece, (_, set)) in pieces.into_iter().zip(TEXTS) {
            set(&mut event, piece.of(text));
        }
        event.section = draft.section;
        event.message = Cow::Borrowed(draft.message.of(text));
        event.data = recycled(std::mem::take(&mut self.fields));
        event.data.extend(
            draft.pieces.iter().map(|(name, value)| Field {
                name: Cow::Borrowed(name.of(text)),
                value: Cow::Borrowed(value.of(text)),
            }),
        );
        budget.take(text.len(), 0);
        seen.records += 1;
        each(&event);
        self.fields = recycled(event.data);
        self.pieces = recycled(draft.pieces);
        Ok(true)
    }
}

type Set = for<'a> fn(&mut Event<'a>, &'a str);

/// The fields of the System part that are text.
static TEXTS: [(SystemField, Set); 8] = [
    (SystemField::Provider, |event, text| event.provider = Cow::Borrowed(text)),
    (SystemField::EventSource, |event, text| {
        if event.provider.is_empty() {
            event.provider = Cow::Borrowed(text);
        }
    }),
    (SystemField::ProviderGuid, |event, text| event.provider_guid = Cow::Borrowed(text)),
    (SystemField::Channel, |event, text| event.channel = Cow::Borrowed(text.trim())),
    (SystemField::Computer, |event, text| event.computer = Cow::Borrowed(text.trim())),
    (SystemField::Keywords, |event, text| event.keywords = Cow::Borrowed(text.trim())),
    (SystemField::ActivityId, |event, text| event.activity_id = Cow::Borrowed(text)),
    (SystemField::UserId, |event, text| event.user_id = Cow::Borrowed(text)),
];

/// The event as far as it is numbers.
fn event<'a>(system: &System, values: &mut Values<'_, '_>, id: u32, record: &Record) -> Event<'a> {
    Event {
        record_id: record.id,
        event_record_id: values.number(&system[SystemField::EventRecordId]),
        event_id: id,
        time: values.moment(&system[SystemField::Time]).or(record.time),
        version: values.number(&system[SystemField::Version]),
        level: values.number(&system[SystemField::Level]),
        task: values.number(&system[SystemField::Task]),
        opcode: values.number(&system[SystemField::Opcode]),
        process_id: values.number(&system[SystemField::ProcessId]),
        thread_id: values.number(&system[SystemField::ThreadId]),
        ..Event::default()
    }
}

/// The event's id and whether it is wanted; none when what decides it is not plain text.
fn decide(template: &Template, system: &System, values: &mut Values<'_, '_>, wanted: &Wanted) -> Option<(u32, bool)> {
    let [provider, channel, id, computer] =
        [SystemField::Provider, SystemField::Channel, SystemField::EventId, SystemField::Computer]
            .map(|field| &system[field]);
    if ![provider, channel, id, computer].iter().all(|source| values.is_plain(&source.text)) {
        return None;
    }
    let id = values.number(id).unwrap_or(0);
    let key = values.raw(provider).zip(values.raw(channel));
    let mut names = || {
        let mut provider = values.string(provider);
        if provider.is_empty() {
            provider = values.string(&system[SystemField::EventSource]);
        }
        [provider, values.string(channel).trim().to_owned()]
    };
    // The name of a provider that has none comes from elsewhere.
    let named = |raw: &[u8]| !raw.is_empty() || matches!(&provider.text, Text::Known(name) if !name.is_empty());
    let is_wanted = match key {
        _ if wanted.is_all() => true,
        Some((provider, channel)) if named(provider) => template.decide(id, [provider, channel], wanted, names),
        _ => {
            let [provider, channel] = names();
            wanted.takes(&provider, &channel, id)
        }
    };
    Some((id, is_wanted))
}

/// The template of a stream that is one instance and nothing else; its values are appended.
fn one_instance(
    chunk: &[u8],
    range: &Range<usize>,
    templates: &mut Templates,
    values: &mut Vec<Value>,
) -> Result<Option<Rc<Template>>, Flaw> {
    let data = chunk.get(..range.end).unwrap_or(chunk);
    let at = match data.get(range.start..) {
        Some([FRAGMENT, _, _, _, INSTANCE, ..]) => range.start + 5,
        Some([INSTANCE, ..]) => range.start + 1,
        _ => return Ok(None),
    };
    let instance = value::instance(data, at, values)?;
    if !matches!(data.get(instance.end..), None | Some([] | [0, ..])) {
        return Ok(None);
    }
    templates.get(chunk, instance.definition).map(Some)
}

#[cfg(test)]
mod tests;
