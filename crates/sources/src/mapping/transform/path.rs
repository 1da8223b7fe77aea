use super::Transform;
use std::borrow::Cow;

pub(super) static TRANSFORMS: &[Transform] = &[
    Transform { name: "base_name", apply: |text, _| Some(Cow::Borrowed(base_name(text))) },
    Transform { name: "directory", apply: |text, _| Some(Cow::Borrowed(text.rsplit_once(['\\', '/'])?.0)) },
    Transform { name: "pipe_name", apply: |text, _| Some(Cow::Owned(format!("\\Device\\NamedPipe{text}"))) },
    Transform { name: "plain_path", apply: |text, _| Some(Cow::Borrowed(plain(text))) },
    Transform { name: "program", apply: |text, _| program(text).map(Cow::Borrowed) },
    Transform { name: "service_program", apply: |text, _| service_program(text).map(Cow::Borrowed) },
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

/// The program that a service's image path names: it may have spaces without quotes, and arguments may follow it.
fn service_program(image_path: &str) -> Option<&str> {
    let text = image_path.trim();
    if text.starts_with('"') {
        return program(text);
    }
    let lower = text.to_ascii_lowercase();
    let ends = [".exe", ".sys", ".dll", ".com", ".bat", ".cmd"].iter().flat_map(|ending| {
        lower
            .match_indices(ending)
            .map(|(at, ending)| at + ending.len())
            .filter(|end| text.get(*end..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', ','])))
    });
    match ends.min() {
        Some(end) => text.get(..end),
        None => program(text),
    }
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
        check("service_program", "\"C:\\Program Files\\a b.exe\" -k x", Some("C:\\Program Files\\a b.exe"));
        check("service_program", "C:\\Program Files\\a b.exe -k x.exe", Some("C:\\Program Files\\a b.exe"));
        check(
            "service_program",
            "\\SystemRoot\\System32\\drivers\\a.sys",
            Some("\\SystemRoot\\System32\\drivers\\a.sys"),
        );
        check("service_program", "%COMSPEC% /c echo", Some("%COMSPEC%"));
        check("service_program", "", None);
        check("pipe_name", "\\lsass", Some("\\Device\\NamedPipe\\lsass"));
        check("without_stream", "C:\\a.dll:Zone.Identifier", Some("C:\\a.dll"));
        check("without_stream", "C:\\a.dll", Some("C:\\a.dll"));
    }
}
