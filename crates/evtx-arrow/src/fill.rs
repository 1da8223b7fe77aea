//! A plan's sources filled with the values of one instance.

use crate::event::Section;
use crate::flaw::Flaw;
use crate::general::MOST_TEXT;
use crate::plan::{Item, Plan, Source, Text, left_out};
use crate::render;
use crate::ticks;
use crate::value::{self, STRING, Value};
use crate::walk::{self, MOST_FIELDS};

/// Text of an event until all of it is decoded.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Piece<'t> {
    #[default]
    Nothing,
    Known(&'t str),
    /// A range of the decoded text.
    Decoded(usize, usize),
}

impl<'t> Piece<'t> {
    pub(crate) fn of<'a>(self, text: &'a str) -> &'a str
    where
        't: 'a,
    {
        match self {
            Self::Nothing => "",
            Self::Known(text) => text,
            Self::Decoded(start, end) => text.get(start..end).unwrap_or_default(),
        }
    }
}

/// An empty vector that keeps its memory.
pub(crate) fn recycled<A, B>(mut used: Vec<A>) -> Vec<B> {
    used.clear();
    used.into_iter().filter_map(|_| None).collect()
}

/// The values of one instance, and the decoded text.
pub(crate) struct Values<'c, 'r> {
    pub(crate) chunk: &'c [u8],
    pub(crate) values: &'r [Value],
    pub(crate) text: &'r mut Vec<u8>,
}

impl<'c> Values<'c, '_> {
    pub(crate) fn get(&self, slot: u16) -> Value {
        value_of(self.values, slot)
    }

    /// Whether the plan holds for them: that text is expected for none that is not text.
    pub(crate) fn fit(&self, plan: &Plan) -> bool {
        plan.plain.iter().all(|&slot| is_plain(self.get(slot)))
            && plan.repeat.iter().all(|&slot| !self.get(slot).is_nested())
    }

    /// Whether the text takes no elements and no array.
    pub(crate) fn is_plain(&self, text: &Text) -> bool {
        match text {
            Text::Known(_) => true,
            Text::Slot(slot) => is_plain(self.get(*slot)),
            Text::Mixed(parts) => parts.iter().all(|part| self.is_plain(part)),
        }
    }

    fn append(&mut self, text: &Text) {
        match text {
            Text::Known(text) => self.text.extend_from_slice(text.as_bytes()),
            Text::Slot(slot) => {
                let value = self.get(*slot);
                render::push(self.text, value.kind, value.bytes(self.chunk));
            }
            Text::Mixed(parts) => parts.iter().for_each(|part| self.append(part)),
        }
    }

    pub(crate) fn decode<'t>(&mut self, text: &'t Text) -> Piece<'t> {
        if let Text::Known(text) = text {
            return Piece::Known(text);
        }
        let start = self.text.len();
        self.append(text);
        Piece::Decoded(start, self.text.len())
    }

    pub(crate) fn source<'t>(&mut self, source: &'t Source) -> Piece<'t> {
        if left_out(&source.guards, self.values) { Piece::Nothing } else { self.decode(&source.text) }
    }

    /// What the source gives, as text of its own.
    pub(crate) fn string(&mut self, source: &Source) -> String {
        if left_out(&source.guards, self.values) {
            return String::new();
        }
        if let Text::Known(text) = &source.text {
            return text.clone();
        }
        let start = self.text.len();
        self.append(&source.text);
        let text =
            self.text.get(start..).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default().to_owned();
        self.text.truncate(start);
        text
    }

    pub(crate) fn number<T: TryFrom<u64>>(&mut self, source: &Source) -> Option<T> {
        if let Text::Slot(slot) = source.text
            && source.guards.is_empty()
        {
            let value = self.get(slot);
            if value.is_null() {
                return None;
            }
            if let Some(number) = render::number(value.kind, value.bytes(self.chunk)) {
                return T::try_from(number).ok();
            }
        }
        if let (Text::Known(text), true) = (&source.text, source.guards.is_empty()) {
            return walk::number(text.trim());
        }
        walk::number(self.string(source).trim())
    }

    pub(crate) fn moment(&mut self, source: &Source) -> Option<i64> {
        if let Text::Slot(slot) = source.text
            && source.guards.is_empty()
        {
            let value = self.get(slot);
            if value.kind == value::FILETIME {
                return crate::bytes::u64_at(value.bytes(self.chunk), 0).and_then(render::moment);
            }
        }
        ticks::parse_iso(&self.string(source))
    }

    /// The bytes that decide what the source gives; none when more than they do.
    pub(crate) fn raw(&self, source: &Source) -> Option<&'c [u8]> {
        match &source.text {
            _ if !source.guards.is_empty() => None,
            Text::Known(_) => Some(&[]),
            Text::Slot(slot) => Some(self.get(*slot)).filter(|v| v.kind == STRING).map(|value| value.bytes(self.chunk)),
            Text::Mixed(_) => None,
        }
    }
}

/// The value of a slot.
pub(crate) fn value_of(values: &[Value], slot: u16) -> Value {
    values.get(usize::from(slot)).copied().unwrap_or(Value::NOTHING)
}

/// Whether a value is text, and only one.
pub(crate) fn is_plain(value: Value) -> bool {
    !value.is_nested() && !value.is_array()
}

/// What an event has besides its System part.
#[derive(Default)]
pub(crate) struct Draft<'t> {
    /// Names and values.
    pub(crate) pieces: Vec<(Piece<'t>, Piece<'t>)>,
    pub(crate) section: Section,
    pub(crate) message: Piece<'t>,
}

impl<'t> Draft<'t> {
    /// Takes an item; one that is a section of its own is left to the caller.
    pub(crate) fn item(&mut self, item: &'t Item, values: &mut Values<'_, '_>) -> Result<(), Flaw> {
        match item {
            Item::Data { name, value, guards } if !left_out(guards, values.values) => {
                let name = values.decode(name);
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
                    self.message = values.decode(&source.text);
                }
            }
            Item::Section(section, guards) if !left_out(guards, values.values) => self.section = *section,
            Item::Data { .. } | Item::Section(..) | Item::Nested(..) => {}
        }
        if values.text.len() > MOST_TEXT {
            return Err(Flaw::new(0, "it expands to too much text"));
        }
        Ok(())
    }

    /// One field, or as many as an array has items.
    fn data(&mut self, name: Piece<'t>, text: &'t Text, values: &mut Values<'_, '_>) {
        if let Text::Slot(slot) = text {
            let value = values.get(*slot);
            if value.is_array() {
                let mut items = value::items(value.kind, value.bytes(values.chunk));
                let (kind, bytes) = items.next().unwrap_or_default();
                self.one(name, kind, bytes, values);
                for (kind, bytes) in items {
                    if self.pieces.len() >= MOST_FIELDS {
                        return;
                    }
                    self.one(name, kind, bytes, values);
                }
                return;
            }
        }
        let value = values.decode(text);
        self.push(name, value);
    }

    fn one(&mut self, name: Piece<'t>, kind: u8, bytes: &[u8], values: &mut Values<'_, '_>) {
        let start = values.text.len();
        render::push(values.text, kind, bytes);
        self.push(name, Piece::Decoded(start, values.text.len()));
    }

    fn push(&mut self, name: Piece<'t>, value: Piece<'t>) {
        if self.pieces.len() < MOST_FIELDS {
            self.pieces.push((name, value));
        }
    }
}
