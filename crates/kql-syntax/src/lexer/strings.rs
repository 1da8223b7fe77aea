//! Where a string literal ends: `"…"`, `'…'`, `@"…"`, `h"…"`, ```` ```…``` ````, `~~~…~~~`.

use super::{Broken, Lexer, TokenKind};

/// The extent of a quoted literal.
pub(super) struct Quoted {
    /// Past the closing quote, or where reading stopped.
    pub(super) end: usize,
    pub(super) broken: Option<Broken>,
}

impl Quoted {
    /// Reads `"…"` or `'…'` with escapes; `at` is the quote.
    pub(super) fn plain(bytes: &[u8], at: usize) -> Self {
        let quote = bytes.get(at).copied();
        let mut end = at + 1;
        let mut broken = None;
        loop {
            match bytes.get(end).copied() {
                None | Some(b'\n' | b'\r') => return Self { end, broken: Some(Broken::Unclosed) },
                byte if byte == quote => return Self { end: end + 1, broken },
                Some(b'\\') => match escape_length(bytes, end) {
                    Some(length) => end += length,
                    None => {
                        broken = broken.or(Some(Broken::Escape(u32::try_from(end - at).unwrap_or(u32::MAX))));
                        end +=
                            if bytes.get(end + 1).is_some_and(|byte| !matches!(byte, b'\n' | b'\r')) { 2 } else { 1 };
                    }
                },
                Some(_) => end += 1,
            }
        }
    }

    /// Reads `@"…"`; `at` is the quote, which stands for itself when doubled.
    fn verbatim(bytes: &[u8], at: usize) -> Self {
        let quote = bytes.get(at).copied();
        let mut end = at + 1;
        loop {
            match bytes.get(end).copied() {
                None | Some(b'\n' | b'\r') => return Self { end, broken: Some(Broken::Unclosed) },
                byte if byte == quote => {
                    if bytes.get(end + 1).copied() != quote {
                        return Self { end: end + 1, broken: None };
                    }
                    end += 2;
                }
                Some(_) => end += 1,
            }
        }
    }
}

/// The bytes of the escape whose backslash is at `at`; `None` when there is no such escape.
fn escape_length(bytes: &[u8], at: usize) -> Option<usize> {
    let hex = |count: usize| {
        let digits = bytes.get(at + 2..at + 2 + count)?;
        digits.iter().all(u8::is_ascii_hexdigit).then_some(2 + count)
    };
    match bytes.get(at + 1)? {
        b'\\' | b'"' | b'\'' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' => Some(2),
        b'0'..=b'7' => {
            let digits = bytes.get(at + 1..)?.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            Some(1 + digits)
        }
        b'x' => hex(2),
        b'u' => hex(4),
        b'U' => hex(8),
        _ => None,
    }
}

impl Lexer<'_> {
    /// A string literal at this place, if one starts here.
    pub(super) fn string(&mut self) -> Option<TokenKind> {
        let prefix = usize::from(matches!(self.byte(0), b'h' | b'H'));
        let bytes = self.text.as_bytes();
        let quoted = match (self.byte(prefix), self.byte(prefix + 1), self.byte(prefix + 2)) {
            (b'"' | b'\'', _, _) => Quoted::plain(bytes, self.at + prefix),
            (b'@', b'"' | b'\'', _) => Quoted::verbatim(bytes, self.at + prefix + 1),
            (b'`', b'`', b'`') => self.fenced(prefix, "```"),
            (b'~', b'~', b'~') => self.fenced(prefix, "~~~"),
            _ => return None,
        };
        let start = self.at;
        // Reading stops at an ASCII byte or at the end, so this is a character boundary but after `\é`.
        let mut end = quoted.end.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.at = end;
        Some(match quoted.broken {
            None => TokenKind::String,
            Some(Broken::Escape(offset)) => {
                let prefix = u32::try_from(prefix).unwrap_or(0);
                debug_assert!(self.at > start);
                TokenKind::Broken(Broken::Escape(offset.saturating_add(prefix)))
            }
            Some(broken) => TokenKind::Broken(broken),
        })
    }

    fn fenced(&self, prefix: usize, fence: &str) -> Quoted {
        let open = self.at + prefix + fence.len();
        match self.text.get(open..).and_then(|rest| rest.find(fence)) {
            Some(length) => Quoted { end: open + length + fence.len(), broken: None },
            None => Quoted { end: self.text.len(), broken: Some(Broken::Unclosed) },
        }
    }
}
