//! Text written one after the other, into memory that is always somewhat larger than it.

use crate::bytes::array;
use crate::render;
use crate::utf16;
use crate::value::{self, Value};

/// Bytes that are made ready at a time, at least.
const SPARE: usize = 1024;

/// Text, and room behind it that was written already: text is put there without asking for memory each time.
#[derive(Debug, Default)]
pub(super) struct Written {
    bytes: Vec<u8>,
    end: usize,
    /// Text that is not written in place.
    scratch: Vec<u8>,
}

impl Written {
    /// Bytes of text.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.end
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.end = self.end.min(length);
    }

    /// The room behind the text, at least `size` bytes.
    #[inline(always)]
    fn room(&mut self, size: usize) -> &mut [u8] {
        let needed = self.end + size;
        if self.bytes.len() < needed {
            self.grow(needed);
        }
        self.bytes.get_mut(self.end..).unwrap_or_default()
    }

    #[cold]
    fn grow(&mut self, needed: usize) {
        self.bytes.resize(needed + SPARE + needed / 16, 0);
    }

    #[inline]
    pub(super) fn push(&mut self, text: &[u8]) {
        if let Some(place) = self.room(text.len()).get_mut(..text.len()) {
            place.copy_from_slice(text);
            self.end += text.len();
        }
    }

    /// Appends what `write` writes.
    pub(super) fn append(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut text = std::mem::take(&mut self.scratch);
        text.clear();
        write(&mut text);
        self.push(&text);
        self.scratch = text;
    }

    /// Appends a value of the chunk that has this type, as [`render::push`] does.
    #[inline(always)]
    pub(super) fn value(&mut self, kind: u8, chunk: &[u8], value: Value) {
        let bytes = value.bytes(chunk);
        match kind {
            value::NULL => {}
            value::STRING => {
                let units = utf16::without_end(bytes).len() / 2;
                let rest = chunk.get(value.start()..).unwrap_or_default();
                if utf16::plain(self.room(units + utf16::BLOCK), rest, units) {
                    self.end += units;
                } else {
                    self.append(|out| utf16::push(out, bytes));
                }
            }
            0x04 | 0x06 | 0x08 | 0x0A => {
                if let Some(number) = render::number(kind, bytes) {
                    self.end += render::put_decimal(self.room(20), number);
                }
            }
            value::HEX32 | value::HEX64 | value::SIZE => {
                if let Some(number) = render::number(kind, bytes) {
                    self.end += render::put_hexadecimal(self.room(18), number);
                }
            }
            value::GUID => {
                let Some(guid) = array(bytes, 0) else { return };
                if let Some(place) = self.room(38).first_chunk_mut() {
                    *place = render::guid(guid);
                    self.end += 38;
                }
            }
            _ => self.append(|out| render::push(out, kind, bytes)),
        }
    }

    /// The text; what is left is empty, with memory for as much.
    pub(super) fn take(&mut self) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.truncate(self.end);
        self.bytes.reserve(self.end + SPARE + self.end / 8);
        self.end = 0;
        bytes
    }
}
