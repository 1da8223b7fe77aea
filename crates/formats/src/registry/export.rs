//! Registry exports as text (`.reg`), as `regedit` and `reg export` write them.
//!
//! Form: "Using a .reg file" (support.microsoft.com); types as in `winnt.h`.

use super::value::Type;

/// Keys past this number are left out.
const MAX_KEYS: usize = 1 << 20;
/// Bytes of text of one value past this number are not joined to it.
const MAX_VALUE: usize = 1 << 22;

/// A key in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedKey {
    /// From `HKEY_LOCAL_MACHINE` on.
    pub path: String,
    pub values: Vec<ExportedValue>,
}

/// A value in an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedValue {
    /// `""` for the default value.
    pub name: String,
    pub kind: Type,
    /// As [`Type::text`] gives it.
    pub text: String,
    /// From 1.
    pub line: u32,
}

const UNICODE: &str = "Windows Registry Editor Version 5.00";
const ANSI: &str = "REGEDIT4";

/// Whether a decoded file starts like an export.
pub fn is_export(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or("").trim_end();
    first == UNICODE || first == ANSI
}

/// Reads an export: keys in their order, and the lines that could not be read (from 1).
pub fn read_export(text: &str) -> (Vec<ExportedKey>, Vec<u32>) {
    let text = text.trim_start_matches('\u{feff}');
    let is_narrow = text.trim_start().starts_with(ANSI);
    let mut keys: Vec<ExportedKey> = Vec::new();
    let mut unread = Vec::new();
    let mut lines = (1..).zip(text.lines()).skip_while(|(_, line)| {
        let line = line.trim();
        line.is_empty() || line == UNICODE || line == ANSI
    });
    while let Some((number, first)) = lines.next() {
        let first = first.trim();
        if first.is_empty() || first.starts_with(';') {
            continue;
        }
        if let Some(path) = first.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            // A minus deletes the key.
            if !path.starts_with('-') && keys.len() < MAX_KEYS {
                keys.push(ExportedKey { path: path.to_owned(), values: Vec::new() });
            }
            continue;
        }
        let mut line = first.to_owned();
        // Hexadecimal goes on after a backslash, a string until its quote is closed.
        let mut quote = Quote::default();
        quote.pass(&line);
        while quote.is_open || line.ends_with(",\\") {
            let Some((_, next)) = lines.next().filter(|_| line.len() < MAX_VALUE) else { break };
            if quote.is_open {
                line.push('\n');
                line.push_str(next);
                quote.is_escaped = false;
            } else {
                line.pop();
                line.push_str(next.trim());
            }
            quote.pass(next);
        }
        match value(&line, number, is_narrow).zip(keys.last_mut()) {
            Some((Some(value), key)) => key.values.push(value),
            // `"name"=-` deletes the value.
            Some((None, _)) => {}
            None => unread.push(number),
        }
    }
    (keys, unread)
}

/// Whether a quote is opened and not closed, as far as a line was passed.
#[derive(Default)]
struct Quote {
    is_open: bool,
    is_escaped: bool,
}

impl Quote {
    fn pass(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                _ if self.is_escaped => self.is_escaped = false,
                '\\' if self.is_open => self.is_escaped = true,
                '"' => self.is_open = !self.is_open,
                _ => {}
            }
        }
    }
}

/// A value's line; the inner none for one that deletes it.
fn value(line: &str, number: u32, is_narrow: bool) -> Option<Option<ExportedValue>> {
    let (name, rest) = match line.strip_prefix('@') {
        Some(rest) => (String::new(), rest),
        None => quoted(line)?,
    };
    let data = rest.trim_start().strip_prefix('=')?.trim();
    if data == "-" {
        return Some(None);
    }
    let (kind, text) = if data.starts_with('"') {
        (Type::SZ, quoted(data)?.0)
    } else if let Some(digits) = data.strip_prefix("dword:") {
        (Type::DWORD, u32::from_str_radix(digits.trim(), 16).ok()?.to_string())
    } else {
        let (kind, digits) = data.strip_prefix("hex")?.split_once(':')?;
        let kind = match kind.strip_prefix('(').and_then(|kind| kind.strip_suffix(')')) {
            Some(number) => Type(u32::from_str_radix(number, 16).ok()?),
            None => Type::BINARY,
        };
        let bytes: Option<Vec<u8>> = digits
            .split(',')
            .map(str::trim)
            .filter(|byte| !byte.is_empty())
            .map(|byte| u8::from_str_radix(byte, 16).ok())
            .collect();
        (kind, of_bytes(kind, &bytes?, is_narrow))
    };
    Some(Some(ExportedValue { name, kind, text, line: number }))
}

/// The older form of an export has strings of one byte a character.
fn of_bytes(kind: Type, bytes: &[u8], is_narrow: bool) -> String {
    if is_narrow && matches!(kind, Type::SZ | Type::EXPAND_SZ | Type::MULTI_SZ) {
        let wide: Vec<u8> = bytes.iter().flat_map(|&byte| [byte, 0]).collect();
        return kind.text(&wide);
    }
    kind.text(bytes)
}

/// The string that a text starts with, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let rest = text.strip_prefix('"')?;
    let mut out = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, rest.get(at + 1..)?)),
            '\\' => out.push(chars.next()?.1),
            c => out.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms() {
        let text = "\u{feff}Windows Registry Editor Version 5.00\r\n\r\n; note\r\n\
            [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\W3SVC\\Parameters]\r\n\
            @=\"default\"\r\n\
            \"Filter DLLs\"=\"C:\\\\a \\\"b\\\".dll\"\r\n\
            \"MajorVersion\"=dword:0000000a\r\n\
            \"Path\"=hex(2):25,00,\\\r\n  61,00,25,00,00,00\r\n\
            \"Many\"=hex(7):61,00,00,00,62,00,00,00,00,00\r\n\
            \"Raw\"=hex:de,ad\r\n\
            \"Lines\"=\"one\r\ntwo\"\r\n\
            \"Gone\"=-\r\n\
            broken\r\n\
            [-HKEY_LOCAL_MACHINE\\SOFTWARE\\Gone]\r\n";
        assert!(is_export(text));
        let (keys, unread) = read_export(text);
        assert_eq!((keys.len(), unread), (1, vec![15]));
        let values: Vec<(&str, u32, &str, u32)> =
            keys[0].values.iter().map(|v| (v.name.as_str(), v.kind.0, v.text.as_str(), v.line)).collect();
        let expect = [
            ("", 1, "default", 5),
            ("Filter DLLs", 1, "C:\\a \"b\".dll", 6),
            ("MajorVersion", 4, "10", 7),
            ("Path", 2, "%a%", 8),
            ("Many", 7, "a;b", 10),
            ("Raw", 3, "dead", 11),
            ("Lines", 1, "one\ntwo", 12),
        ];
        assert_eq!(values, expect);
        let (keys, _) = read_export("REGEDIT4\n[HKEY_LOCAL_MACHINE\\X]\n\"a\"=hex(2):25,61,25,00\n");
        assert_eq!(keys[0].values[0].text, "%a%");
        assert!(!is_export("notes"));
    }
}
