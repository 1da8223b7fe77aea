//! One record: located by its template's plan, or read the general way.

use crate::Event;
use crate::bytes::same;
use crate::fill::{Values, is_plain, value_of};
use crate::flaw::Flaw;
use crate::general::{self, Budget};
use crate::harvest::Origin;
use crate::outcome::Seen;
use crate::plan::{Base, Field, Plan, System, Text};
use crate::shape::Shape;
use crate::templates::{Template, Templates};
use crate::tokens::{FRAGMENT, INSTANCE};
use crate::value::{self, Value};
use std::ops::Range;
use std::rc::Rc;

const TOO_MUCH: &str = "the chunk's records expand to too much";
/// Values of one record that are elements; the general way takes records with more of them.
const MOST_PARTS: usize = 4;

/// Where a record is, and what its header says.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    pub(crate) id: u64,
    /// When it was written; none when that is no moment.
    pub(crate) time: Option<i64>,
    /// Its BinXML in the chunk.
    pub(crate) range: Range<usize>,
}

/// What takes records.
pub(crate) trait Receiver {
    /// Says where the next records are from; from the log itself if nothing is said.
    fn origin(&mut self, origin: Origin);

    /// Whether a record can be wanted, by its header alone.
    fn may_want(&self, record: &Record) -> bool;

    /// Which way records of this kind go; none when they are not wanted. The answer is remembered.
    fn route(&self, provider: &str, channel: &str, id: u32) -> Option<u32>;

    /// Takes a record that a plan reads; gives how many bytes of text that made.
    fn planned(&mut self, route: u32, located: &Located<'_>) -> Result<usize, Flaw>;

    /// Takes a record that was read the general way.
    fn general(&mut self, route: u32, event: &Event<'_>);
}

/// A record whose plan holds: where its values are.
pub(crate) struct Located<'a> {
    pub(crate) record: &'a Record,
    pub(crate) chunk: &'a [u8],
    pub(crate) event_id: u32,
    pub(crate) system: &'a System,
    pub(crate) plan: &'a Plan,
    pub(crate) values: &'a [Value],
    /// What the types of the values decide; none when every value must be looked at.
    pub(crate) shape: Option<&'a Shape>,
    parts: [Option<InnerPart<'a>>; MOST_PARTS],
}

/// A value that is elements.
#[derive(Clone, Copy)]
pub(crate) struct InnerPart<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) values: &'a [Value],
    pub(crate) shape: Option<&'a Shape>,
}

impl<'a> Located<'a> {
    /// The plans of the values that are elements, in the order of the plan's own, with their values.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &InnerPart<'a>> {
        self.parts.iter().flatten()
    }

    pub(crate) fn own_values(&self) -> Values<'a> {
        Values { chunk: self.chunk, values: self.values }
    }
}

/// The instance that a value is.
struct Nested {
    template: Rc<Template>,
    base: Base,
    shape: Option<Rc<Shape>>,
    /// Its values.
    range: Range<usize>,
}

/// Reads records; what they need time and again is kept from one to the next.
#[derive(Default)]
pub(crate) struct RecordReader {
    pub(crate) templates: Templates,
    outer: Vec<Value>,
    inner: Vec<Value>,
    nested: Vec<Nested>,
    /// The bytes of the last computer's name, and whether they are a template's own text; none at the start of a
    /// chunk.
    computer: Option<(bool, Vec<u8>)>,
}

impl RecordReader {
    /// Begins another chunk.
    pub(crate) fn chunk(&mut self) {
        self.templates.chunk();
        self.computer = None;
    }

    /// Reads a record and gives it to the receiver if that wants it.
    pub(crate) fn read(
        &mut self,
        chunk: &[u8],
        record: &Record,
        receiver: &mut dyn Receiver,
        budget: &mut Budget,
        seen: &mut Seen,
    ) -> Result<(), Flaw> {
        if self.planned(chunk, record, receiver, budget, seen)? {
            return Ok(());
        }
        if !budget.take(0, 1) {
            return Err(Flaw::new(record.range.start, TOO_MUCH));
        }
        let mut route = None;
        let mut asked = |provider: &str, channel: &str, id| {
            route = receiver.route(provider, channel, id);
            route.is_some()
        };
        let walk = general::record(chunk, record.range.clone(), &mut self.templates, &mut asked, budget)?;
        seen.records += 1;
        seen.computer(&walk.event.computer);
        if let (true, Some(route)) = (walk.wanted && receiver.may_want(record), route) {
            let mut event = walk.event;
            event.record_id = record.id;
            event.time = event.time.or(record.time);
            receiver.general(route, &event);
        }
        Ok(())
    }

