//! Commands that take a component out of the configuration, for each place that registers it.

use super::quote::{appcmd_name, cmd, cmd_key};
use super::server::{Known, Registered};
use crate::model::{Class, Component, ResponseStep};

pub(crate) const APPCMD: &str = r"%windir%\system32\inetsrv\appcmd.exe";

pub(crate) fn appcmd(arguments: &str) -> String {
    format!("{APPCMD} {arguments}")
}

/// ` /commit:apphost` where the element stands there; otherwise the command would write `<remove>` into a `web.config`.
fn commit(place: &Registered) -> &'static str {
    if place.in_application_host() { " /commit:apphost" } else { "" }
}

/// `set config ["Orders"] /section:… "/-[name='X']"`.
pub(crate) fn set_config(place: &Registered, section: &str, option: &str) -> Option<String> {
    let target = match place.site_path()? {
        "" => String::new(),
        path => format!("{} ", cmd(path)?),
    };
    Some(appcmd(&format!("set config {target}/section:{section} {option}{}", commit(place))))
}

/// Who is affected by a place.
pub(crate) fn reach(place: &Registered) -> String {
    match place.site_path() {
        Some("") => "all sites".to_owned(),
        Some(path) => path.to_owned(),
        None => place.scope.clone(),
    }
}

/// Steps in the order in which they have to be done: sites before the server.
pub(crate) fn steps(component: &Component, known: &Known) -> Vec<ResponseStep> {
    let mut steps = Vec::new();
    for place in known.registered.iter().rev() {
        let at = format!("{} line {}", place.file, place.line);
        let what = match component.class {
            Class::NativeModule => "Take the module out of the server",
            Class::ManagedModule => "Take the module out of the module list",
            Class::IsapiFilter => "Take the filter out of the list",
            Class::IsapiExtension | Class::Handler => "Take the handler mapping out",
            Class::OtherLoader => "Undo the attribute by hand",
        };
        let command = command(component, place);
        let by_hand = if command.is_none() && component.class != Class::OtherLoader { ", by hand" } else { "" };
        steps.push(ResponseStep { step: format!("{what}{by_hand} ({}): {at} loads it", reach(place)), command });
        if component.class == Class::IsapiExtension {
            let key = cmd_key("-", "path", &component.image);
            let command = key.map(|key| {
                appcmd(&format!(
                    "set config /section:system.webServer/security/isapiCgiRestriction {key} /commit:apphost"
                ))
            });
            let step = "Take its file out of what may run, if it is listed: the list outlives the mapping".to_owned();
            steps.push(ResponseStep { step, command });
        }
    }
    if let Some(data) = &known.filter_dlls {
        steps.push(registry(component, data));
    }
    steps
}

fn command(component: &Component, place: &Registered) -> Option<String> {
    let path = place.site_path()?;
    let key = || cmd_key("-", "name", &component.name);
    match component.class {
        Class::NativeModule if path.is_empty() => {
            Some(appcmd(&format!("uninstall module {}", appcmd_name(&component.name)?)))
        }
        Class::NativeModule | Class::ManagedModule if place.in_application_host() => {
            set_config(place, "system.webServer/modules", &key()?)
        }
        Class::NativeModule | Class::ManagedModule => {
            // An application's own path ends in a slash when it is the site's root.
            let app = if path.contains('/') { path.to_owned() } else { format!("{path}/") };
            let name = appcmd_name(&component.name)?;
            Some(appcmd(&format!("delete module {name} {}", cmd(&format!("/app.name:{app}"))?)))
        }
        Class::IsapiFilter => set_config(place, "system.webServer/isapiFilters", &key()?),
        Class::IsapiExtension | Class::Handler => set_config(place, "system.webServer/handlers", &key()?),
        Class::OtherLoader => None,
    }
}

/// The value is a list: it is deleted only where it names nothing else.
fn registry(component: &Component, data: &str) -> ResponseStep {
    const KEY: &str = r#""HKLM\SYSTEM\CurrentControlSet\Services\W3SVC\Parameters" /v "Filter DLLs""#;
    if data.trim().eq_ignore_ascii_case(&component.image) {
        ResponseStep {
            step: "Delete the registry value that loads it, past all configuration".to_owned(),
            command: Some(format!("reg delete {KEY} /f")),
        }
    } else {
        ResponseStep {
            step: "Take its path out of the registry value that loads it, past all configuration".to_owned(),
            command: Some(format!("reg query {KEY}")),
        }
    }
}
