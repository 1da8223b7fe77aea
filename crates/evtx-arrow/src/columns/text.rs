//! Columns of text.

use arrow::array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow::buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::Int32Type;
use arrow::error::ArrowError;
use std::collections::HashMap;
use std::sync::Arc;

use super::nulls::{Nulls, NumberColumn};

/// Text that is seldom twice the same.
#[derive(Debug)]
pub(super) struct TextColumn {
    values: Vec<u8>,
    offsets: Vec<i32>,
    nulls: Nulls,
}

impl Default for TextColumn {
    fn default() -> Self {
        Self { values: Vec::new(), offsets: vec![0], nulls: Nulls::default() }
    }
}

impl TextColumn {
    pub(super) fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Bytes of text.
    pub(super) fn size(&self) -> usize {
        self.values.len()
    }

    /// Appends what `write` writes.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.values);
        self.nulls.push(true);
        self.offsets.push(self.end());
    }

    pub(super) fn push_null(&mut self) {
        self.nulls.push(false);
        self.offsets.push(self.end());
    }

    /// Appends nulls until there are so many rows.
    pub(super) fn pad(&mut self, rows: usize) {
        if let Some(missing) = rows.checked_sub(self.len()).filter(|&missing| missing > 0) {
            self.nulls.push_nulls(missing);
            self.offsets.resize(rows + 1, self.end());
        }
    }

    /// What one part of a log gives is far below 2 GiB; see `general::Budget`.
    fn end(&self) -> i32 {
        i32::try_from(self.values.len()).unwrap_or(i32::MAX)
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.nulls.truncate(rows);
        self.offsets.truncate(rows + 1);
        let end = self.offsets.last().copied().unwrap_or(0);
        self.values.truncate(usize::try_from(end).unwrap_or(0));
    }

    pub(super) fn finish(&mut self) -> Result<StringArray, ArrowError> {
        let Self { values, offsets, mut nulls } = std::mem::take(self);
        // The next part is about as large.
        self.values.reserve(values.len());
        self.offsets.reserve(offsets.len());
        StringArray::try_new(OffsetBuffer::new(ScalarBuffer::from(offsets)), Buffer::from_vec(values), nulls.finish())
    }
}

/// Names that are found without asking the map; a power of two.
const NEAR: usize = 256;

/// A value as the log has it, and its key.
#[derive(Debug, Clone)]
struct Near {
    /// Its type; none when nothing is here.
    kind: Option<u8>,
    raw: Vec<u8>,
    key: i32,
}

/// Text that is often the same.
#[derive(Debug)]
pub(super) struct NameColumn {
    keys: NumberColumn<i32>,
    texts: TextColumn,
    known: HashMap<Vec<u8>, i32>,
    /// Values met lately, each in the one place that is its own.
    near: Vec<Near>,
    scratch: Vec<u8>,
}

impl Default for NameColumn {
    fn default() -> Self {
        Self {
            keys: NumberColumn::default(),
            texts: TextColumn::default(),
            known: HashMap::new(),
            near: vec![Near { kind: None, raw: Vec::new(), key: 0 }; NEAR],
            scratch: Vec::new(),
        }
    }
}

/// Where a value is looked for first. Values that share a place only cost a look into the map.
pub(super) fn place(kind: u8, raw: &[u8]) -> usize {
    let some = |at: usize| raw.get(at).copied().map_or(0, usize::from);
    let length = raw.len();
    let (middle, end) = (some(length / 2), some(length.saturating_sub(1)) + 3 * some(length.saturating_sub(2)));
    usize::from(kind) ^ (length.wrapping_mul(37) + some(0).wrapping_mul(5) + middle.wrapping_mul(11) + 7 * end)
}

impl NameColumn {
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.keys.truncate(rows);
    }

    /// Appends a value of which the log has these bytes; `write` writes its text.
    pub(super) fn push_raw(&mut self, kind: u8, raw: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
        let place = place(kind, raw) % NEAR;
        if let Some(near) = self.near.get(place)
            && near.kind == Some(kind)
            && near.raw == raw
        {
            return self.keys.push(Some(near.key));
        }
        let key = self.key(write);
        if let Some(near) = self.near.get_mut(place) {
            (near.kind, near.key) = (Some(kind), key);
            near.raw.clear();
            near.raw.extend_from_slice(raw);
        }
        self.keys.push(Some(key));
    }

    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let key = self.key(write);
        self.keys.push(Some(key));
    }

    pub(super) fn push_null(&mut self) {
        self.keys.push(None);
    }

    fn key(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> i32 {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        write(&mut text);
        let key = match self.known.get(&text) {
            Some(key) => *key,
            None => {
                let key = i32::try_from(self.known.len()).unwrap_or(i32::MAX);
                self.known.insert(text.clone(), key);
                self.texts.push(|out| out.extend_from_slice(&text));
                key
            }
        };
        self.scratch = text;
        key
    }

    pub(super) fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let (keys, nulls) = self.keys.finish();
        let keys = Int32Array::try_new(keys.into(), nulls)?;
        self.known.clear();
        self.near.iter_mut().for_each(|near| near.kind = None);
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(self.texts.finish()?))?))
    }
}
