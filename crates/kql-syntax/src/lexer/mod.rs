//! Text to tokens. Every byte is read a bounded number of times, and no text makes it fail.

mod brackets;
mod strings;
mod token;
mod words;

pub(crate) use brackets::Brackets;
pub(crate) use token::{Broken, Token, TokenKind};

use diagnostics::Span;

/// Splits a text into tokens; the last one is always [`TokenKind::End`].
pub(crate) fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::with_capacity(text.len() / 4 + 1);
    loop {
        let starts_line = lexer.skip_blank();
        let start = lexer.at;
        let kind = lexer.next_kind();
        tokens.push(Token { kind, span: Span::new(start, lexer.at), starts_line });
        if kind == TokenKind::End {
            return tokens;
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Passes blanks, comments and `#directive` lines; tells whether a line ended on the way.
    fn skip_blank(&mut self) -> bool {
        let mut new_line = self.at == 0;
        loop {
            match self.byte(0) {
                b'\n' => {
                    new_line = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'/' if self.byte(1) == b'/' => self.skip_line(),
                b'#' if new_line => self.skip_line(),
                byte if byte >= 0x80 || byte == 0x0b || byte == 0x0c => match self.rest().chars().next() {
                    Some(c) if is_blank(c) => self.at += c.len_utf8(),
                    _ => return new_line,
                },
                _ => return new_line,
            }
        }
    }

    fn skip_line(&mut self) {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.at += length;
    }

    fn next_kind(&mut self) -> TokenKind {
        let byte = self.byte(0);
        if self.at >= self.text.len() {
            return TokenKind::End;
        }
        match byte {
            b'"' | b'\'' | b'@' | b'`' | b'~' | b'h' | b'H' => {
                if let Some(kind) = self.string() {
                    return kind;
                }
                if byte.is_ascii_alphabetic() { self.word() } else { self.unknown() }
            }
            b'0'..=b'9' => self.number(),
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' => self.word(),
            b'!' => self.bang(),
            _ => self.punctuation(),
        }
    }

    fn punctuation(&mut self) -> TokenKind {
        use TokenKind as K;
        let (kind, length) = match (self.byte(0), self.byte(1)) {
            (b'=', b'=') => (K::Equal, 2),
            (b'=', b'~') => (K::EqualTilde, 2),
            (b'=', b'>') => (K::Arrow, 2),
            (b'=', _) => (K::Assign, 1),
            (b'<', b'>') => (K::NotEqual, 2),
            (b'<', b'=') => (K::LessOrEqual, 2),
            (b'<', _) => (K::Less, 1),
            (b'>', b'=') => (K::GreaterOrEqual, 2),
            (b'>', _) => (K::Greater, 1),
            (b'.', b'.') => (K::DotDot, 2),
            (b'.', _) => (K::Dot, 1),
            (b'(', _) => (K::LeftParen, 1),
            (b')', _) => (K::RightParen, 1),
            (b'[', _) => (K::LeftBracket, 1),
            (b']', _) => (K::RightBracket, 1),
            (b'{', _) => (K::LeftBrace, 1),
            (b'}', _) => (K::RightBrace, 1),
            (b',', _) => (K::Comma, 1),
            (b';', _) => (K::Semicolon, 1),
            (b':', _) => (K::Colon, 1),
            (b'|', _) => (K::Pipe, 1),
            (b'+', _) => (K::Plus, 1),
            (b'-', _) => (K::Minus, 1),
            (b'*', _) => (K::Star, 1),
            (b'/', _) => (K::Slash, 1),
            (b'%', _) => (K::Percent, 1),
            _ => return self.unknown(),
        };
        self.at += length;
        kind
    }

    /// `!=`, `!~` or a negated word.
    fn bang(&mut self) -> TokenKind {
        match self.byte(1) {
            b'=' => {
                self.at += 2;
                TokenKind::NotEqual
            }
            b'~' => {
                self.at += 2;
                TokenKind::NotTilde
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                self.at += 1;
                self.plain_word();
                TokenKind::BangWord
            }
            _ => self.unknown(),
        }
    }

    /// One character that opens no token, or a run of letters that KQL names cannot hold.
    fn unknown(&mut self) -> TokenKind {
        let mut run = self.rest().chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum();
        if run == 0 {
            run = self.rest().chars().next().map_or(0, char::len_utf8);
        }
        self.at += run;
        TokenKind::Unknown
    }
}

/// Blanks of Unicode, and the marks that editors and web pages leave behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}')
}

#[cfg(test)]
mod tests;
