//! The one form in which paths of the examined server are shown and compared.

/// A Windows path as a person writes it: no quotes, no device prefix, backslashes, `.` and `..` resolved, no
/// doubled separators, drive letter in upper case, `Sysnative` as `System32`, and the short names that every 64-bit
/// Windows gives its program folders (`PROGRA~1`) as their long ones. Other letters keep their case.
///
/// `\Device\HarddiskVolumeN` is shown as drive `C:`, for the evidence does not tell which volume has which
/// letter and the system volume is the likeliest. A path without drive or share stays relative.
///
/// ```
/// assert_eq!(server::canonical_path(r"\??\c:\Windows\.\System32//x.dll"), r"C:\Windows\System32\x.dll");
/// ```
pub fn canonical_path(path: &str) -> String {
    let path = path.trim().trim_matches(['"', '\'']).trim().replace('/', "\\");
    let bare = without_device(&path);
    let (root, rest) = match bare.split_at_checked(2) {
        Some(("\\\\", rest)) => ("\\\\".to_owned(), rest),
        Some((drive, rest)) if is_drive(drive) => (format!("{}\\", drive.to_ascii_uppercase()), rest),
        _ => (String::new(), bare.as_str()),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split('\\') {
        match part {
            "" | "." => {}
            // A relative path may start with `..`; below a root there is nothing to climb to.
            ".." if root.is_empty() && parts.last().is_none_or(|last| *last == "..") => parts.push(part),
            ".." => drop(parts.pop()),
            // Windows drops dots and spaces at the end of names.
            _ => parts.push(Some(part.trim_end_matches(['.', ' '])).filter(|part| !part.is_empty()).unwrap_or(part)),
        }
    }
    if let [windows, system, ..] = parts.as_mut_slice()
        && windows.eq_ignore_ascii_case("windows")
        && system.eq_ignore_ascii_case("sysnative")
    {
        *system = "System32";
    }
    if let (true, Some(first)) = (root.ends_with(":\\"), parts.first_mut()) {
        let long = SHORT_NAMES.iter().find(|(short, _)| first.eq_ignore_ascii_case(short));
        *first = long.map_or(*first, |(_, long)| *long);
    }
    format!("{root}{}", parts.join("\\"))
}

/// Short names in the root of the system drive, by the order in which Windows makes these folders.
const SHORT_NAMES: [(&str, &str); 3] =
    [("PROGRA~1", "Program Files"), ("PROGRA~2", "Program Files (x86)"), ("PROGRA~3", "ProgramData")];

/// Cuts off the prefixes of the object manager: `\\?\`, `\\.\`, `\??\`, `\SystemRoot\`, `\Device\…`.
fn without_device(path: &str) -> String {
    let lower = path.to_ascii_lowercase();
    if let Some(share) = lower.strip_prefix("\\\\?\\unc\\").and_then(|rest| path.get(path.len() - rest.len()..)) {
        return format!("\\\\{share}");
    }
    let mut rest = path;
    for prefix in ["\\\\?\\globalroot", "\\\\?\\", "\\\\.\\", "\\??\\"] {
        if rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            rest = rest.get(prefix.len()..).unwrap_or("");
        }
    }
    let lower = rest.to_ascii_lowercase();
    let lower = lower.strip_prefix('\\').unwrap_or(&lower);
    let tail = |kept: &str| rest.get(rest.len() - kept.len()..).unwrap_or("").to_owned();
    if let Some(kept) = lower.strip_prefix("systemroot\\") {
        return format!("C:\\Windows\\{}", tail(kept));
    }
    if let Some(volume) = lower.strip_prefix("device\\harddiskvolume") {
        let kept = volume.trim_start_matches(|c: char| c.is_ascii_digit());
        if kept.len() < volume.len() && (kept.is_empty() || kept.starts_with('\\')) {
            return format!("C:{}", tail(kept));
        }
    }
    rest.to_owned()
}

