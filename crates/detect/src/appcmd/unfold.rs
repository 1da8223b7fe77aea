//! Takes away what shells take away before a program sees its command line, and opens what is encoded in it.

/// How often an encoded command is looked for inside another.
const DEEPEST: usize = 3;

/// A shorter word is no encoded command: eight letters of UTF-16 take more.
const SHORTEST_ENCODED: usize = 20;

/// The text without what shells take away, then each command that it holds in PowerShell's encoded form, opened
/// likewise.
pub(super) fn texts(text: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut open = vec![text.to_owned()];
    for _ in 0..DEEPEST {
        let inner = open.iter().flat_map(|text| encoded(text)).collect();
        texts.extend(std::mem::replace(&mut open, inner).iter().map(|text| plain(&knowledge::confusable_fold(text))));
    }
    texts
}

/// Carets (cmd.exe) and backticks (PowerShell) escape the next character, two quotes inside a word are none, and
/// quoted parts that `+` joins are one; appcmd never sees any of them, nor the brackets around a list of arguments.
fn plain(text: &str) -> String {
    let text = text.replace(['^', '`'], "");
    let text = joined(&text, '\'');
    let text = joined(&text, '"');
    let text = without_empty_quotes(&text);
    text.replace("@(", " ").replace("('", " '").replace("(\"", " \"")
}

/// `'app'+'cmd'` as `'appcmd'`.
fn joined(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(quote) {
        out.push_str(before);
        let next = after.trim_start().strip_prefix('+').and_then(|text| text.trim_start().strip_prefix(quote));
        match next {
            Some(next) => rest = next,
            None => {
                out.push(quote);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `app""cmd` as `appcmd`. Two quotes at a word's end may mean a quote inside quotes, and stay.
fn without_empty_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\"\"") {
        out.push_str(before);
        let inside = out.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
        if !inside {
            out.push_str("\"\"");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The texts behind `-EncodedCommand` (in any of the shortened forms that PowerShell takes), which are base64 of
/// UTF-16LE.
fn encoded(text: &str) -> Vec<String> {
    let mut words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ')' | ';'));
    let mut found = Vec::new();
    let mut before = "";
    for word in words.by_ref().filter(|word| !word.is_empty()) {
        let (parameter, value) = word.split_once(':').unwrap_or((before, word));
        if is_encoded_command(parameter.trim_end_matches(':'))
            && value.len() >= SHORTEST_ENCODED
            && let Some(bytes) = base64(value)
        {
            let units =
                bytes.chunks_exact(2).map(|pair| pair.iter().rev().fold(0_u16, |n, b| (n << 8) | u16::from(*b)));
            found.push(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect());
        }
        before = word;
    }
    found
}

/// `-e`, `-ec`, `-enc` … with any dash or a slash.
fn is_encoded_command(word: &str) -> bool {
    let folded = knowledge::confusable_fold(word).replace(['^', '`'], "").to_ascii_lowercase();
    folded
        .strip_prefix(['-', '/'])
        .is_some_and(|name| name == "ec" || (!name.is_empty() && "encodedcommand".starts_with(name)))
}

/// The bytes of a base64 text, its padding left out or not; `None` when a character is none of the alphabet's.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for c in text.trim_end_matches('=').bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.extend(u8::try_from((held >> bits) & 0xff).ok());
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{base64, encoded, plain};

    #[test]
    fn what_shells_take_away_goes() {
        for (text, expected) in [
            ("a^pp`cmd", "appcmd"),
            ("'app' + 'cmd'+'.exe'", "'appcmd.exe'"),
            (r#""app"+"cmd""#, r#""appcmd""#),
            (r#"ap""pcmd "" "C:\a b""#, r#"appcmd "" "C:\a b""#),
            ("iex('appcmd x')", "iex 'appcmd x')"),
            ("don't", "don't"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn encoded_commands_open() {
        // `whoami /all` in UTF-16LE.
        let inside = "dwBoAG8AYQBtAGkAIAAvAGEAbABsAA==";
        for dash in ["-enc", "/e", "-EncodedCommand", "\u{2013}ec", "-EnCoD"] {
            assert_eq!(encoded(&format!("powershell {dash} {inside}")), ["whoami /all"], "{dash}");
        }
        assert_eq!(encoded(&format!("powershell -enc:\"{inside}\"")), ["whoami /all"]);
        for other in ["powershell -ep bypass", "tool -end dwBoAG8AYQBtAGkAIAAvAGEAbABsAA==", "-e x", ""] {
            assert!(encoded(other).is_empty(), "{other}");
        }
    }

    #[test]
    fn base64_is_read_to_its_end() {
        assert_eq!(base64("TWFu").as_deref(), Some(&b"Man"[..]));
        assert_eq!(base64("TWE=").as_deref(), Some(&b"Ma"[..]));
        assert_eq!(base64("TQ").as_deref(), Some(&b"M"[..]));
        assert_eq!(base64("T?"), None);
    }
}
