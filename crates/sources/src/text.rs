//! Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one or with evident zero bytes.

/// The text of a whole file; characters that cannot be decoded become U+FFFD, and their number is told.
pub(crate) fn decode(bytes: &[u8]) -> (String, usize) {
    match encoding(bytes) {
        Encoding::Utf8(body) => match std::str::from_utf8(body) {
            Ok(text) => (text.to_owned(), 0),
            Err(_) => {
                let text = String::from_utf8_lossy(body).into_owned();
                let bad = text.matches('\u{fffd}').count();
                (text, bad)
            }
        },
        Encoding::Utf16(body, read) => {
            let units = body.chunks(2).map(|pair| match pair {
                [a, b] => read([*a, *b]),
                _ => 0xFFFD,
            });
            let mut bad = 0;
            let text = char::decode_utf16(units)
                .map(|c| {
                    c.unwrap_or_else(|_| {
                        bad += 1;
                        '\u{fffd}'
                    })
                })
                .collect();
            (text, bad)
        }
    }
}

/// The start of a file as text; none when the file is not text.
pub(crate) fn decode_head(bytes: &[u8]) -> Option<String> {
    let text = match encoding(bytes) {
        Encoding::Utf8(body) => match std::str::from_utf8(body) {
            Ok(text) => text.to_owned(),
            // A character that the end of the head cuts in two is no damage.
            Err(error) if body.len() - error.valid_up_to() < 4 => {
                String::from_utf8_lossy(body.get(..error.valid_up_to())?).into_owned()
            }
            // A few bad bytes do not make a text a binary file, and a zero byte is in no text.
            Err(_) => String::from_utf8_lossy(body).into_owned(),
        },
        Encoding::Utf16(..) => decode(bytes).0,
    };
    let controls = text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n')).count();
    let bad = text.matches('\u{fffd}').count();
    (!text.is_empty() && (controls + bad) * 50 <= text.chars().count()).then_some(text)
}

enum Encoding<'a> {
    Utf8(&'a [u8]),
    Utf16(&'a [u8], fn([u8; 2]) -> u16),
}

fn encoding(bytes: &[u8]) -> Encoding<'_> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => Encoding::Utf8(rest),
        [0xFF, 0xFE, rest @ ..] => Encoding::Utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => Encoding::Utf16(rest, u16::from_be_bytes),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Encoding::Utf16(bytes, u16::from_le_bytes),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Encoding::Utf16(bytes, u16::from_be_bytes),
        _ => Encoding::Utf8(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let check = |bytes: &[u8], expect: &str, bad| {
            assert_eq!(decode(bytes), (expect.to_owned(), bad), "{bytes:?}");
        };
        check("é".as_bytes(), "é", 0);
        check(b"\xEF\xBB\xBFa", "a", 0);
        check(b"\xFF\xFEa\0b\0", "ab", 0);
        check(b"\xFE\xFF\0a", "a", 0);
        check(b"a\0b\0", "ab", 0);
        check(b"\0a\0b", "ab", 0);
        check(b"a\xFFb", "a\u{fffd}b", 1);
        check(b"\xFF\xFE\x00\xD8a\0", "\u{fffd}a", 1);
        check(b"\xFF\xFEa", "\u{fffd}", 0);
        check(b"", "", 0);
    }

    #[test]
    fn heads() {
        assert_eq!(decode_head("abcé".as_bytes().get(..4).unwrap()).as_deref(), Some("abc"));
        assert_eq!(decode_head(b"MZ\x90\0\x03\0\0\0"), None);
        assert_eq!(decode_head(&[0; 100]), None);
        assert_eq!(decode_head(b""), None);
    }
}
