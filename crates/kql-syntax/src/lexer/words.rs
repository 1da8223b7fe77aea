//! Names, numbers, timespans, and literals that begin with their type's name.

use super::strings::Quoted;
use super::{Broken, Lexer, TokenKind};
use crate::literals::{is_timespan_unit, is_typed_literal};

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Lexer<'_> {
    /// Passes letters, digits, `_` and a leading `$`; then the `~` of `in~`.
    pub(super) fn plain_word(&mut self) {
        let start = self.at;
        if self.byte(0) == b'$' {
            self.at += 1;
        }
        while is_word_byte(self.byte(0)) {
            self.at += 1;
        }
        if self.byte(0) == b'~' && self.text.get(start..self.at) == Some("in") {
            self.at += 1;
        }
    }

    pub(super) fn word(&mut self) -> TokenKind {
        let start = self.at;
        self.plain_word();
        if self.at == start {
            return self.unknown();
        }
        if self.byte(0) == b'(' && self.text.get(start..self.at).is_some_and(is_typed_literal) {
            return self.typed_literal();
        }
        TokenKind::Word
    }

    /// `datetime(…)`: everything to the parenthesis is raw. Text that holds another parenthesis or a line's end is
    /// no literal, so the word stands alone.
    fn typed_literal(&mut self) -> TokenKind {
        let open = self.at;
        let mut at = open + 1;
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b')' => {
                    self.at = at + 1;
                    return TokenKind::Typed;
                }
                b'(' | b'\n' | b'\r' | b';' | b'|' => break,
                b'"' | b'\'' => match Quoted::plain(bytes, at) {
                    Quoted { end, broken: None } => at = end,
                    Quoted { broken: Some(Broken::Unclosed | Broken::Escape(_)), .. } => break,
                },
                _ => at += 1,
            }
        }
        TokenKind::Word
    }

    /// A number, or a timespan where a unit follows at once, or a name that begins with digits.
    pub(super) fn number(&mut self) -> TokenKind {
        let start = self.at;
        if self.byte(0) == b'0' && matches!(self.byte(1), b'x' | b'X') && self.byte(2).is_ascii_hexdigit() {
            self.at += 2;
            while self.byte(0).is_ascii_hexdigit() {
                self.at += 1;
            }
            return self.whole_number(start, TokenKind::Integer);
        }
        self.digits();
        let mut kind = TokenKind::Integer;
        if self.byte(0) == b'.' && self.byte(1) != b'.' && !self.byte(1).is_ascii_alphabetic() {
            kind = TokenKind::Real;
            self.at += 1;
            self.digits();
        }
        let sign = usize::from(matches!(self.byte(1), b'+' | b'-'));
        if matches!(self.byte(0), b'e' | b'E') && self.byte(1 + sign).is_ascii_digit() {
            kind = TokenKind::Real;
            self.at += 1 + sign;
            self.digits();
            return self.whole_number(start, kind);
        }
        let unit_start = self.at;
        while is_word_byte(self.byte(0)) {
            self.at += 1;
        }
        let unit = self.text.get(unit_start..self.at).unwrap_or("");
        match unit {
            "" => kind,
            unit if is_timespan_unit(unit) => TokenKind::TimeSpan,
            _ if kind == TokenKind::Integer => TokenKind::Word,
            _ => {
                self.at = unit_start;
                kind
            }
        }
    }

    fn digits(&mut self) {
        while self.byte(0).is_ascii_digit() {
            self.at += 1;
        }
    }

    /// Letters right after a finished integer make the whole run a name (`0x1Fgh`).
    fn whole_number(&mut self, start: usize, kind: TokenKind) -> TokenKind {
        let end = self.at;
        while is_word_byte(self.byte(0)) {
            self.at += 1;
        }
        if self.at == end {
            return kind;
        }
        let plain = self.text.get(start..self.at).is_some_and(|run| run.bytes().all(is_word_byte));
        if plain {
            return TokenKind::Word;
        }
        self.at = end;
        kind
    }
}
