use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "guid", apply: |text, _| Some(Cow::Owned(text.trim_matches(['{', '}']).to_ascii_lowercase())) },
    Transform { name: "lower", apply: |text, _| Some(Cow::Owned(text.to_lowercase())) },
    Transform { name: "setting", apply: setting },
];

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
        check("setting:Missing", "User = x", None);
    }
}
