/// The value of one complete string literal, prefix and quotes included.
pub(crate) fn decode_string(literal: &str) -> String {
    let body = literal.strip_prefix(['h', 'H']).unwrap_or(literal);
    for fence in ["```", "~~~"] {
        if let Some(inner) = body.strip_prefix(fence).and_then(|rest| rest.strip_suffix(fence)) {
            return inner.to_owned();
        }
    }
    if let Some(quoted) = body.strip_prefix('@') {
        let quote = if quoted.starts_with('\'') { "'" } else { "\"" };
        let inner = quoted.strip_prefix(quote).map_or(quoted, |rest| rest.strip_suffix(quote).unwrap_or(rest));
        return inner.replace(&quote.repeat(2), quote);
    }
    let quote = if body.starts_with('\'') { '\'' } else { '"' };
    let inner = body.strip_prefix(quote).map_or(body, |rest| rest.strip_suffix(quote).unwrap_or(rest));
    unescape(inner)
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let after = rest.get(at + 1..).unwrap_or("");
        let (c, length) = escape(after);
        out.push(c);
        rest = after.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// The character that an escape stands for, and the bytes it takes after its backslash.
fn escape(after: &str) -> (char, usize) {
    let Some(first) = after.chars().next() else { return ('\\', 0) };
    let simple = match first {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        'x' => return numbered(after, 2),
        'u' => return utf16(after),
        'U' => return numbered(after, 8),
        '0'..='7' => {
            let length = after.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            let code = after.get(..length).and_then(|digits| u32::from_str_radix(digits, 8).ok());
            return (to_char(code), length);
        }
        other => other,
    };
    (simple, first.len_utf8())
}

fn to_char(code: Option<u32>) -> char {
    code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn code(after: &str, from: usize, digits: usize) -> Option<u32> {
    after.get(from..from + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok())
}

fn numbered(after: &str, digits: usize) -> (char, usize) {
    (to_char(code(after, 1, digits)), 1 + digits)
}

/// `\uD83D\uDE00` is one character, as in UTF-16; a lone half is none.
fn utf16(after: &str) -> (char, usize) {
    let high = code(after, 1, 4);
    let low = code(after, 7, 4).filter(|_| after.get(5..7) == Some("\\u"));
    if let (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) = (high, low) {
        return (to_char(Some(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))), 11);
    }
    (to_char(high), 5)
}

#[cfg(test)]
mod tests {
    use super::decode_string;

    #[test]
    fn forms() {
        let check = |literal: &str, expected: &str| assert_eq!(decode_string(literal), expected, "{literal}");
        check(r#""a\"b""#, "a\"b");
        check(r"'it\'s'", "it's");
        check(r#"@"C:\x""y""#, "C:\\x\"y");
        check("@'a''b'", "a'b");
        check(r#"h"secret""#, "secret");
        check(r#"H@"C:\x""#, "C:\\x");
        check("```a\n\"b\"```", "a\n\"b\"");
        check("~~~a\\n~~~", "a\\n");
        check("\"\"", "");
    }

    #[test]
    fn escapes() {
        let check = |literal: &str, expected: &str| assert_eq!(decode_string(literal), expected, "{literal}");
        check(r#""\\\t\n\r\a\b\f\v\'""#, "\\\t\n\r\u{7}\u{8}\u{c}\u{b}'");
        check(r#""\x41\u00e9\U0001F600\101\0""#, "Aé😀A\0");
        check(r#""\uD83D\uDE00 \uD83D""#, "😀 \u{fffd}");
    }
}
