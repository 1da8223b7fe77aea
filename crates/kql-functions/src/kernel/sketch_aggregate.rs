//! The aggregates that gather values into a sketch or merge sketches.

use super::hll::{Hll, hash};
use super::tdigest::Digest;
use crate::Accumulator;
use crate::prelude::*;

/// What an aggregate does with a row's arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Row {
    /// The first argument is a value.
    Value,
    /// The first argument is a value, the second a weight.
    Weighted,
    /// The first argument is a sketch.
    Sketch,
}

/// How many values, by [`Hll`].
pub(crate) struct Counting {
    sketch: Option<Hll>,
    empty: Hll,
    row: Row,
    /// Whether the result is the count itself.
    count: bool,
}

impl Counting {
    /// An accumulator; the accuracy is the constant argument with this index, 1 where it is missing.
    ///
    /// # Errors
    /// The accuracy varies or does not exist.
    pub(crate) fn make(
        constants: &[Option<OwnedValue>],
        accuracy: usize,
        row: Row,
        count: bool,
    ) -> Result<Box<dyn Accumulator>, String> {
        let accuracy = match constants.get(accuracy) {
            None => Some(1),
            Some(constant) => constant.as_ref().and_then(crate::convert::to_long).and_then(|a| usize::try_from(a).ok()),
        };
        let empty = accuracy.and_then(Hll::new).ok_or("the accuracy is a constant from 0 to 4")?;
        Ok(Box::new(Self { sketch: None, empty, row, count }))
    }

    fn sketch(&mut self) -> &mut Hll {
        self.sketch.get_or_insert_with(|| self.empty.clone())
    }

    fn take(&mut self, other: Hll) {
        match &mut self.sketch {
            Some(sketch) => sketch.merge(other),
            None => self.sketch = Some(other),
        }
    }
}

impl Accumulator for Counting {
    fn update(&mut self, args: &[Value<'_>]) {
        let Some(first) = args.first() else { return };
        if self.row == Row::Sketch {
            if let Some(other) = Hll::of_value(first) {
                self.take(other);
            }
        } else if let Some(hash) = hash(first) {
            self.sketch().add(hash);
        }
    }

    fn state(&self) -> Vec<u8> {
        match self.sketch.as_ref().map(Hll::to_value) {
            Some(Value::Dynamic(text)) => text.as_bytes().to_vec(),
            _ => Vec::new(),
        }
    }

    fn merge(&mut self, state: &[u8]) {
        let text = String::from_utf8_lossy(state);
        if let Some(other) = Hll::of_value(&Value::Dynamic(text)) {
            self.take(other);
        }
    }

    fn finish(&mut self) -> OwnedValue {
        match (&self.sketch, self.count) {
            (sketch, true) => Value::Long(sketch.as_ref().map_or(0, Hll::count)),
            (sketch, false) => sketch.as_ref().map_or(Value::Null, Hll::to_value),
        }
    }

    fn size(&self) -> usize {
        self.empty.size() + self.sketch.as_ref().map_or(0, Hll::size)
    }
}

/// Where values lie, by [`Digest`].
pub(crate) struct Digesting {
    digest: Digest,
    row: Row,
}

impl Digesting {
    pub(crate) fn make(row: Row) -> Box<dyn Accumulator> {
        Box::new(Self { digest: Digest::default(), row })
    }
}

impl Accumulator for Digesting {
    fn update(&mut self, args: &[Value<'_>]) {
        match self.row {
            Row::Sketch => {
                if let Some(other) = args.first().and_then(Digest::of_value) {
                    self.digest.merge(&other);
                }
            }
            Row::Value | Row::Weighted => {
                let number = args.first().and_then(super::tdigest::number);
                let weight = if self.row == Row::Weighted { long(args, 1).unwrap_or(0) } else { 1 };
                if let Some(number) = number.filter(|_| weight > 0) {
                    self.digest.add(number, weight as f64);
                }
            }
        }
    }

    fn state(&self) -> Vec<u8> {
        match self.digest.to_value() {
            Value::Dynamic(text) => text.as_bytes().to_vec(),
            _ => Vec::new(),
        }
    }

    fn merge(&mut self, state: &[u8]) {
        if let Some(other) = Digest::of_value(&Value::Dynamic(String::from_utf8_lossy(state))) {
            self.digest.merge(&other);
        }
    }

    fn finish(&mut self) -> OwnedValue {
        self.digest.to_value()
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.digest.size()
    }
}
