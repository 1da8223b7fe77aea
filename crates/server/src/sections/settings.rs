//! Attributes that harden a server or hide an attack, collected as they are written.

use super::{At, Output};
use crate::Setting;
use formats::iis_xml::Element;

/// Attributes of one element that are collected. Source: `IIS_schema.xml`, `ASPNET_schema.xml`.
struct Watched {
    section: &'static str,
    /// Elements below the section, `/`-separated; `""` for the section itself.
    element: &'static str,
    attributes: &'static [&'static str],
}

const SITES: &str = "system.applicationHost/sites";
const LOG_FILE: &[&str] = &["enabled", "directory", "logExtFileFlags", "logTargetW3C", "period", "logFormat"];
const FAILED_REQUESTS: &[&str] = &["enabled", "directory", "customActionsEnabled"];

static WATCHED: &[Watched] = &[
    Watched { section: "configurationRedirection", element: "", attributes: &["enabled", "path"] },
    Watched {
        section: "system.applicationHost/configHistory",
        element: "",
        attributes: &["enabled", "path", "maxHistories", "period"],
    },
    Watched { section: "system.applicationHost/log", element: "", attributes: &["centralLogFileMode"] },
    Watched { section: SITES, element: "site/logFile", attributes: LOG_FILE },
    Watched { section: SITES, element: "siteDefaults/logFile", attributes: LOG_FILE },
    Watched { section: SITES, element: "site/traceFailedRequestsLogging", attributes: FAILED_REQUESTS },
    Watched { section: SITES, element: "siteDefaults/traceFailedRequestsLogging", attributes: FAILED_REQUESTS },
    Watched { section: "system.webServer/httpLogging", element: "", attributes: &["dontLog", "selectiveLogging"] },
    Watched { section: "system.webServer/handlers", element: "", attributes: &["accessPolicy"] },
    Watched { section: "system.webServer/modules", element: "", attributes: &["runAllManagedModulesForAllRequests"] },
    Watched {
        section: "system.webServer/security/isapiCgiRestriction",
        element: "",
        attributes: &["notListedIsapisAllowed", "notListedCgisAllowed"],
    },
    Watched { section: "system.webServer/security/isapiCgiRestriction", element: "add", attributes: &["allowed"] },
    Watched {
        section: "system.webServer/validation",
        element: "",
        attributes: &["validateIntegratedModeConfiguration"],
    },
    Watched { section: "system.web/machineKey", element: "", attributes: SECRETS },
    Watched {
        section: "system.web/pages",
        element: "",
        attributes: &["enableViewStateMac", "viewStateEncryptionMode"],
    },
];

/// Attributes whose value is a secret unless it says that Windows makes it up.
const SECRETS: &[&str] = &["validationKey", "decryptionKey"];

/// Attributes that tell apart elements of one name.
const KEYS: &[&str] = &["name", "path"];

/// Whether an element of this name may be a section that is read here.
pub(super) fn has_section(name: &str) -> bool {
    WATCHED.iter().any(|watched| watched.section.rsplit('/').next() == Some(name))
}

pub(super) fn read(at: &At<'_>, output: &mut Output) {
    for watched in WATCHED.iter().filter(|watched| watched.section == at.path) {
        let path: Vec<&str> = watched.element.split('/').filter(|part| !part.is_empty()).collect();
        at.visit(&path, |element, owner| {
            for name in watched.attributes {
                let Some(attribute) = element.attribute(name) else { continue };
                let is_secret = SECRETS.contains(name) && !attribute.value.to_lowercase().contains("autogenerate");
                output.settings.push(Setting {
                    section: at.path.clone(),
                    element: described(watched.element, element, owner),
                    attribute: attribute.name.clone(),
                    value: if is_secret { "static".to_owned() } else { attribute.value.clone() },
                    scope: at.scope.clone(),
                    file: at.file.to_owned(),
                    line: attribute.line,
                    column: attribute.column,
                });
            }
        });
    }
}

/// `site[@name="Default Web Site"]/logFile`, `add[@path="C:\x.dll"]`.
fn described(path: &str, element: &Element, owner: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let own = KEYS.iter().find_map(|key| Some((*key, element.attribute(key)?.value.as_str())));
    match (path.rsplit_once('/'), own) {
        (Some((above, below)), _) if !owner.is_empty() => format!("{above}[@name=\"{owner}\"]/{below}"),
        (None, Some((key, value))) => format!("{path}[@{key}=\"{value}\"]"),
        _ => path.to_owned(),
    }
}
