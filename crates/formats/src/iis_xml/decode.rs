//! Bytes to text. What the bytes are decides, not what the declaration says.

/// The text, and what was unusual about it with the byte offset in the text where it shows.
pub(super) struct Decoded {
    pub(super) text: String,
    /// Not as IIS writes it, yet sound.
    pub(super) notes: Vec<(usize, String)>,
    /// Wrong.
    pub(super) faults: Vec<(usize, String)>,
}

pub(super) fn decode(bytes: &[u8]) -> Decoded {
    let mut decoded = Decoded { text: String::new(), notes: Vec::new(), faults: Vec::new() };
    let wide = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((rest, false)),
        [0xfe, 0xff, rest @ ..] => Some((rest, true)),
        [b'<' | b' ' | b'\t' | b'\r' | b'\n', 0, ..] => Some((bytes, false)),
        [0, b'<' | b' ' | b'\t' | b'\r' | b'\n', ..] => Some((bytes, true)),
        _ => None,
    };
    match wide {
        Some((rest, big)) => utf16(rest, big, &mut decoded),
        None => narrow(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes), &mut decoded),
    }
    let declared = declared_encoding(&decoded.text);
    match (wide, declared.as_deref()) {
        (Some(_), Some(name)) if !name.starts_with("utf-16") && !name.starts_with("ucs-2") => {
            decoded.faults.push((0, format!("the file is UTF-16, yet declares itself `{name}`")));
        }
        (Some(_), _) => decoded.notes.push((0, "the file is UTF-16; IIS itself writes UTF-8".to_owned())),
        (None, Some(name)) if name.starts_with("utf-16") => {
            decoded.faults.push((0, format!("the file is UTF-8, yet declares itself `{name}`")));
        }
        _ => {}
    }
    decoded
}

fn utf16(bytes: &[u8], big: bool, decoded: &mut Decoded) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) });
    let mut broken = None;
    decoded.text.reserve(bytes.len() / 2);
    for unit in char::decode_utf16(units) {
        let c = unit.unwrap_or_else(|_| {
            broken.get_or_insert(decoded.text.len());
            char::REPLACEMENT_CHARACTER
        });
        decoded.text.push(c);
    }
    if let Some(at) = broken {
        decoded.faults.push((at, "half a UTF-16 surrogate pair".to_owned()));
    }
    if !rest.is_empty() {
        decoded.faults.push((decoded.text.len(), "the file ends inside a UTF-16 character".to_owned()));
    }
}

fn narrow(bytes: &[u8], decoded: &mut Decoded) {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.clone_into(&mut decoded.text),
        Err(error) => {
            let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default());
            if let Some(name) = declared_encoding(&head).filter(|name| is_single_byte(name)) {
                decoded.text = bytes.iter().map(|&byte| char::from(byte)).collect();
                decoded.notes.push((0, format!("the file is written in `{name}`; IIS itself writes UTF-8")));
            } else {
                let text = "a byte that is not UTF-8".to_owned();
                decoded.text = String::from_utf8_lossy(bytes).into_owned();
                decoded.faults.push((error.valid_up_to(), text));
            }
        }
    }
}

fn is_single_byte(name: &str) -> bool {
    name.starts_with("windows-125") || name.starts_with("iso-8859-") || name == "us-ascii"
}

/// What `<?xml … encoding="…"?>` says, in lower case.
fn declared_encoding(text: &str) -> Option<String> {
    let declaration = text.trim_start().strip_prefix("<?xml")?;
    let declaration = declaration.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(value.get(1..)?.split(quote).next()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn check(bytes: &[u8], text: &str, notes: usize, faults: usize) {
        let decoded = decode(bytes);
        assert_eq!(decoded.text, text);
        assert_eq!((decoded.notes.len(), decoded.faults.len()), (notes, faults), "{text}");
    }

    #[test]
    fn encodings() {
        check("<a/>".as_bytes(), "<a/>", 0, 0);
        check("\u{feff}<ä/>".as_bytes(), "<ä/>", 0, 0);
        for big in [false, true] {
            let bom = wide("\u{feff}", big);
            check(&[bom.clone(), wide("<ä\u{1f600}/>", big)].concat(), "<ä\u{1f600}/>", 1, 0);
            check(&wide("<a/>", big), "<a/>", 1, 0);
            let lie = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>";
            check(&[bom, wide(lie, big)].concat(), lie, 0, 1);
            check(&wide(lie, big), lie, 0, 1);
        }
        let lie = "<?xml version='1.0' encoding='utf-16'?><a/>";
        check(lie.as_bytes(), lie, 0, 1);
    }

    #[test]
    fn damage() {
        check(b"<a>\xff</a>", "<a>\u{fffd}</a>", 0, 1);
        check(b"\xff\xfe<\0a", "<\0".get(..1).unwrap(), 1, 1);
        check(&[0xff, 0xfe, b'<', 0, 0, 0xd8, b'a', 0], "<\u{fffd}a", 1, 1);
        check(b"<?xml encoding='iso-8859-1'?>\xe4", "<?xml encoding='iso-8859-1'?>ä", 1, 0);
        check(b"", "", 0, 0);
    }
}
