//! What public rules find, ours find too: one record for each public rule that speaks of IIS components, and the rule of
//! ours that must fire on it. The last part holds what public rules call an alarm and ours do not.

use detect::rules::{Rule, builtin};
use engine::{Engine, EngineConfig};

struct Case {
    /// The public rule.
    public: &'static str,
    ours: &'static str,
    table: &'static str,
    rows: &'static str,
}

const PROCESS: &str = "TimeGenerated | DeviceName | FileName | FolderPath | ProcessCommandLine | InitiatingProcessFileName | InitiatingProcessFolderPath";
const SCRIPT: &str = "TimeGenerated | DeviceName | ActionType | AdditionalFields";
const CHANGE: &str = "TimeGenerated | Computer | Operation | Section | Element | ElementName | Attributes | OldAttributes | Image | TypeName";
const FILE: &str = "TimeGenerated | DeviceName | ActionType | FileName | FolderPath | InitiatingProcessFileName | InitiatingProcessFolderPath";
const EVENT: &str = "TimeGenerated | Computer | Channel | Provider | EventID | EventData";

const fn case(public: &'static str, ours: &'static str, table: &'static str, rows: &'static str) -> Case {
    Case { public, ours, table, rows }
}

static FOUND: &[Case] = &[
    case(
        "Sigma 9465ddf4",
        "iis-native-module-installed-by-appcmd",
        "DeviceProcessEvents",
        r"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd.exe install module -name:X -image:C:\t\x.dll | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    case(
        "Sigma 043c4b8b",
        "iis-changed-by-descendant-of-worker",
        "DeviceProcessEvents",
        r"cmd.exe | C:\Windows\System32\cmd.exe | cmd /c appcmd.exe add module /name:X /type:My.M | w3wp.exe | C:\Windows\System32\inetsrv\w3wp.exe",
    ),
    case(
        "Sigma 043c4b8b",
        "iis-assembly-installed-to-gac-by-command",
        "DeviceProcessEvents",
        r"gacutil.exe | C:\t\gacutil.exe | gacutil /I C:\t\x.dll | w3wp.exe | C:\Windows\System32\inetsrv\w3wp.exe",
    ),
    case(
        "Sigma e4ed6030",
        "iis-http-logging-disabled",
        "DeviceProcessEvents",
        r#"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd.exe set config "Shop" /section:httplogging /dontLog:true | cmd.exe | C:\Windows\System32\cmd.exe"#,
    ),
    case(
        "Sigma 7c8af9b2",
        "iis-rewrite-rules-changed-by-command",
        "DeviceProcessEvents",
        r"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd set config -section:system.webServer/rewrite/globalRules /+[name='x'] /commit:apphost | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    case(
        "Sigma 2d3cdeec",
        "iis-secrets-read-by-command",
        "DeviceProcessEvents",
        r"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd list apppool /text:* | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    case(
        "Sigma 97dbf6e2",
        "iis-secrets-read-by-command",
        "DeviceProcessEvents",
        r"aspnet_regiis.exe | C:\Windows\Microsoft.NET\Framework64\v4.0.30319\aspnet_regiis.exe | aspnet_regiis.exe -pdf connectionStrings C:\inetpub\shop | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    case(
        "Sigma 0649be4a",
        "iis-logs-deleted-by-command",
        "DeviceProcessEvents",
        r"cmd.exe | C:\Windows\System32\cmd.exe | cmd /c del C:\inetpub\logs\LogFiles\W3SVC1\u_ex260101.log | w3wp.exe | C:\Windows\System32\inetsrv\w3wp.exe",
    ),
    case(
        "Sigma 3eb8c339",
        "iis-access-log-of-the-day-deleted",
        "DeviceFileEvents",
        r"FileDeleted | u_ex260102.log | C:\inetpub\logs\LogFiles\W3SVC1\u_ex260102.log | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    case(
        "Sigma dd857d3e",
        "iis-configuration-adds-module",
        "IisConfigChanges",
        r#"add | system.webServer/modules | add[@name="X"] | X | {"name":"X"} | | |"#,
    ),
    case(
        "Sigma 9e1a1fdf",
        "iis-module-removed",
        "IisConfigChanges",
        r#"remove | system.webServer/modules | add[@name="X"] | X | | | |"#,
    ),
    case(
        "Sigma e8ebd53a",
        "iis-configuration-disables-http-logging",
        "IisConfigChanges",
        r#"set | system.webServer/httpLogging | | | {"dontLog":"true"} | | |"#,
    ),
    case(
        "Sigma a5b40a90",
        "iis-configuration-disables-http-logging",
        "IisConfigChanges",
        r#"set | system.applicationHost/sites | site[@name="S"]/logFile | | {"logTargetW3C":"File"} | {"logTargetW3C":"File, ETW"} | |"#,
    ),
    case(
        "Sigma 8202070f",
        "w3wp-starts-suspicious-process",
        "DeviceProcessEvents",
        r"whoami.exe | C:\Windows\System32\whoami.exe | whoami | w3wp.exe | C:\Windows\System32\inetsrv\w3wp.exe",
    ),
    case(
        "Splunk 38fe731c",
        "iis-native-module-installed-by-appcmd",
        "DeviceProcessEvents",
        r"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd.exe install module /name:X /image:C:\t\x.dll | powershell.exe | C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe",
    ),
    case(
        "Splunk 40c2ba5b",
        "iis-module-failed-to-load",
        "WindowsEvent",
        r#"Application | Microsoft-Windows-IIS-W3SVC-WP | 2282 | {"ModuleDll":"C:\\ProgramData\\x.dll"}"#,
    ),
    case(
        "Splunk 55f22929",
        "iis-configuration-adds-native-module",
        "IisConfigChanges",
        r#"add | system.webServer/globalModules | add[@name="X"] | X | {"name":"X"} | | C:\t\x.dll |"#,
    ),
    case(
        "Splunk 3fc16961",
        "iis-assembly-installed-to-gac-by-command",
        "DeviceEvents",
        r#"PowerShellCommand | {"Command":"[System.Reflection.Assembly]::Load('System.EnterpriseServices'); $p = New-Object System.EnterpriseServices.Internal.Publish; $p.GacInstall('C:\\t\\x.dll')"}"#,
    ),
    case(
        "Splunk 7c025ef0",
        "iis-assembly-installed-to-gac-by-command",
        "DeviceProcessEvents",
        r"gacutil.exe | C:\t\gacutil.exe | gacutil.exe -i C:\t\x.dll | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    case(
        "Splunk 27958de0",
        "iis-http-logging-disabled",
        "DeviceEvents",
        r#"PowerShellCommand | {"Command":"set-WebConfigurationProperty -PSPath \"IIS:\\Sites\\Default Web Site\\\" -filter \"system.webServer/httpLogging\" -name dontLog -value $true"}"#,
    ),
    case(
        "Splunk 33fc9f6f",
        "iis-native-module-registered-by-powershell",
        "DeviceEvents",
        r#"PowerShellCommand | {"Command":"New-WebGlobalModule -Name X -Image C:\\t\\x.dll"}"#,
    ),
    case(
        "Elastic ebf1adea",
        "iis-http-logging-disabled",
        "DeviceProcessEvents",
        r#"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd.exe set config "Default Web Site" /section:httplogging /dontLog:"True" | cmd.exe | C:\Windows\System32\cmd.exe"#,
    ),
    case(
        "Elastic 5841b80f",
        "iis-web-config-written-by-worker",
        "DeviceFileEvents",
        r"FileModified | web.config | C:\inetpub\wss\VirtualDirectories\80\web.config | w3wp.exe | C:\Windows\System32\inetsrv\w3wp.exe",
    ),
    case(
        "PT-CR-568",
        "iis-native-module-installed-by-appcmd",
        "DeviceProcessEvents",
        "\u{430}ppcmd.exe | C:\\t\\\u{430}ppcmd.exe | \u{430}ppcmd.exe install module /name:X /image:C:\\t\\x.dll | cmd.exe | C:\\Windows\\System32\\cmd.exe",
    ),
];

