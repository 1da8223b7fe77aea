use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "base_name", apply: |text, _| Some(Cow::Borrowed(base_name(text))) },
    Transform { name: "directory", apply: |text, _| Some(Cow::Borrowed(text.rsplit_once(['\\', '/'])?.0)) },
    Transform { name: "plain_path", apply: |text, _| Some(Cow::Borrowed(plain(text))) },
    Transform { name: "program", apply: |text, _| program(text).map(Cow::Borrowed) },
    Transform { name: "without_stream", apply: |text, _| Some(Cow::Borrowed(without_stream(text))) },
];

/// What stands after the last separator.
pub(crate) fn base_name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

/// The path without the prefixes `\\?\` and `\??\`.
fn plain(path: &str) -> &str {
    path.strip_prefix("\\\\?\\").or_else(|| path.strip_prefix("\\??\\")).unwrap_or(path)
}

/// The program of a command line: the quoted or the first word.
fn program(command_line: &str) -> Option<&str> {
    let text = command_line.trim_start();
    let word = match text.strip_prefix('"') {
        Some(rest) => rest.split('"').next(),
        None => text.split_whitespace().next(),
    };
    word.filter(|word| !word.is_empty())
}

/// `C:\a.dll` of `C:\a.dll:Zone.Identifier`.
fn without_stream(path: &str) -> &str {
    let name = path.len() - base_name(path).len();
    match path.get(name..).and_then(|base| base.find(':')) {
        Some(colon) => path.get(..name + colon).unwrap_or(path),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;

    #[test]
    fn paths() {
        check("base_name", "C:\\Windows\\System32\\cmd.exe", Some("cmd.exe"));
        check("base_name", "cmd.exe", Some("cmd.exe"));
        check("base_name", "C:\\", Some(""));
        check("directory", "C:\\Windows\\System32\\cmd.exe", Some("C:\\Windows\\System32"));
        check("directory", "cmd.exe", None);
        check("plain_path", "\\\\?\\C:\\inetpub\\web.config", Some("C:\\inetpub\\web.config"));
        check("plain_path", "\\??\\C:\\a", Some("C:\\a"));
        check("plain_path", "C:\\a", Some("C:\\a"));
        check("program", "\"C:\\Program Files\\a.exe\" -x", Some("C:\\Program Files\\a.exe"));
        check("program", "  powershell.exe -enc AA==", Some("powershell.exe"));
        check("program", "", None);
        check("program", "\"\"", None);
        check("without_stream", "C:\\a.dll:Zone.Identifier", Some("C:\\a.dll"));
        check("without_stream", "C:\\a.dll", Some("C:\\a.dll"));
    }
}
