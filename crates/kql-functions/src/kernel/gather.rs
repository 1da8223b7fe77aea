//! Aggregates that gather values into an array.

use crate::prelude::*;
use crate::{Accumulator, json};

/// How many values an array takes unless told otherwise.
const MOST: usize = 1_048_576;

/// `f(value [, most])`
pub(crate) const LIST_TYPES: &[Overload] = &[takes(&[ANY, LONG], KqlType::Dynamic).optional(1)];

/// `f(value, condition [, most])`
pub(crate) const LIST_IF_TYPES: &[Overload] = &[takes(&[ANY, BOOL, LONG], KqlType::Dynamic).optional(1)];

/// The limit that the argument with this index sets.
///
/// # Errors
/// It is negative or varies.
pub(crate) fn most_of(constants: &[Option<OwnedValue>], index: usize) -> Result<usize, String> {
    match constants.get(index) {
        None => Ok(MOST),
        Some(None) => Err("the number of values must be constant".to_owned()),
        Some(Some(value)) => crate::convert::to_long(value)
            .and_then(|most| usize::try_from(most).ok())
            .map(|most| most.min(MOST))
            .ok_or_else(|| "the number of values must not be negative".to_owned()),
    }
}

/// Which nulls an array takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nulls {
    Drop,
    Keep,
}

/// Values in the order in which they come, each as JSON text.
pub(crate) struct List {
    items: Vec<Box<str>>,
    nulls: Nulls,
    most: usize,
    bytes: usize,
}

impl List {
    fn new(constants: &[Option<OwnedValue>], most: usize, nulls: Nulls) -> Result<Self, String> {
        Ok(Self { items: Vec::new(), nulls, most: most_of(constants, most)?, bytes: 0 })
    }

    /// All values but nulls; nulls of a `dynamic` are kept. `most` is the index of the argument that limits them.
    pub(crate) fn list(
        types: &[KqlType],
        constants: &[Option<OwnedValue>],
        most: usize,
    ) -> Result<Box<dyn Accumulator>, String> {
        let nulls = if types.first() == Some(&KqlType::Dynamic) { Nulls::Keep } else { Nulls::Drop };
        Ok(Box::new(Self::new(constants, most, nulls)?))
    }

    /// All values, nulls too.
    pub(crate) fn with_nulls(constants: &[Option<OwnedValue>], most: usize) -> Result<Box<dyn Accumulator>, String> {
        Ok(Box::new(Self::new(constants, most, Nulls::Keep)?))
    }

    fn push(&mut self, item: impl Into<Box<str>> + AsRef<str>) {
        if self.items.len() < self.most {
            // The text with what an allocation costs, and where it is.
            self.bytes += item.as_ref().len() + 2 * size_of::<usize>() + size_of::<Box<str>>();
            self.items.push(item.into());
        }
    }

    /// A text, as JSON writes it.
    fn push_text(&mut self, text: &str) {
        if text.bytes().any(|b| matches!(b, b'"' | b'\\' | 0..0x20)) {
            self.push(serde_json::Value::from(text).to_string());
        } else {
            self.push(format!("\"{text}\""));
        }
    }

    fn push_json(&mut self, item: &serde_json::Value) {
        if !item.is_null() || self.nulls == Nulls::Keep {
            self.push(item.to_string());
        }
    }
}

impl Accumulator for List {
    fn update(&mut self, args: &[Value<'_>]) {
        match args.first() {
            Some(Value::Null) | None => self.push_json(&serde_json::Value::Null),
            Some(value @ Value::Dynamic(text)) => match json::array_of(value) {
                Some(items) => items.iter().for_each(|item| self.push_json(item)),
                None => self.push(text.as_ref()),
            },
            Some(Value::String(text) | Value::Guid(text)) => self.push_text(text),
            Some(value) => self.push(json::from_value(value).to_string()),
        }
    }

    fn state(&self) -> Vec<u8> {
        // JSON without blanks has no line feed.
        self.items.join("\n").into_bytes()
    }

    fn merge(&mut self, state: &[u8]) {
        let Ok(items) = std::str::from_utf8(state) else { return };
        if !items.is_empty() {
            items.split('\n').for_each(|item| self.push(item));
        }
    }

    fn finish(&mut self) -> OwnedValue {
        Value::Dynamic(format!("[{}]", self.items.join(",")).into())
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.bytes
    }
}

/// Passes on only the rows in which the second argument is true, without that argument.
pub(crate) struct Filtered(pub(crate) Box<dyn Accumulator>);

impl Filtered {
    /// An accumulator behind its condition.
    ///
    /// # Errors
    /// Those of the accumulator.
    pub(crate) fn wrap(inner: Result<Box<dyn Accumulator>, String>) -> Result<Box<dyn Accumulator>, String> {
        Ok(Box::new(Self(inner?)))
    }
}

impl Accumulator for Filtered {
    fn update(&mut self, args: &[Value<'_>]) {
        if let [value, Value::Bool(true), ..] = args {
            self.0.update(std::slice::from_ref(value));
        }
    }

    fn state(&self) -> Vec<u8> {
        self.0.state()
    }

    fn merge(&mut self, state: &[u8]) {
        self.0.merge(state);
    }

    fn finish(&mut self) -> OwnedValue {
        self.0.finish()
    }

    fn size(&self) -> usize {
        self.0.size()
    }
}