static NO_ALARM: &[Case] = &[
    // Every event 29.
    case(
        "Splunk 55f22929",
        "iis-configuration-adds-native-module",
        "IisConfigChanges",
        r#"set | system.web/customErrors | error[@statusCode="404"] | 404 | {"redirect":"/404"} | | |"#,
    ),
    // Every command of appcmd on modules with an image.
    case(
        "Splunk 38fe731c",
        "iis-native-module-installed-by-appcmd",
        "DeviceProcessEvents",
        r"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd list modules /text:image | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    // Old logs are deleted every day.
    case(
        "Sigma 3eb8c339",
        "iis-access-log-of-the-day-deleted",
        "DeviceFileEvents",
        r"FileDeleted | u_ex251101.log | C:\inetpub\logs\LogFiles\W3SVC1\u_ex251101.log | cmd.exe | C:\Windows\System32\cmd.exe",
    ),
    // Set-up of Windows, by its full path.
    case(
        "Sigma 9465ddf4",
        "iis-native-module-installed-by-appcmd",
        "DeviceProcessEvents",
        r"appcmd.exe | C:\Windows\System32\inetsrv\appcmd.exe | appcmd.exe install module /name:CgiModule /image:%windir%\System32\inetsrv\cgi.dll | iissetup.exe | C:\Windows\System32\inetsrv\iissetup.exe",
    ),
    // The hunting query: a deployment writes a DLL below inetpub.
    case(
        "hunting query, part 2",
        "iis-dll-written-to-web-content",
        "DeviceFileEvents",
        r"FileCreated | Shop.dll | C:\inetpub\shop\bin\Shop.dll | msdeploy.exe | C:\Program Files\IIS\Microsoft Web Deploy V3\msdeploy.exe",
    ),
];

/// Whether our rule fires on the record.
fn fires(case: &Case, rules: &[Rule], engine: &Engine) -> bool {
    let rule = rules.iter().find(|rule| rule.name_id == case.ours).unwrap_or_else(|| panic!("no rule {}", case.ours));
    let header = match case.table {
        "DeviceProcessEvents" => PROCESS,
        "DeviceEvents" => SCRIPT,
        "DeviceFileEvents" => FILE,
        "WindowsEvent" => EVENT,
        _ => CHANGE,
    };
    let mut rule = rule.clone();
    rule.page = Some(format!(
        "# P\n\n### C\n\n```rows {}\n{header}\n2026-01-02T03:04:05Z | WEB01 | {}\n```\n",
        case.table, case.rows
    ));
    let report = detect::rule_test::run(&rule, engine);
    let [outcome] = report.outcomes.as_slice() else { panic!("{}: no case", case.public) };
    assert!(outcome.errors.is_empty(), "{}: {:?}", case.public, outcome.errors);
    !outcome.found.is_empty()
}

#[test]
fn what_public_rules_find_ours_find() {
    let (rules, engine) = (builtin().rules, Engine::new(EngineConfig::default()).expect("an engine"));
    let missed: Vec<_> =
        FOUND.iter().filter(|case| !fires(case, &rules, &engine)).map(|c| (c.public, c.ours)).collect();
    assert!(missed.is_empty(), "{missed:?}");
    let alarms: Vec<_> =
        NO_ALARM.iter().filter(|case| fires(case, &rules, &engine)).map(|c| (c.public, c.ours)).collect();
    assert!(alarms.is_empty(), "{alarms:?}");
}
