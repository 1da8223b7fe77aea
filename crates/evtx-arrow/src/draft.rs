//! An event of a located record: what is needed of it, decoded.

use crate::event::{Event, Field as DataField, Section};
use crate::fill::{Piece, Values, recycled};
use crate::flaw::Flaw;
use crate::general::MOST_TEXT;
use crate::needs::Needs;
use crate::plan::{Field, Item, Plan, Text, left_out};
use crate::record::{InnerPart, Located};
use crate::render;
use crate::value;
use crate::walk::MOST_FIELDS;
use std::borrow::Cow;
use std::rc::Rc;

/// What is needed, by a number that plans remember it by.
#[derive(Clone, Copy)]
pub(crate) struct Numbered<'n> {
    pub(crate) needs: &'n Needs,
    /// None for everything.
    pub(crate) number: Option<usize>,
}

impl<'n> Numbered<'n> {
    pub(crate) fn of(needs: &'n Needs, number: usize) -> Self {
        Self { needs, number: (*needs != Needs::all()).then_some(number) }
    }
}

/// Makes events; the memory that one needs is used for the next.
#[derive(Default)]
pub(crate) struct Drafter {
    text: Vec<u8>,
    pieces: Vec<(Piece<'static>, Piece<'static>)>,
    fields: Vec<DataField<'static>>,
}

impl Drafter {
    /// Gives the event as far as it is needed, and how many bytes of text that made.
    pub(crate) fn event<R>(
        &mut self,
        located: &Located<'_>,
        wish: Numbered<'_>,
        take: impl FnOnce(&Event<'_>) -> R,
    ) -> Result<(R, usize), Flaw> {
        self.text.clear();
        let own = located.own_values();
        let pieces = recycled(std::mem::take(&mut self.pieces));
        let mut draft = Draft { text: &mut self.text, pieces, section: Section::default(), message: Piece::Nothing };
        let mut parts = located.parts();
        each_item(located.plan, wish, |item| {
            let Item::Nested(nested, guards) = item else { return draft.item(item, own) };
            if !own.get(nested.slot).is_nested() {
                return Ok(());
            }
            let Some(&InnerPart { plan, values, .. }) = parts.next().filter(|_| !left_out(guards, own.values)) else {
                return Ok(());
            };
            let inner = Values { values, ..own };
            each_item(plan, wish, |item| draft.item(item, inner))
        })?;
        let Draft { pieces, section, message, .. } = draft;
        let mut event = numbers(located, wish.needs);
        let texts = TEXTS.map(|(field, _)| {
            let is_needed = wish.needs.has(field) || (field == Field::EventSource && wish.needs.has(Field::Provider));
            if is_needed { own.source(&located.system[field], &mut self.text) } else { Piece::Nothing }
        });
        let text = std::str::from_utf8(&self.text).unwrap_or_default();
        for (piece, (_, set)) in texts.into_iter().zip(TEXTS) {
            set(&mut event, piece.of(text));
        }
        event.section = section;
        event.message = Cow::Borrowed(message.of(text));
        event.data = recycled(std::mem::take(&mut self.fields));
        event.data.extend(pieces.iter().map(|(name, value)| DataField {
            name: Cow::Borrowed(name.of(text)),
            value: Cow::Borrowed(value.of(text)),
        }));
        let result = take(&event);
        self.fields = recycled(event.data);
        self.pieces = recycled(pieces);
        Ok((result, self.text.len()))
    }
}

/// Gives the items of a plan that are needed.
pub(crate) fn each_item<'p>(
    plan: &'p Plan,
    wish: Numbered<'_>,
    mut take: impl FnMut(&'p Item) -> Result<(), Flaw>,
) -> Result<(), Flaw> {
    let Some(number) = wish.number else { return plan.items.iter().try_for_each(take) };
    let projection: Rc<[u16]> = plan.projection(number, wish.needs);
    projection.iter().filter_map(|item| plan.items.get(usize::from(*item))).try_for_each(&mut take)
}

type Set = for<'a> fn(&mut Event<'a>, &'a str);

/// The parts of the header that are text.
static TEXTS: [(Field, Set); 8] = [
    (Field::Provider, |event, text| event.provider = Cow::Borrowed(text)),
    (Field::EventSource, |event, text| {
        if event.provider.is_empty() {
            event.provider = Cow::Borrowed(text);
        }
    }),
    (Field::ProviderGuid, |event, text| event.provider_guid = Cow::Borrowed(text)),
    (Field::Channel, |event, text| event.channel = Cow::Borrowed(text.trim())),
    (Field::Computer, |event, text| event.computer = Cow::Borrowed(text.trim())),
    (Field::Keywords, |event, text| event.keywords = Cow::Borrowed(text.trim())),
    (Field::ActivityId, |event, text| event.activity_id = Cow::Borrowed(text)),
    (Field::UserId, |event, text| event.user_id = Cow::Borrowed(text)),
];

/// The event as far as it is numbers.
fn numbers<'a>(located: &Located<'_>, needs: &Needs) -> Event<'a> {
    let (values, system) = (located.own_values(), located.system);
    fn number<T: TryFrom<u64>>(values: Values<'_>, located: &Located<'_>, needs: &Needs, field: Field) -> Option<T> {
        if needs.has(field) { values.number(&located.system[field]) } else { None }
    }
    Event {
        record_id: located.record.id,
        event_record_id: number(values, located, needs, Field::EventRecordId),
        event_id: located.event_id,
        time: if needs.has(Field::Time) { values.moment(&system[Field::Time]).or(located.record.time) } else { None },
        version: number(values, located, needs, Field::Version),
        level: number(values, located, needs, Field::Level),
        task: number(values, located, needs, Field::Task),
        opcode: number(values, located, needs, Field::Opcode),
        process_id: number(values, located, needs, Field::ProcessId),
        thread_id: number(values, located, needs, Field::ThreadId),
        ..Event::default()
    }
}

