//! Attributes that harden a server or hide an attack, collected as they are written.

use super::{At, Output};
use formats::iis_xml::Element;

/// Attributes of one element that are collected. Source: `IIS_schema.xml`, `ASPNET_schema.xml`.
struct Watched {
    section: &'static str,
    /// Elements below the section, `/`-separated; `""` for the section itself.
    element: &'static str,
    attributes: &'static [&'static str],
}

const fn watch(section: &'static str, element: &'static str, attributes: &'static [&'static str]) -> Watched {
    Watched { section, element, attributes }
}

const POOLS: &str = "system.applicationHost/applicationPools";
const SITES: &str = "system.applicationHost/sites";
const RESTRICTION: &str = "system.webServer/security/isapiCgiRestriction";
const LOG_FILE: &[&str] = &["enabled", "directory", "logExtFileFlags", "logTargetW3C", "period", "logFormat"];
const FAILED_REQUESTS: &[&str] = &["enabled", "directory", "customActionsEnabled"];
const POOL: &[&str] = &["enable32BitAppOnWin64", "managedPipelineMode", "managedRuntimeVersion", "startMode"];
const ERRORS: &[&str] = &["path", "responseMode"];

static WATCHED: &[Watched] = &[
    watch("configurationRedirection", "", &["enabled", "path"]),
    watch("system.applicationHost/configHistory", "", &["enabled", "path", "maxHistories", "period"]),
    watch("system.applicationHost/log", "", &["centralLogFileMode"]),
    watch(POOLS, "add", POOL),
    watch(POOLS, "applicationPoolDefaults", POOL),
    watch(POOLS, "add/processModel", &["identityType", "userName"]),
    watch(POOLS, "applicationPoolDefaults/processModel", &["identityType", "userName"]),
    watch(SITES, "site/logFile", LOG_FILE),
    watch(SITES, "siteDefaults/logFile", LOG_FILE),
    watch(SITES, "site/traceFailedRequestsLogging", FAILED_REQUESTS),
    watch(SITES, "siteDefaults/traceFailedRequestsLogging", FAILED_REQUESTS),
    watch(SITES, "site/application", &["applicationPool", "serviceAutoStartEnabled", "serviceAutoStartProvider"]),
    watch(SITES, "site/application/virtualDirectory", &["physicalPath", "userName", "allowSubDirConfig"]),
    watch("system.webServer/asp", "", &["enableParentPaths", "scriptErrorSentToBrowser"]),
    watch("system.webServer/aspNetCore", "", &["hostingModel", "stdoutLogEnabled"]),
    watch("system.webServer/handlers", "", &["accessPolicy"]),
    watch("system.webServer/httpErrors", "", &["errorMode", "defaultPath", "defaultResponseMode"]),
    watch("system.webServer/httpErrors", "error", ERRORS),
    watch("system.webServer/httpLogging", "", &["dontLog", "selectiveLogging"]),
    watch("system.webServer/httpProtocol", "customHeaders/add", &["value"]),
    watch("system.webServer/httpRedirect", "", &["enabled", "destination"]),
    watch("system.webServer/modules", "", &["runAllManagedModulesForAllRequests"]),
    watch("system.webServer/proxy", "", &["enabled"]),
    watch(RESTRICTION, "", &["notListedIsapisAllowed", "notListedCgisAllowed"]),
    watch(RESTRICTION, "add", &["allowed"]),
    watch("system.webServer/serverSideInclude", "", &["ssiExecDisable"]),
    watch("system.webServer/staticContent", "", &["defaultDocFooter", "enableDocFooter"]),
    watch("system.webServer/validation", "", &["validateIntegratedModeConfiguration"]),
    watch("system.webServer/webdav/authoring", "", &["enabled"]),
    watch("system.web/compilation", "", &["debug"]),
    watch("system.web/customErrors", "", &["mode"]),
    watch("system.web/identity", "", &["impersonate", "userName"]),
    watch(
        "system.web/machineKey",
        "",
        &["validationKey", "decryptionKey", "validation", "decryption", "compatibilityMode"],
    ),
    watch("system.web/pages", "", &["enableViewStateMac", "viewStateEncryptionMode"]),
    watch("system.web/trust", "", &["level"]),
];

/// Attributes whose value is a secret unless it says that Windows makes it up.
const SECRETS: &[&str] = &["validationKey", "decryptionKey"];

/// Attributes that tell apart elements of one name.
const KEYS: &[&str] = &["name", "statusCode", "path"];

/// The sections that are watched.
pub(super) fn sections() -> impl Iterator<Item = &'static str> {
    WATCHED.iter().map(|watched| watched.section)
}

pub(super) fn read(at: &At<'_, '_>, output: &mut Output) {
    for watched in WATCHED.iter().filter(|watched| watched.section == at.path()) {
        at.visit(watched.element, |index, element, above| {
            for name in watched.attributes {
                let Some(attribute) = element.attribute(name) else { continue };
                let is_secret = SECRETS.contains(name) && !attribute.value.to_lowercase().contains("autogenerate");
                let mut setting = at.setting(described(element, above, watched.element), attribute, index);
                if is_secret {
                    "static".clone_into(&mut setting.value);
                }
                output.settings.push(setting);
            }
        });
    }
}

/// `site[@name="Default Web Site"]/logFile`, `add[@path="C:\x.dll"]`.
fn described(element: &Element, above: &[&Element], path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let part = |element: &Element| {
        let own = KEYS.iter().find_map(|key| Some((*key, element.attribute(key)?.value.as_str())));
        match own {
            Some((key, value)) => format!("{}[@{key}=\"{value}\"]", element.name),
            None => element.name.clone(),
        }
    };
    above.iter().copied().chain([element]).map(part).collect::<Vec<_>>().join("/")
}
