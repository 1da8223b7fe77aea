//! The inside of a start tag. Read here rather than by the XML library, so that one bad attribute does not
//! cost the others, and each keeps its offset.

/// A name and a value as byte ranges' text, with the offset of the name in the tag.
pub(super) struct Raw<'a> {
    pub(super) offset: usize,
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// What is wrong with how it is written.
    pub(super) fault: Option<&'static str>,
}

/// Iterates over what follows the name in a start tag.
pub(super) struct Attributes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Attributes<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Moves over what `keep` accepts and gives it.
    fn take(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let taken = rest.get(..rest.find(|c| !keep(c)).unwrap_or(rest.len())).unwrap_or("");
        self.at += taken.len();
        taken
    }

    fn skip(&mut self, c: char) -> bool {
        let is_next = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(c));
        if is_next {
            self.at += c.len_utf8();
        }
        is_next
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Raw<'a>;

    fn next(&mut self) -> Option<Raw<'a>> {
        self.take(|c| is_space(c) || c == '/');
        let offset = self.at;
        if offset >= self.text.len() {
            return None;
        }
        let name = self.take(|c| !is_space(c) && !matches!(c, '=' | '/' | '"' | '\''));
        self.take(is_space);
        if !self.skip('=') {
            // A stray quote would otherwise stop the reader here for good.
            if name.is_empty() && (self.skip('"') || self.skip('\'')) {
                return Some(Raw { offset, name, value: "", fault: Some("a stray quotation mark in a tag") });
            }
            return Some(Raw { offset, name, value: "", fault: Some("an attribute without a value") });
        }
        self.take(is_space);
        for quote in ['"', '\''] {
            if self.skip(quote) {
                let value = self.take(|c| c != quote);
                let fault = (!self.skip(quote)).then_some("an attribute value that is not closed");
                return Some(Raw { offset, name, value, fault });
            }
        }
        let value = self.take(|c| !is_space(c));
        Some(Raw { offset, name, value, fault: Some("an attribute value without quotation marks") })
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Resolves references and normalises white space. The second part tells of a reference that is not one of
/// the five predefined ones nor a character: it stays as it is written, for nothing may be expanded.
pub(super) fn resolve(raw: &str) -> (String, Option<String>) {
    let mut value = String::with_capacity(raw.len());
    let mut unknown = None;
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\r', '\n']) {
        let (before, from) = rest.split_at(at);
        value.push_str(before);
        if !from.starts_with('&') {
            value.push(' ');
            rest = from.strip_prefix("\r\n").or_else(|| from.get(1..)).unwrap_or("");
            continue;
        }
        let body = from.get(1..).unwrap_or("");
        // No reference is longer than this; a lone `&` must not cost a search to the end each time.
        let end = body.bytes().take(16).position(|byte| byte == b';');
        let name = end.and_then(|end| body.get(..end));
        match name.and_then(|name| Some((name, character(name)?))) {
            Some((name, c)) => {
                value.push(c);
                rest = body.get(name.len() + 1..).unwrap_or("");
            }
            None => {
                unknown.get_or_insert_with(|| name.map_or_else(|| "&".to_owned(), |name| format!("&{name};")));
                value.push('&');
                rest = body;
            }
        }
    }
    value.push_str(rest);
    (value, unknown)
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix('x').or_else(|| digits.strip_prefix('X')) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|&c| c != '\0')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let check = |text, expect: &[(&str, &str, bool)]| {
            let got: Vec<_> = Attributes::new(text).map(|raw| (raw.name, raw.value, raw.fault.is_some())).collect();
            assert_eq!(got, expect, "{text}");
        };
        check(" a=\"1\" b = '2' /", &[("a", "1", false), ("b", "2", false)]);
        check(" a=\"x > y\"b='\"'", &[("a", "x > y", false), ("b", "\"", false)]);
        check(" a b=1", &[("a", "", true), ("b", "1", true)]);
        check(" a=\"1", &[("a", "1", true)]);
        check(" a= ", &[("a", "", true)]);
        check(" =\"1\" \" c='3'", &[("", "1", false), ("", "", true), ("c", "3", false)]);
        check(" / ", &[]);
    }

    #[test]
    fn values() {
        let check = |raw, expect: &str, unknown: Option<&str>| {
            let (value, got) = resolve(raw);
            assert_eq!((value.as_str(), got.as_deref()), (expect, unknown), "{raw}");
        };
        check("a&amp;b&lt;&gt;&quot;&apos;", "a&b<>\"'", None);
        check("&#65;&#x42;&#X43;", "ABC", None);
        check("&xxe;&amp;", "&xxe;&", Some("&xxe;"));
        check("a&b", "a&b", Some("&"));
        check("&#0;&#xd800;", "&#0;&#xd800;", Some("&#0;"));
        check("a\r\nb\tc\nd", "a b c d", None);
    }
}