    /// Reads a record by its template's plan; false when that does not fit.
    pub(crate) fn planned(
        &mut self,
        chunk: &[u8],
        record: &Record,
        receiver: &mut dyn Receiver,
        budget: &mut Budget,
        seen: &mut Seen,
    ) -> Result<bool, Flaw> {
        self.outer.clear();
        let Some((template, entries)) = one_instance(chunk, &record.range, &mut self.templates, &mut self.outer)?
        else {
            return Ok(false);
        };
        let Some(plan) = template.plan(Base::Event) else { return Ok(false) };
        let Some(system) = plan.system.as_deref() else { return Ok(false) };
        let shape = shape_of(&template, Base::Event, plan, entries, &self.outer, &mut self.templates);
        let shape = shape.as_deref();
        let values = Values { chunk, values: &self.outer };
        if !shape.map_or_else(|| values.decide(system), |shape| shape.decides) {
            return Ok(false);
        }
        let (event_id, route) = decide(&template, system, values, receiver, &mut self.templates);
        see_computer(&mut self.computer, &system[Field::Computer], values, seen);
        let Some(route) = route.filter(|_| receiver.may_want(record)) else {
            seen.records += 1;
            return Ok(true);
        };
        if !shape.map_or_else(|| values.fit(plan), |shape| shape.fits) {
            return Ok(false);
        }
        self.nested.clear();
        self.inner.clear();
        let mut work = plan.items.len();
        for nested in &plan.nested {
            let (value, base) = (values.get(nested.slot), nested.base);
            if value.is_array() || self.nested.len() >= MOST_PARTS {
                return Ok(false);
            }
            if !value.is_nested() {
                continue;
            }
            let (range, start) = (value.start()..value.start() + usize::from(value.length), self.inner.len());
            let Some((template, entries)) = one_instance(chunk, &range, &mut self.templates, &mut self.inner)? else {
                return Ok(false);
            };
            let (Some(plan), Some(inner)) = (template.plan(base), self.inner.get(start..)) else { return Ok(false) };
            let shape = shape_of(&template, base, plan, entries, inner, &mut self.templates);
            // Three levels are too many for plans.
            if plan.nested.iter().any(|nested| !is_plain(value_of(inner, nested.slot)))
                || !shape.as_deref().map_or_else(|| Values { chunk, values: inner }.fit(plan), |shape| shape.fits)
            {
                return Ok(false);
            }
            work += plan.items.len();
            self.nested.push(Nested { template, base, shape, range: start..self.inner.len() });
        }
        if !budget.take(0, work) {
            return Err(Flaw::new(record.range.start, TOO_MUCH));
        }
        let mut parts = [None; MOST_PARTS];
        for (part, nested) in parts.iter_mut().zip(&self.nested) {
            *part = nested
                .template
                .plan(nested.base)
                .zip(self.inner.get(nested.range.clone()))
                .map(|(plan, values)| InnerPart { plan, values, shape: nested.shape.as_deref() });
        }
        let located = Located { record, chunk, event_id, system, plan, values: &self.outer, shape, parts };
        let text = receiver.planned(route, &located)?;
        seen.records += 1;
        budget.take(text, 0);
        Ok(true)
    }
}

/// The shape of an instance of a template.
#[inline]
fn shape_of(
    template: &Template,
    base: Base,
    plan: &Plan,
    entries: &[[u8; 4]],
    values: &[Value],
    templates: &mut Templates,
) -> Option<Rc<Shape>> {
    let (shape, new) = template.shape(base, plan, entries, values)?;
    templates.keeps(new);
    Some(shape)
}

/// Notes a computer's name unless it is the last one's.
fn see_computer(
    last: &mut Option<(bool, Vec<u8>)>,
    computer: &crate::plan::Source,
    values: Values<'_>,
    seen: &mut Seen,
) {
    let (known, raw) = match &computer.text {
        Text::Known(name) => (true, Some(name.as_bytes()).filter(|_| computer.guards.is_empty())),
        _ => (false, values.raw(computer)),
    };
    if let (Some(raw), Some(last)) = (raw, &*last)
        && known == last.0
        && same(raw, &last.1)
    {
        return;
    }
    seen.computer(values.string(computer).trim());
    let (is_known, bytes) = last.get_or_insert_default();
    *is_known = known;
    bytes.clear();
    bytes.extend_from_slice(raw.unwrap_or_default());
}

/// The event's id and which way it goes.
fn decide(
    template: &Template,
    system: &System,
    values: Values<'_>,
    receiver: &dyn Receiver,
    templates: &mut Templates,
) -> (u32, Option<u32>) {
    let [provider, channel, id] = [Field::Provider, Field::Channel, Field::EventId].map(|field| &system[field]);
    let id = values.number(id).unwrap_or(0);
    let ask = || {
        let mut provider = values.string(provider);
        if provider.is_empty() {
            provider = values.string(&system[Field::EventSource]);
        }
        receiver.route(&provider, values.string(channel).trim(), id)
    };
    // The name of a provider that has none comes from elsewhere.
    let named = |raw: &[u8]| !raw.is_empty() || matches!(&provider.text, Text::Known(name) if !name.is_empty());
    let route = match values.raw(provider).zip(values.raw(channel)) {
        Some((provider, channel)) if named(provider) => templates.decide(template, id, [provider, channel], ask),
        _ => ask(),
    };
    (id, route)
}

/// A template, and what describes the values of an instance of it.
type Found<'c> = (Rc<Template>, &'c [[u8; 4]]);

/// The template of a stream that is one instance and nothing else, and what describes its values, which are appended.
#[inline]
fn one_instance<'c>(
    chunk: &'c [u8],
    range: &Range<usize>,
    templates: &mut Templates,
    values: &mut Vec<Value>,
) -> Result<Option<Found<'c>>, Flaw> {
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
    let template = templates.get(chunk, instance.definition)?;
    Ok(Some((template, instance.entries)))
}

#[cfg(test)]
mod tests;