fn is_drive(text: &str) -> bool {
    matches!(text.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

/// [`canonical_path`] in lower case: two paths name one file when these are equal.
pub fn folded_path(path: &str) -> String {
    canonical_path(path).to_lowercase()
}

/// The last part of a path, `""` if there is none.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

/// The folder of a canonical path without a closing backslash, `""` if there is none.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('\\').map_or("", |(folder, _)| folder)
}

/// A canonical path in lower case without its drive: `\windows\system32\x.dll`.
pub(crate) fn below_drive(path: &str) -> String {
    let lower = path.to_lowercase();
    match lower.split_at_checked(2) {
        Some((drive, rest)) if is_drive(drive) => rest.to_owned(),
        _ => lower,
    }
}

/// Whether a path does not say where the file is: a variable or placeholder that is not resolved
/// (`%IIS_BIN%`, `[ANCMPath]`), or no drive and no share at all. Such a path is judged by its file name.
pub fn is_unresolved(path: &str) -> bool {
    let has_root = path.starts_with("\\\\") || path.get(..2).is_some_and(is_drive);
    !path.is_empty() && (!has_root || path.contains('%') || path.contains(['[', ']']))
}

/// Whether even the file name is put in later (`[ANCMPath]`, `%MODULE%`).
pub(crate) fn is_placeholder(path: &str) -> bool {
    let file = file_name(path);
    (file.starts_with('[') && file.ends_with(']')) || (file.starts_with('%') && file.ends_with('%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical() {
        let check = |path, expect| assert_eq!(canonical_path(path), expect, "{path}");
        check(r"c:\Windows\x.dll", r"C:\Windows\x.dll");
        check(r#" "C:\Program Files\x.dll" "#, r"C:\Program Files\x.dll");
        check(r"\\?\C:\a", r"C:\a");
        check(r"\??\C:\a", r"C:\a");
        check(r"\\.\C:\a", r"C:\a");
        check(r"\\?\UNC\server\share\a.dll", r"\\server\share\a.dll");
        check(r"\\server\share\\a\..\b.dll", r"\\server\share\b.dll");
        check(r"//server/share/a", r"\\server\share\a");
        check(r"\Device\HarddiskVolume3\Windows\a", r"C:\Windows\a");
        check(r"\\?\GLOBALROOT\Device\HarddiskVolume3\a", r"C:\a");
        check(r"\Device\HarddiskVolumeShadowCopy1\a", r"Device\HarddiskVolumeShadowCopy1\a");
        check(r"\SystemRoot\System32\a", r"C:\Windows\System32\a");
        check(r"C:\Windows\SysNative\inetsrv\a", r"C:\Windows\System32\inetsrv\a");
        check(r"c:\progra~1\Acme\a.dll", r"C:\Program Files\Acme\a.dll");
        check(r"C:\PROGRA~3\a.dll", r"C:\ProgramData\a.dll");
        check(r"C:\a\PROGRA~3\a.dll", r"C:\a\PROGRA~3\a.dll");
        check(r"C:\a\.\b\..\..\..\c", r"C:\c");
        check(r"C:\a.\b \c.dll. ", r"C:\a\b\c.dll");
        check(r"%IIS_BIN%\x.dll", r"%IIS_BIN%\x.dll");
        check(r"..\..\x\..\y", r"..\..\y");
        check("C:", r"C:\");
        check("dotnet", "dotnet");
        check("", "");
        check("é\\", "é");
    }

    #[test]
    fn unresolved() {
        let check = |path, expect| assert_eq!(is_unresolved(path), expect, "{path}");
        check(r"C:\a.dll", false);
        check(r"\\server\a.dll", false);
        check(r"%IIS_BIN%\a.dll", true);
        check(r"C:\%x%\a.dll", true);
        check(r"[ANCMPath]", true);
        check("a.dll", true);
        check("", false);
    }
}
