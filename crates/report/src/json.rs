//! JSON that is safe to print: characters that a terminal would obey or hide are written as `\u` escapes. Any
//! reader gets the very same values back.

use crate::text::is_hazard;
use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

struct Safe;

impl Formatter for Safe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_hazard(*c)) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = after.get(c.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Writes a value without spaces or line ends.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Safe);
    value.serialize(&mut serializer).map_err(io::Error::from)
}

/// Writes a value as JSON that is safe to print, and ends the line.
///
/// # Errors
/// When the writer fails, or the value cannot be JSON.
pub fn write_line<T: Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    write(value, out)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn escapes_and_keeps_values() {
        let text = "a\u{1b}\u{9b}\u{202e}\u{7f}\"\u{e0041}漢\n";
        let mut out = Vec::new();
        super::write(text, &mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert_eq!(shown, r#""a\u001b\u009b\u202e\u007f\"\udb40\udc41漢\n""#);
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }
}
