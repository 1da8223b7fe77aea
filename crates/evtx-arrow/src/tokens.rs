//! The tokens of BinXML
//! (<https://learn.microsoft.com/openspecs/windows_protocols/ms-even6/c73573ae-1c90-43a2-a65f-ad7501155956>).

use crate::bytes::{offset_at, slice, u8_at, u16_at, u32_at};
use crate::flaw::Flaw;
use crate::value::{self, Value};
use std::ops::Range;

/// The token that starts a fragment, with its version and flags.
pub(crate) const FRAGMENT: u8 = 0x0F;
/// The token that starts a template's instance.
pub(crate) const INSTANCE: u8 = 0x0C;
/// In place of the number of a value that an element depends on.
const NO_DEPENDENCY: u16 = 0xFFFF;

/// One token. Names and text are little-endian UTF-16.
#[derive(Debug)]
pub(crate) enum Token<'c> {
    /// The start of an element, its attributes not yet.
    Open {
        name: &'c [u8],
        dependency: Option<u16>,
    },
    Attribute(&'c [u8]),
    /// The end of an element's attributes.
    CloseStart,
    /// The end of an element without content.
    CloseEmpty,
    Close,
    /// A value that stands in the stream itself.
    Value {
        kind: u8,
        bytes: &'c [u8],
    },
    /// A value that is BinXML itself, by its place in the chunk.
    Nested(Range<usize>),
    Text(&'c [u8]),
    Entity(&'c [u8]),
    Char(u16),
    /// The place of a value of the template's instance.
    Slot(u16),
    Instance {
        definition: usize,
        values: Vec<Value>,
    },
}

/// The tokens of one stream.
pub(crate) struct Tokens<'c> {
    chunk: &'c [u8],
    /// The chunk as far as the stream's end.
    data: &'c [u8],
    at: usize,
    /// A template's definition, whose elements say on which value they depend.
    definition: bool,
    /// Where each name's offset stood, if that is kept, and the offset.
    names: Option<Vec<(usize, usize)>>,
}

impl<'c> Tokens<'c> {
    /// The stream at `range` of the chunk.
    pub(crate) fn new(chunk: &'c [u8], range: Range<usize>, definition: bool) -> Self {
        Self { chunk, data: chunk.get(..range.end).unwrap_or(chunk), at: range.start, definition, names: None }
    }

    /// The same stream; where its names' offsets stand is kept.
    pub(crate) fn keeping_names(self) -> Self {
        Self { names: Some(Vec::new()), ..self }
    }

    /// Where the names' offsets stood in the chunk, each with the offset.
    pub(crate) fn names(self) -> Vec<(usize, usize)> {
        self.names.unwrap_or_default()
    }

    /// Where the next token is.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next token; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Token<'c>>, Flaw> {
        loop {
            let start = self.at;
            let Some(token) = u8_at(self.data, start) else { return Ok(None) };
            self.at += 1;
            let cut = || Flaw::new(start, "it ends within a token");
            let token = match token {
                0x00 => {
                    self.at = self.data.len();
                    return Ok(None);
                }
                0x01 | 0x41 => self.open(token == 0x41).ok_or_else(cut)?,
                0x02 => Token::CloseStart,
                0x03 => Token::CloseEmpty,
                0x04 => Token::Close,
                0x05 | 0x45 => self.value()?,
                0x06 | 0x46 => Token::Attribute(self.name().ok_or_else(cut)?),
                0x07 | 0x47 => Token::Text(self.text().ok_or_else(cut)?),
                0x08 | 0x48 => {
                    let unit = u16_at(self.data, self.at).ok_or_else(cut)?;
                    self.at += 2;
                    Token::Char(unit)
                }
                0x09 | 0x49 => Token::Entity(self.name().ok_or_else(cut)?),
                // A processing instruction says nothing of the event.
                0x0A => {
                    self.name().ok_or_else(cut)?;
                    continue;
                }
                0x0B => {
                    self.text().ok_or_else(cut)?;
                    continue;
                }
                INSTANCE => {
                    let mut values = Vec::new();
                    let instance = value::instance(self.data, self.at, &mut values)?;
                    self.at = instance.end;
                    Token::Instance { definition: instance.definition, values }
                }
                0x0D | 0x0E => {
                    let slot = u16_at(self.data, self.at).ok_or_else(cut)?;
                    self.at += 3;
                    Token::Slot(slot)
                }
                FRAGMENT => {
                    self.at += 3;
                    continue;
                }
                _ => return Err(Flaw::new(start, "a token that BinXML does not have")),
            };
            return Ok(Some(token));
        }
    }

    fn open(&mut self, has_attributes: bool) -> Option<Token<'c>> {
        let mut dependency = None;
        if self.definition {
            dependency = Some(u16_at(self.data, self.at)?).filter(|&slot| slot != NO_DEPENDENCY);
            self.at += 2;
        }
        // The element's length.
        self.at += 4;
        let name = self.name()?;
        if has_attributes {
            // Their length.
            self.at += 4;
        }
        Some(Token::Open { name, dependency })
    }

    /// A name by its offset in the chunk. Where it is used first it stands right behind the offset.
    fn name(&mut self) -> Option<&'c [u8]> {
        let offset = offset_at(self.data, self.at)?;
        if let Some(names) = &mut self.names {
            names.push((self.at, offset));
        }
        self.at += 4;
        let name = name(self.chunk, offset)?;
        if offset == self.at {
            self.at += 8 + name.len() + 2;
        }
        Some(name)
    }

    /// Text after its number of units.
    fn text(&mut self) -> Option<&'c [u8]> {
        let length = usize::from(u16_at(self.data, self.at)?);
        let text = slice(self.data, self.at + 2, 2 * length)?;
        self.at += 2 + 2 * length;
        Some(text)
    }

    fn value(&mut self) -> Result<Token<'c>, Flaw> {
        let start = self.at;
        let cut = || Flaw::new(start, "it ends within a value");
        let kind = u8_at(self.data, self.at).ok_or_else(cut)?;
        self.at += 1;
        let length = match kind {
            value::STRING | value::XML => return Ok(Token::Text(self.text().ok_or_else(cut)?)),
            value::BINXML => {
                let length = usize::from(u16_at(self.data, self.at).ok_or_else(cut)?);
                let range = self.at + 2..self.at + 2 + length;
                self.data.get(range.clone()).ok_or_else(cut)?;
                self.at = range.end;
                return Ok(Token::Nested(range));
            }
            value::SID => 8 + 4 * usize::from(u8_at(self.data, self.at + 1).ok_or_else(cut)?),
            _ => value::width(kind).ok_or(Flaw::new(start, "a value of a type that cannot stand here"))?,
        };
        let bytes = slice(self.data, self.at, length).ok_or_else(cut)?;
        self.at += length;
        Ok(Token::Value { kind, bytes })
    }
}

/// The name at an offset of the chunk: the offset of the next name with the same hash comes first, the hash, the length,
/// then the text and a NUL.
pub(crate) fn name(chunk: &[u8], offset: usize) -> Option<&[u8]> {
    let length = usize::from(u16_at(chunk, offset.checked_add(6)?)?);
    slice(chunk, offset + 8, 2 * length)
}

/// The stream of a template's definition: it comes after the next definition's offset, the template's GUID and the
/// stream's length.
pub(crate) fn definition(chunk: &[u8], at: usize) -> Result<Range<usize>, Flaw> {
    let range = || {
        let length = usize::try_from(u32_at(chunk, at.checked_add(20)?)?).ok()?;
        let start = at + 24;
        slice(chunk, start, length)?;
        Some(start..start + length)
    };
    range().ok_or(Flaw::new(at, "its template is not in the chunk"))
}
