//! One setting, judged.

use crate::response::{Registered, appcmd, reach, set_config};
use crate::row::Row;

/// A row of `IisSettings`.
pub(super) struct Setting {
    section: String,
    element: String,
    attribute: String,
    value: String,
    pub(super) place: Registered,
}

impl Setting {
    pub(super) fn of(row: &Row) -> Self {
        let line = row.get("Line").and_then(kql_functions::Value::as_i64).unwrap_or(0);
        Self {
            section: row.text("Section"),
            element: row.text("Element"),
            attribute: row.text("Attribute"),
            value: row.text("Value"),
            place: Registered { scope: row.text("Scope"), file: row.text("ConfigPath"), line },
        }
    }
}

type Judged = (&'static str, String, Option<String>);

/// The mitigation that the setting lacks, what it means, and the command that mends it.
pub(super) fn judge(setting: &Setting) -> Option<Judged> {
    let value = setting.value.to_lowercase();
    let (yes, no) = (value == "true", value == "false");
    let section = setting.section.as_str();
    let set = |option: &str| set_config(&setting.place, section, option);
    let at = reach(&setting.place);
    match (section, setting.attribute.as_str()) {
        ("system.webServer/security/isapiCgiRestriction", "notListedIsapisAllowed") if yes => Some((
            "M1038",
            "ISAPI extensions run without being on the list".to_owned(),
            set("/notListedIsapisAllowed:false"),
        )),
        ("system.webServer/security/isapiCgiRestriction", "notListedCgisAllowed") if yes => {
            Some(("M1038", "CGI programs run without being on the list".to_owned(), set("/notListedCgisAllowed:false")))
        }
        ("system.webServer/handlers", "accessPolicy") if has_all(&value, &["write", "script"]) => Some((
            "M1038",
            format!("what is uploaded can be run ({at}): its access policy has Write and Script"),
            set("/accessPolicy:Read,Script"),
        )),
        ("system.applicationHost/configHistory", "enabled") if no => Some((
            "M1047",
            "configuration history is off: no earlier configuration to compare with".to_owned(),
            set("/enabled:true"),
        )),
        ("system.applicationHost/configHistory", "maxHistories") if value.parse::<u32>().is_ok_and(|n| n < 50) => {
            Some((
                "M1047",
                format!("configuration history keeps {value} versions: an attacker's edits push older ones out"),
                set("/maxHistories:50"),
            ))
        }
        ("system.webServer/httpLogging", "dontLog") if yes => {
            Some(("M1047", format!("requests are not logged ({at})"), set("/dontLog:false")))
        }
        ("system.applicationHost/sites", "enabled") if no && setting.element.ends_with("/logFile") => {
            Some(("M1047", format!("requests are not logged: {}", setting.element), site_log(&setting.element)))
        }
        ("system.web/machineKey", "validationKey") if value == "static" => {
            let text = format!(
                "a fixed machineKey in a file ({at}): who has read it can sign view state; servers of one farm take \
                 a new key that they share instead"
            );
            Some(("M1026", text, machine_key(&setting.place)))
        }
        ("system.web/pages", "enableViewStateMac") if no => {
            Some(("M1026", format!("view state is not signed ({at})"), set("/enableViewStateMac:true")))
        }
        ("system.applicationHost/applicationPools", "identityType") if value == "localsystem" => Some((
            "M1026",
            format!(
                "{} as SYSTEM: whatever the workers load owns the server",
                pool_name(&setting.element)
                    .map_or_else(|| "pools run".to_owned(), |pool| format!("the pool {pool} runs"))
            ),
            pool_identity(&setting.element),
        )),
        (section, "overrideMode") if value == "allow" && is_locked_by_default(section) => Some((
            "M1038",
            format!("sites may change {section} in their own files ({at})"),
            Some(appcmd(&format!("lock config /section:{section} /commit:apphost"))),
        )),
        ("configSections", "overrideModeDefault") if value == "allow" => {
            let name = setting.element.strip_prefix("section[@name=\"")?.strip_suffix("\"]")?;
            let section = LOCKED.iter().find(|section| section.rsplit('/').next() == Some(name))?;
            Some((
                "M1038",
                format!("sites may change {section} in their own files"),
                Some(appcmd(&format!("lock config /section:{section} /commit:apphost"))),
            ))
        }
        _ => None,
    }
}

/// Sections that a new server keeps to itself. Source: applicationHost.config as IIS 10 installs it; `modules` and
/// `handlers` are open there.
const LOCKED: &[&str] = &[
    "system.webServer/asp",
    "system.webServer/cgi",
    "system.webServer/fastCgi",
    "system.webServer/globalModules",
    "system.webServer/httpLogging",
    "system.webServer/isapiFilters",
    "system.webServer/security/isapiCgiRestriction",
    "system.webServer/serverRuntime",
    "system.webServer/serverSideInclude",
];

fn is_locked_by_default(section: &str) -> bool {
    LOCKED.contains(&section)
}

/// `add[@name="Orders"]/processModel`; none for the defaults of all pools.
fn pool_name(element: &str) -> Option<&str> {
    element.strip_prefix("add[@name=\"").and_then(|rest| rest.strip_suffix("\"]/processModel"))
}

fn pool_identity(element: &str) -> Option<String> {
    let set = "/processModel.identityType:ApplicationPoolIdentity";
    match pool_name(element) {
        Some(name) => {
            let pool = crate::response::quote::cmd(&format!("/apppool.name:{name}"))?;
            Some(appcmd(&format!("set apppool {pool} {set}")))
        }
        None => Some(appcmd(
            "set config /section:applicationPools /applicationPoolDefaults.processModel.identityType:ApplicationPoolIdentity",
        )),
    }
}

/// Keys that each server makes for each of its applications.
fn machine_key(place: &Registered) -> Option<String> {
    let option = "/validationKey:AutoGenerate,IsolateApps /decryptionKey:AutoGenerate,IsolateApps";
    let section = "system.web/machineKey";
    if place.scope == "MACHINE/WEBROOT" {
        return Some(appcmd(&format!("set config /section:{section} {option} /commit:webroot")));
    }
    set_config(place, section, option)
}

/// Flags of a list such as `Read, Script`.
fn has_all(value: &str, flags: &[&str]) -> bool {
    let set: Vec<&str> = value.split(',').map(str::trim).collect();
    flags.iter().all(|flag| set.contains(flag))
}

/// `site[@name="Orders"]/logFile` switched on.
fn site_log(element: &str) -> Option<String> {
    let Some(name) = element.strip_prefix("site[@name=\"").and_then(|rest| rest.strip_suffix("\"]/logFile")) else {
        return Some(appcmd(
            "set config /section:system.applicationHost/sites /siteDefaults.logFile.enabled:true /commit:apphost",
        ));
    };
    let name = crate::response::quote::appcmd_name(name)?;
    Some(appcmd(&format!("set site {name} /logFile.enabled:true")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(section: &str, attribute: &str, value: &str, scope: &str) -> Setting {
        Setting {
            section: section.into(),
            element: String::new(),
            attribute: attribute.into(),
            value: value.into(),
            place: Registered { scope: scope.into(), file: "C/x/applicationHost.config".into(), line: 7 },
        }
    }

    const APPHOST: &str = "MACHINE/WEBROOT/APPHOST";

    #[test]
    fn weak_settings_have_the_command_that_mends_them() {
        let check = |section, attribute, value, scope, expect: Option<(&str, &str)>| {
            let judged = judge(&setting(section, attribute, value, scope));
            let shown = judged.as_ref().map(|(m, _, command)| (*m, command.as_deref().unwrap_or("")));
            let expect = expect.map(|(m, c)| {
                (m, if c.is_empty() { String::new() } else { format!(r"%windir%\system32\inetsrv\appcmd.exe {c}") })
            });
            assert_eq!(shown, expect.as_ref().map(|(m, c)| (*m, c.as_str())), "{section} {attribute}={value}");
        };
        let restriction = "system.webServer/security/isapiCgiRestriction";
        check(
            restriction,
            "notListedIsapisAllowed",
            "true",
            APPHOST,
            Some((
                "M1038",
                "set config /section:system.webServer/security/isapiCgiRestriction /notListedIsapisAllowed:false \
                 /commit:apphost",
            )),
        );
        check(restriction, "notListedIsapisAllowed", "false", APPHOST, None);
        check(
            "system.webServer/httpLogging",
            "dontLog",
            "True",
            "MACHINE/WEBROOT/APPHOST/Orders",
            Some((
                "M1047",
                "set config \"Orders\" /section:system.webServer/httpLogging /dontLog:false /commit:apphost",
            )),
        );
        // A site's name that the shell would act on: the line stays, the command does not.
        check(
            "system.webServer/httpLogging",
            "dontLog",
            "true",
            "MACHINE/WEBROOT/APPHOST/%COMSPEC%\" & x",
            Some(("M1047", "")),
        );
        check("system.webServer/handlers", "accessPolicy", "Read, Script", APPHOST, None);
        check("system.webServer/handlers", "overrideMode", "Allow", APPHOST, None);
        check(
            "system.webServer/isapiFilters",
            "overrideMode",
            "Allow",
            APPHOST,
            Some(("M1038", "lock config /section:system.webServer/isapiFilters /commit:apphost")),
        );
        check("system.web/machineKey", "validationKey", "AutoGenerate", APPHOST, None);
        let auto = "/section:system.web/machineKey /validationKey:AutoGenerate,IsolateApps \
                    /decryptionKey:AutoGenerate,IsolateApps";
        let key = |scope, expect: &str| {
            check("system.web/machineKey", "validationKey", "static", scope, Some(("M1026", expect)));
        };
        key("MACHINE/WEBROOT", &format!("set config {auto} /commit:webroot"));
        key("MACHINE/WEBROOT/APPHOST/Orders", &format!("set config \"Orders\" {auto} /commit:apphost"));
    }
}
