//! Columns of text.

use arrow::array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow::buffer::{Buffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::Int32Type;
use arrow::error::ArrowError;
use std::collections::HashMap;
use std::sync::Arc;

use super::buffer::Written;
use super::nulls::{Nulls, NumberColumn};
use crate::bytes::same;
use crate::value::Value;

/// Text that is seldom twice the same.
#[derive(Debug)]
pub(super) struct TextColumn {
    values: Written,
    offsets: Vec<i32>,
    nulls: Nulls,
}

impl Default for TextColumn {
    fn default() -> Self {
        Self { values: Written::default(), offsets: vec![0], nulls: Nulls::default() }
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
        self.values.append(write);
        self.pushed();
    }

    #[inline]
    fn pushed(&mut self) {
        self.nulls.push(true);
        self.offsets.push(self.end());
    }

    /// Appends text as it is.
    #[inline]
    pub(super) fn push_text(&mut self, text: &str) {
        self.values.push(text.as_bytes());
        self.pushed();
    }

    /// Appends a value of the chunk that has this type.
    #[inline(always)]
    pub(super) fn push_value(&mut self, kind: u8, chunk: &[u8], value: Value) {
        self.values.value(kind, chunk, value);
        self.pushed();
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
        let mut offsets = Vec::with_capacity(self.offsets.len() + self.offsets.len() / 8);
        offsets.push(0);
        std::mem::swap(&mut offsets, &mut self.offsets);
        let values = Buffer::from_vec(self.values.take());
        StringArray::try_new(OffsetBuffer::new(ScalarBuffer::from(offsets)), values, self.nulls.finish())
    }
}

/// Names that are found without asking the map; a power of two.
const NEAR: usize = 256;

/// In place of the type of a value: text that is a template's own.
const KNOWN: u8 = 0xFF;

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
    /// The place of the last value.
    last: usize,
    scratch: Vec<u8>,
}

impl Default for NameColumn {
    fn default() -> Self {
        Self {
            keys: NumberColumn::default(),
            texts: TextColumn::default(),
            known: HashMap::new(),
            near: vec![Near { kind: None, raw: Vec::new(), key: 0 }; NEAR],
            last: 0,
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
    #[inline]
    pub(super) fn push_raw(&mut self, kind: u8, raw: &[u8], write: impl FnOnce(&mut Vec<u8>)) {
        let key = self.key_raw(kind, raw, write);
        self.keys.push(Some(key));
    }

    /// The key of a value of which the log has these bytes, which holds until the column is finished.
    #[inline]
    fn key_raw(&mut self, kind: u8, raw: &[u8], write: impl FnOnce(&mut Vec<u8>)) -> i32 {
        let is_here = |near: &Near| near.kind == Some(kind) && same(&near.raw, raw);
        if let Some(near) = self.near.get(self.last).filter(|near| is_here(near)) {
            return near.key;
        }
        self.last = place(kind, raw) % NEAR;
        if let Some(near) = self.near.get(self.last).filter(|near| is_here(near)) {
            return near.key;
        }
        let key = self.key(write);
        if let Some(near) = self.near.get_mut(self.last) {
            (near.kind, near.key) = (Some(kind), key);
            near.raw.clear();
            near.raw.extend_from_slice(raw);
        }
        key
    }

    /// The key of a text, which holds until the column is finished.
    pub(super) fn key_of(&mut self, text: &str) -> i32 {
        self.key_raw(KNOWN, text.as_bytes(), |out| out.extend_from_slice(text.as_bytes()))
    }

    pub(super) fn push_text(&mut self, text: &str) {
        let key = self.key_of(text);
        self.keys.push(Some(key));
    }

    #[inline]
    pub(super) fn push_key(&mut self, key: i32) {
        self.keys.push(Some(key));
    }

    pub(super) fn push_keys(&mut self, keys: &[i32]) {
        self.keys.push_all(keys);
    }

    /// Appends nulls until there are so many rows.
    pub(super) fn pad(&mut self, rows: usize) {
        self.keys.pad(rows);
    }

    /// Bytes of text that are kept.
    pub(super) fn size(&self) -> usize {
        self.texts.size()
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
