//! A plan's sources filled with the values of one instance.

use crate::plan::{Field, Plan, Source, System, Text, left_out};
use crate::render;
use crate::ticks;
use crate::value::{self, STRING, Value};
use crate::walk;

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

/// What decides whether a record is wanted, and which computers a log names.
const DECIDING: [Field; 4] = [Field::Provider, Field::Channel, Field::EventId, Field::Computer];

/// The values of one instance.
#[derive(Clone, Copy)]
pub(crate) struct Values<'c> {
    pub(crate) chunk: &'c [u8],
    pub(crate) values: &'c [Value],
}

impl<'c> Values<'c> {
    pub(crate) fn get(&self, slot: u16) -> Value {
        value_of(self.values, slot)
    }

    /// Whether the plan holds for them: that text is expected for none that is not text.
    pub(crate) fn fit(&self, plan: &Plan) -> bool {
        plan.plain.iter().all(|&slot| is_plain(self.get(slot)))
            && plan.repeat.iter().all(|&slot| !self.get(slot).is_nested())
    }

    /// Whether what decides about a record is plain text.
    pub(crate) fn decide(&self, system: &System) -> bool {
        DECIDING.iter().all(|field| self.is_plain(&system[*field].text))
    }

    /// Whether the text takes no elements and no array.
    pub(crate) fn is_plain(&self, text: &Text) -> bool {
        match text {
            Text::Known(_) => true,
            Text::Slot(slot) => is_plain(self.get(*slot)),
            Text::Mixed(parts) => parts.iter().all(|part| self.is_plain(part)),
        }
    }

    /// Appends what the text gives.
    pub(crate) fn append(&self, text: &Text, out: &mut Vec<u8>) {
        match text {
            Text::Known(text) => out.extend_from_slice(text.as_bytes()),
            Text::Slot(slot) => {
                let value = self.get(*slot);
                render::push(out, value.kind, value.bytes(self.chunk));
            }
            Text::Mixed(parts) => parts.iter().for_each(|part| self.append(part, out)),
        }
    }

    pub(crate) fn decode<'t>(&self, text: &'t Text, out: &mut Vec<u8>) -> Piece<'t> {
        if let Text::Known(text) = text {
            return Piece::Known(text);
        }
        let start = out.len();
        self.append(text, out);
        Piece::Decoded(start, out.len())
    }

    pub(crate) fn source<'t>(&self, source: &'t Source, out: &mut Vec<u8>) -> Piece<'t> {
        if left_out(&source.guards, self.values) { Piece::Nothing } else { self.decode(&source.text, out) }
    }

    /// What the source gives, as text of its own.
    pub(crate) fn string(&self, source: &Source) -> String {
        if left_out(&source.guards, self.values) {
            return String::new();
        }
        if let Text::Known(text) = &source.text {
            return text.clone();
        }
        let mut text = Vec::new();
        self.append(&source.text, &mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    pub(crate) fn number<T: TryFrom<u64>>(&self, source: &Source) -> Option<T> {
        if left_out(&source.guards, self.values) {
            return None;
        }
        if let Text::Slot(slot) = source.text {
            let value = self.get(slot);
            if value.is_null() {
                return None;
            }
            if let Some(number) = render::number(value.kind, value.bytes(self.chunk)) {
                return T::try_from(number).ok();
            }
        }
        if let Text::Known(text) = &source.text {
            return walk::number(text.trim());
        }
        walk::number(self.string(source).trim())
    }

    pub(crate) fn moment(&self, source: &Source) -> Option<i64> {
        if left_out(&source.guards, self.values) {
            return None;
        }
        if let Text::Slot(slot) = source.text {
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
            _ if left_out(&source.guards, self.values) => None,
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
