//! The keys of a hive that say what a web server loads, starts and logs.

/// Some keys of one hive.
pub(super) struct Interest {
    pub(super) hive: &'static str,
    /// Below the hive's root; `*` stands for any letters of one key's name.
    pub(super) key: &'static str,
    /// Names of values; none for all.
    pub(super) values: &'static [&'static str],
    /// Whether the keys below count, too.
    pub(super) deep: bool,
}

const fn all(hive: &'static str, key: &'static str) -> Interest {
    Interest { hive, key, values: &[], deep: false }
}

const fn deep(hive: &'static str, key: &'static str) -> Interest {
    Interest { hive, key, values: &[], deep: true }
}

const fn only(hive: &'static str, key: &'static str, values: &'static [&'static str]) -> Interest {
    Interest { hive, key, values, deep: false }
}

const SYSTEM: &str = "SYSTEM";
const SOFTWARE: &str = "SOFTWARE";

/// Sources: learn.microsoft.com for IIS (`W3SVC\Parameters`, `InetStp`, `WebManagement\Server`), HTTP.sys
/// (`HTTP\Parameters`), services (`Services\*`), event channels (`WINEVT\Channels`), .NET profiling
/// (`COR_PROFILER`), image file execution options.
pub(super) static INTERESTS: &[Interest] = &[
    all(SYSTEM, r"CurrentControlSet\Control\ComputerName\ComputerName"),
    deep(SYSTEM, r"CurrentControlSet\Control\Session Manager\AppCertDlls"),
    deep(SYSTEM, r"CurrentControlSet\Control\Session Manager\Environment"),
    all(SYSTEM, r"CurrentControlSet\Control\TimeZoneInformation"),
    only(SYSTEM, r"CurrentControlSet\Control\WMI\Autologger\EventLog-*", &["Enabled", "Start", "Status"]),
    only(SYSTEM, r"CurrentControlSet\Services\*", &["Environment", "ImagePath", "ObjectName", "Start", "Type"]),
    only(SYSTEM, r"CurrentControlSet\Services\*\Parameters", &["ServiceDll", "ServiceDllUnloadOnStop"]),
    deep(SYSTEM, r"CurrentControlSet\Services\AppHostSvc"),
    deep(SYSTEM, r"CurrentControlSet\Services\ASP"),
    deep(SYSTEM, r"CurrentControlSet\Services\aspnet_state"),
    all(SYSTEM, r"CurrentControlSet\Services\EventLog\*"),
    deep(SYSTEM, r"CurrentControlSet\Services\ftpsvc"),
    deep(SYSTEM, r"CurrentControlSet\Services\HTTP\Parameters"),
    deep(SYSTEM, r"CurrentControlSet\Services\IISADMIN"),
    deep(SYSTEM, r"CurrentControlSet\Services\InetInfo"),
    deep(SYSTEM, r"CurrentControlSet\Services\Sysmon*"),
    only(SYSTEM, r"CurrentControlSet\Services\Tcpip\Parameters", &["Domain", "Hostname", "NV Domain", "NV Hostname"]),
    deep(SYSTEM, r"CurrentControlSet\Services\W3LOGSVC"),
    deep(SYSTEM, r"CurrentControlSet\Services\W3SVC"),
    deep(SYSTEM, r"CurrentControlSet\Services\WAS"),
    deep(SYSTEM, r"CurrentControlSet\Services\WMSVC"),
    all(SYSTEM, "Select"),
    all(SOFTWARE, r"Microsoft\.NETFramework"),
    all(SOFTWARE, r"Microsoft\.NETFramework\v*"),
    deep(SOFTWARE, r"Microsoft\ASP.NET"),
    deep(SOFTWARE, r"Microsoft\IIS Extensions"),
    deep(SOFTWARE, r"Microsoft\InetMGR"),
    deep(SOFTWARE, r"Microsoft\InetStp"),
    deep(SOFTWARE, r"Microsoft\WebManagement"),
    only(
        SOFTWARE,
        r"Microsoft\Windows NT\CurrentVersion",
        &["CurrentBuild", "CurrentVersion", "EditionID", "InstallDate", "InstallationType", "ProductName", "UBR"],
    ),
    only(
        SOFTWARE,
        r"Microsoft\Windows NT\CurrentVersion\Image File Execution Options\*",
        &["Debugger", "VerifierDlls"],
    ),
    only(
        SOFTWARE,
        r"Microsoft\Windows NT\CurrentVersion\Windows",
        &["AppInit_DLLs", "LoadAppInit_DLLs", "RequireSignedAppInit_DLLs"],
    ),
    deep(SOFTWARE, r"Microsoft\Windows\CurrentVersion\Policies\System\Audit"),
    all(SOFTWARE, r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\*IIS*"),
    all(SOFTWARE, r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-Windows-HttpService*"),
    all(SOFTWARE, r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-Windows-PowerShell*"),
    all(SOFTWARE, r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-Windows-Sysmon*"),
    all(SOFTWARE, r"Microsoft\Windows\CurrentVersion\WINEVT\Channels\Microsoft-Windows-WAS*"),
    deep(SOFTWARE, r"Policies\Microsoft\Windows\EventLog"),
    deep(SOFTWARE, r"Policies\Microsoft\Windows\PowerShell"),
    all(SOFTWARE, r"WOW6432Node\Microsoft\.NETFramework"),
    only(
        SOFTWARE,
        r"WOW6432Node\Microsoft\Windows NT\CurrentVersion\Windows",
        &["AppInit_DLLs", "LoadAppInit_DLLs", "RequireSignedAppInit_DLLs"],
    ),
];

/// Whether a key's name fits a pattern; case does not matter.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(middle) = last.replace(part) {
            match rest.split_once(middle) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |end: &str| rest.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let check = |pattern, name, expect| assert_eq!(fits(pattern, name), expect, "{pattern} {name}");
        check("W3SVC", "w3svc", true);
        check("W3SVC", "w3svc2", false);
        check("*", "", true);
        check("v*", "v4.0.30319", true);
        check("*IIS*", "Microsoft-IIS-Configuration/Operational", true);
        check("*IIS*", "Microsoft-Windows-Sysmon/Operational", false);
        check("a*b*c", "aXbYc", true);
        check("a*b", "ab", true);
        check("ab*b", "ab", false);
    }

    #[test]
    fn interests_are_sorted_and_once_each() {
        let keys: Vec<(&str, String)> =
            INTERESTS.iter().map(|interest| (interest.hive, interest.key.to_lowercase())).collect();
        let mut sorted = keys.clone();
        sorted.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        sorted.dedup();
        assert_eq!(keys, sorted);
    }
}
