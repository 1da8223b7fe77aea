use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "defender_path", apply: |text, _| path(text).map(Cow::Borrowed) },
    Transform { name: "defender_value", apply: |text, _| Some(Cow::Borrowed(setting(text).0)) },
    Transform { name: "defender_value_data", apply: |text, _| Some(Cow::Borrowed(setting(text).2)) },
    Transform { name: "defender_value_name", apply: |text, _| Some(Cow::Borrowed(setting(text).1)) },
];

/// The file that a detection names: of `containerfile:_C:\a.zip; file:_C:\a.zip->x.exe` the one that is a file itself;
/// the first of several, and without a place within it.
fn path(text: &str) -> Option<&str> {
    let parts = || text.split(';').map(str::trim);
    let of = |kind: &str| parts().find_map(|part| part.strip_prefix(kind));
    let path = of("file:_").or_else(|| of("containerfile:_")).or_else(|| of("webfile:_"));
    // What has no kind is a path as it stands.
    let path = path.or_else(|| parts().next().filter(|part| !part.contains(":_")))?;
    let end = path.find("->").or_else(|| path.find('|')).unwrap_or(path.len());
    path.get(..end).filter(|path| !path.is_empty())
}

/// Keys below which each value is named by what it excludes, which may be a path.
const LISTS: [&str; 4] =
    ["\\Exclusions\\Paths\\", "\\Exclusions\\Processes\\", "\\Exclusions\\Extensions\\", "\\Exclusions\\IpAddresses\\"];

/// Key, name and data of a setting: `HKLM\SOFTWARE\Microsoft\Windows Defender\Exclusions\Paths\C:\inetpub = 0x0`.
fn setting(text: &str) -> (&str, &str, &str) {
    let (value, data) = text.rsplit_once(" = ").unwrap_or((text.strip_suffix(" =").unwrap_or(text), ""));
    let list = LISTS.iter().find_map(|list| Some(value.find(list)? + list.len()));
    let split = list.or_else(|| Some(value.rfind('\\')? + 1)).unwrap_or(0);
    let (key, name) = value.split_at_checked(split).unwrap_or((value, ""));
    (key.strip_suffix('\\').unwrap_or(key), name, data.trim())
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn paths() {
        let of = |text, expect| check("defender_path", text, expect);
        of("file:_C:\\inetpub\\a.aspx; file:_C:\\inetpub\\b.aspx", Some("C:\\inetpub\\a.aspx"));
        of("containerfile:_C:\\a.zip; file:_C:\\a.zip->x.exe; webfile:_C:\\a.zip|https://x/", Some("C:\\a.zip"));
        of("containerfile:_C:\\a.zip", Some("C:\\a.zip"));
        of("C:\\a.exe", Some("C:\\a.exe"));
        of("process:_pid:1,ProcessStart:2", None);
        of("", None);
    }

    #[test]
    fn settings() {
        let of = |text: &str, key: &str, name: &str, data: &str| {
            check("defender_value", text, Some(key));
            check("defender_value_name", text, Some(name));
            check("defender_value_data", text, Some(data));
        };
        let root = "HKLM\\SOFTWARE\\Microsoft\\Windows Defender";
        of(
            &format!("{root}\\Exclusions\\Paths\\C:\\inetpub = 0x0"),
            &format!("{root}\\Exclusions\\Paths"),
            "C:\\inetpub",
            "0x0",
        );
        of(&format!("{root}\\Features\\Controls\\48 = 0x1"), &format!("{root}\\Features\\Controls"), "48", "0x1");
        of(&format!("{root}\\X ="), root, "X", "");
        of("Default", "", "Default", "");
        of("", "", "", "");
    }
}
