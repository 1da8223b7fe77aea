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
        if lower.starts_with("\\inetpub\\wwwroot\\") && component.class != Class::IsapiExtension {
            places.push("web_root");
        }
    }
    if is_code && !file.ends_with(".dll") && !crate::paths::is_placeholder(path) {
        places.push("not_dll");
    }
    places
}
