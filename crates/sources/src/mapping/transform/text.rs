use super::Transform;
use crate::value::number;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "guid", apply: |text, _| Some(Cow::Owned(text.trim_matches(['{', '}']).to_ascii_lowercase())) },
    Transform { name: "lower", apply: |text, _| Some(Cow::Owned(text.to_lowercase())) },
    Transform { name: "hex", apply: hex },
    Transform { name: "label", apply: label },
    Transform { name: "number", apply: |text, _| number(text).map(|number| Cow::Owned(number.to_string())) },
    Transform { name: "setting", apply: setting },
    Transform { name: "trimmed", apply: |text, _| Some(Cow::Borrowed(text.trim())) },
    Transform { name: "unquoted", apply: |text, _| Some(Cow::Borrowed(unquoted(text))) },
];

/// A number that is hexadecimal with or without `0x`, in decimal.
fn hex<'a>(text: &'a str, _: &str) -> Option<Cow<'a, str>> {
    let text = text.trim();
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    u64::from_str_radix(digits, 16).ok().map(|number| Cow::Owned(number.to_string()))
}

/// The value of a line `Name: value` among others.
fn label<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then_some(Cow::Borrowed(value.trim()))
    })
}

/// The text without the space and the quotes around it.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

/// The value of a line `Name = value` or `Name=value` among others.
fn setting<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == name).then_some(Cow::Borrowed(value.trim()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn texts() {
        check("guid", "{94F748D5-4A45-5A42-0000-0010D265F20F}", Some("94f748d5-4a45-5a42-0000-0010d265f20f"));
        check("lower", "Ä", Some("ä"));
        check("setting:User", "  Severity = Informational\r\n        User = CORP\\alice\r\n", Some("CORP\\alice"));
        check("setting:HostUrl", "[ZoneTransfer]\nZoneId=3\nHostUrl=https://x/?a=b", Some("https://x/?a=b"));
        check("hex", "1a2C", Some("6700"));
        check("hex", "0x10", Some("16"));
        check("hex", "x", None);
        check("label:Application", "Application: w3wp.exe\nFramework Version: v4", Some("w3wp.exe"));
        check("label:Version", "Application: w3wp.exe", None);
        check("number", "0x1fffff", Some("2097151"));
        check("number", "all", None);
        check("trimmed", " \r\n", Some(""));
        check("unquoted", " \"C:\\a.exe\"", Some("C:\\a.exe"));
        check("unquoted", "\"", Some("\""));
        check("setting:Missing", "User = x", None);
    }
}
