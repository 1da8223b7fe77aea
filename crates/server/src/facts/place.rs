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

/// Why a component's place is odd, the heaviest reason first. Paths whose folder is not known have none.
pub(super) fn odd_places(component: &Component) -> Vec<&'static str> {
    let mut places = Vec::new();
    let path = component.image.as_str();
    if path.is_empty() || component.class == Class::ManagedModule {
        return places;
    }
    let lower = below_drive(path);
    let home = folder(&lower);
    let is_known = !crate::is_unresolved(path);
    let is_program = !lower.ends_with(".dll") && matches!(component.class, Class::Handler | Class::OtherLoader);
    let is_passing = home.split('\\').any(|part| PASSING.contains(&part));
    if path.starts_with("\\\\") {
        places.push("unc");
    }
    // Programs that sites start live in users' and sites' folders as a matter of course; not in `Temp`.
    let is_writable = WRITABLE.iter().any(|start| lower.starts_with(start)) && !is_program;
    if is_known && (is_passing || is_writable) {
        places.push("user_writable");
    }
    if is_known && !is_program {
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
    let is_dll_class = matches!(component.class, Class::NativeModule | Class::IsapiFilter | Class::IsapiExtension);
    if is_dll_class && !crate::file_name(&lower).ends_with(".dll") && !crate::paths::is_placeholder(path) {
        places.push("not_dll");
    }
    places
}