/// What an event has besides its System part.
struct Draft<'t, 'r> {
    text: &'r mut Vec<u8>,
    /// Names and values.
    pieces: Vec<(Piece<'t>, Piece<'t>)>,
    section: Section,
    message: Piece<'t>,
}

impl<'t> Draft<'t, '_> {
    /// Takes an item; one that is a section of its own is left to the caller.
    fn item(&mut self, item: &'t Item, values: Values<'_>) -> Result<(), Flaw> {
        match item {
            Item::Data { name, value, guards } if !left_out(guards, values.values) => {
                let name = values.decode(name, self.text);
                self.data(name, value, values);
            }
            Item::Hollow { name, guards, children } => {
                let gone = |&slot: &u16| left_out(&[slot], values.values);
                if !left_out(guards, values.values) && children.iter().all(gone) {
                    self.push(Piece::Known(name), Piece::Nothing);
                }
            }
            Item::Message(source) => {
                if !left_out(&source.guards, values.values) {
                    self.message = values.decode(&source.text, self.text);
                }
            }
            Item::Section(section, guards) if !left_out(guards, values.values) => self.section = *section,
            Item::Data { .. } | Item::Section(..) | Item::Nested(..) => {}
        }
        if self.text.len() > MOST_TEXT { Err(Flaw::new(0, "it expands to too much text")) } else { Ok(()) }
    }

    /// One field, or as many as an array has items.
    fn data(&mut self, name: Piece<'t>, text: &'t Text, values: Values<'_>) {
        if let Text::Slot(slot) = text {
            let value = values.get(*slot);
            if value.is_array() {
                let mut items = value::items(value.kind, value.bytes(values.chunk));
                let (kind, bytes) = items.next().unwrap_or_default();
                self.one(name, kind, bytes);
                for (kind, bytes) in items {
                    if self.pieces.len() >= MOST_FIELDS {
                        return;
                    }
                    self.one(name, kind, bytes);
                }
                return;
            }
        }
        let value = values.decode(text, self.text);
        self.push(name, value);
    }

    fn one(&mut self, name: Piece<'t>, kind: u8, bytes: &[u8]) {
        let start = self.text.len();
        render::push(self.text, kind, bytes);
        self.push(name, Piece::Decoded(start, self.text.len()));
    }

    fn push(&mut self, name: Piece<'t>, value: Piece<'t>) {
        if self.pieces.len() < MOST_FIELDS {
            self.pieces.push((name, value));
        }
    }
}
