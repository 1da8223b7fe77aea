//! Columns of text.

use arrow::array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow::datatypes::Int32Type;
use arrow::error::ArrowError;
use std::collections::HashMap;
use std::sync::Arc;

/// Text that is seldom twice the same.
#[derive(Debug)]
pub(super) struct TextColumn {
    values: Vec<u8>,
    offsets: Vec<i32>,
    valid: Vec<bool>,
}

impl Default for TextColumn {
    fn default() -> Self {
        Self { values: Vec::new(), offsets: vec![0], valid: Vec::new() }
    }
}

impl TextColumn {
    pub(super) fn len(&self) -> usize {
        self.valid.len()
    }

    /// Bytes of text.
    pub(super) fn size(&self) -> usize {
        self.values.len()
    }

    /// Appends what `write` writes.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.values);
        self.end(true);
    }

    pub(super) fn push_null(&mut self) {
        self.end(false);
    }

    fn end(&mut self, valid: bool) {
        // What one part of a log gives is far below 2 GiB; see `general::Budget`.
        self.offsets.push(i32::try_from(self.values.len()).unwrap_or(i32::MAX));
        self.valid.push(valid);
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.valid.truncate(rows);
        self.offsets.truncate(rows + 1);
        let end = self.offsets.last().copied().unwrap_or(0);
        self.values.truncate(usize::try_from(end).unwrap_or(0));
    }

    pub(super) fn finish(&mut self) -> Result<StringArray, ArrowError> {
        let Self { values, offsets, valid } = std::mem::take(self);
        let nulls = valid.contains(&false).then(|| NullBuffer::new(BooleanBuffer::from(valid)));
        // The next part is about as large.
        self.values.reserve(values.len());
        self.offsets.reserve(offsets.len());
        StringArray::try_new(OffsetBuffer::new(ScalarBuffer::from(offsets)), Buffer::from_vec(values), nulls)
    }
}

/// Text that is often the same.
#[derive(Debug, Default)]
pub(super) struct NameColumn {
    keys: Vec<Option<i32>>,
    texts: TextColumn,
    known: HashMap<Vec<u8>, i32>,
    /// The last value as the log has it, with its type, and its key.
    last: Option<(u8, Vec<u8>, i32)>,
    scratch: Vec<u8>,
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
        if let Some((last_kind, last, key)) = &self.last
            && *last_kind == kind
            && last == raw
        {
            return self.keys.push(Some(*key));
        }
        let key = self.key(write);
        let (last_kind, last, last_key) = self.last.get_or_insert_default();
        (*last_kind, *last_key) = (kind, key);
        last.clear();
        last.extend_from_slice(raw);
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
        let keys = Int32Array::from(std::mem::take(&mut self.keys));
        self.known.clear();
        self.last = None;
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::new(self.texts.finish()?))?))
    }
}
