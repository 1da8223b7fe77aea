//! Places where components do not belong.

use crate::paths::{below_drive, folder};
use crate::{Class, Component};

/// Folders that ordinary users or the worker process can write to, as they start below the drive.
const WRITABLE: &[&str] = &[
    "\\users\\",
    "\\documents and settings\\",
    "\\programdata\\",
    "\\windows\\temp\\",
    "\\windows\\tasks\\",
    "\\windows\\tracing\\",
    "\\windows\\debug\\",
    "\\windows\\system32\\tasks\\",
    "\\windows\\system32\\spool\\drivers\\color\\",
    "\\perflogs\\",
    "\\$recycle.bin\\",
    "\\recycler\\",
];

/// Folders of Windows and IIS that hold data and no components, as they start below the drive.
const DATA: &[&str] = &[
    "\\inetpub\\custerr\\",
    "\\inetpub\\history\\",
    "\\inetpub\\logs\\",
    "\\windows\\appcompat\\",
    "\\windows\\apppatch\\",
    "\\windows\\boot\\",
    "\\windows\\cursors\\",
    "\\windows\\fonts\\",
    "\\windows\\globalization\\",
    "\\windows\\help\\",
    "\\windows\\ime\\",
    "\\windows\\inf\\",
    "\\windows\\logs\\",
    "\\windows\\media\\",
    "\\windows\\prefetch\\",
    "\\windows\\resources\\",
    "\\windows\\schemas\\",
    "\\windows\\system32\\config\\",
    "\\windows\\system32\\inetsrv\\backup\\",
    "\\windows\\system32\\inetsrv\\config\\",
    "\\windows\\system32\\inetsrv\\history\\",
    "\\windows\\system32\\logfiles\\",
    "\\windows\\system32\\winevt\\",
    "\\windows\\syswow64\\inetsrv\\config\\",
    "\\windows\\web\\",
];

/// Parts that make any path a place for passing files.
const PASSING: &[&str] = &["temp", "tmp", "$recycle.bin"];

/// Variables of one user's own folders: whatever their value, that user can write there.
const OF_USERS: &[&str] = &["%appdata%", "%localappdata%", "%userprofile%", "%homepath%"];

/// Attributes that start a program when something happens, not to serve a site.
const ACTIONS: &[&str] = &["customActionExe", "orphanActionExe", "autoShutdownExe"];

/// Programs that do whatever their arguments say.
const INTERPRETERS: &[&str] = &[
    "bitsadmin.exe",
    "certutil.exe",
    "cmd.exe",
    "cscript.exe",
    "installutil.exe",
    "msbuild.exe",
    "mshta.exe",
    "msiexec.exe",
    "powershell.exe",
    "pwsh.exe",
    "regsvr32.exe",
    "rundll32.exe",
    "wmic.exe",
    "wscript.exe",
];

/// Why a component's place is odd, the heaviest reason first. Of paths whose folder is not known only the file
/// name tells anything.
pub(super) fn odd_places(component: &Component) -> Vec<&'static str> {
    let mut places = Vec::new();
    let path = component.image.as_str();
    if path.is_empty() || component.class == Class::ManagedModule {
        return places;
    }
    let lower = below_drive(path);
    let home = folder(&lower);
    let file = crate::file_name(&lower);
    let is_known = !crate::is_unresolved(path);
    let is_action = ACTIONS.iter().any(|action| component.name.ends_with(action));
    let is_code = matches!(component.class, Class::NativeModule | Class::IsapiFilter | Class::IsapiExtension);
    let is_program = !is_code && !is_action && !lower.ends_with(".dll");
    let is_passing = home.split('\\').any(|part| PASSING.contains(&part));
    if path.starts_with("\\\\") {
        places.push("unc");
    }
    // Programs that sites start live in users' and sites' folders as a matter of course; not in `Temp`.
    let is_writable = WRITABLE.iter().any(|start| lower.starts_with(start)) && !is_program;
    let is_users = OF_USERS.iter().any(|start| lower.starts_with(start)) && !is_program;
    if is_known && (is_passing || is_writable) || is_users {
        places.push("user_writable");
    }
    if is_action && (INTERPRETERS.contains(&file) || INTERPRETERS.contains(&format!("{file}.exe").as_str())) {
        places.push("interpreter");
    }
    if file.contains(':') {
        places.push("stream");
    }
    if lower.starts_with("device\\") {
        places.push("device");
    }
    if is_code && is_masked(component) {
        places.push("masked");
    }
    // Exchange's own components are known ones; nobody else installs there.
    if is_known && is_code && lower.contains("\\exchange server\\v") {
        places.push("exchange");
    }
    if is_known && !is_program && !is_action {
        if lower.starts_with("\\windows\\microsoft.net\\") {
            places.push("framework");
        }
        if ["\\windows\\system32", "\\windows\\syswow64", "\\windows\\system32\\drivers"].contains(&home) {
            places.push("system32_root");
        }
        if ["\\windows", "\\windows\\system"].contains(&home) {
            places.push("windows_root");
        }
        // ISAPI extensions are programs of a site, and may lie with it.
        let is_content = component.is_in_content || lower.starts_with("\\inetpub\\wwwroot\\");
        if is_content && component.class != Class::IsapiExtension {
            places.push("web_root");
        }
    }
    if is_known && is_code && DATA.iter().any(|start| lower.starts_with(start)) {
        places.push("data_folder");
    }
    if is_known && is_code && lower.split('\\').any(is_short_name) {
        places.push("short_name");
    }
    // What events name has often no folder; what a configuration names has one, or a variable.
    let has_no_root = is_code && !is_known && !path.contains(['%', '[']) && !lower.starts_with("device\\");
    if has_no_root && component.class != Class::IsapiExtension && !component.file.is_empty() {
        places.push("relative");
    }
    if is_code && !file.ends_with(".dll") && !crate::paths::is_placeholder(path) {
        places.push("not_dll");
    }
    places
}

/// Whether a part of a path is a short name (`FRAMEW~1`), which does not say what it leads to.
fn is_short_name(part: &str) -> bool {
    let stem = part.split_once('.').map_or(part, |(stem, _)| stem);
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    stem.len() <= 8 && stem.rsplit_once('~').is_some_and(|(start, digits)| !start.is_empty() && is_number(digits))
}

/// Roots below a drive that everybody knows, and that a path may pretend to start with.
const ROOTS: &[&str] = &["\\windows\\", "\\program files\\", "\\program files (x86)\\", "\\inetpub\\"];

/// Whether a path is written so that it looks like another: with dots or spaces at the end of names, which Windows
/// drops, or with look-alike letters in a well-known folder's name.
fn is_masked(component: &Component) -> bool {
    let raw = component.image_raw.trim().trim_matches('"').trim();
    let is_padded = |part: &str| part.ends_with([' ', '.']) && !matches!(part, "." | "..");
    let lower = below_drive(&component.image);
    let folded = knowledge::confusable_fold(&lower);
    let starts = |path: &str| ROOTS.iter().any(|root| path.starts_with(root));
    raw.split(['\\', '/']).any(is_padded) || (starts(&folded) && !starts(&lower))
}

#[cfg(test)]
mod tests {
    use super::is_short_name;

    #[test]
    fn short_names() {
        let check = |part, expect| assert_eq!(is_short_name(part), expect, "{part}");
        check("framew~1", true);
        check("v20507~1.dll", true);
        check("a~12", true);
        check("~1", false);
        check("backup~old", false);
        check("a longer name~1", false);
        check("x.dll", false);
    }
}
