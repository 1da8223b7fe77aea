//! Kinds of records that can show a step of an attack, and the queries that count them.
//!
//! Rows of different sensors share tables. Only Defender XDR fills `DeviceId`; of the others, only the Security log
//! tells the acting logon or the actor's SID.

/// Channels of which a single record shows that they were collected.
pub(super) const CHANNELS: &[(&str, Signal)] =
    &[("Application", Signal::ApplicationLog), ("System", Signal::SystemLog)];

/// `Host`, `Signal`, `Records`.
pub(super) const QUERIES: &[&str] = &[
    "DeviceProcessEvents | extend S = case(isnotempty(DeviceId), 'defender', isnotnull(InitiatingProcessLogonId), \
     'security', 'sysmon') | summarize Records = count() by Host = DeviceName, Signal = strcat(S, '-process')",
    "DeviceProcessEvents | where isnotempty(ProcessCommandLine) | extend S = case(isnotempty(DeviceId), 'defender', \
     isnotnull(InitiatingProcessLogonId), 'security', 'sysmon') | summarize Records = count() by Host = DeviceName, \
     Signal = strcat(S, '-command')",
    "DeviceFileEvents | extend S = case(isnotempty(DeviceId), 'defender', isnotempty(InitiatingProcessAccountSid), \
     'security', 'sysmon'), K = iff(ActionType =~ 'FileDeleted', '-delete', '-file') | summarize Records = count() by \
     Host = DeviceName, Signal = strcat(S, K)",
    "DeviceRegistryEvents | extend S = case(isnotempty(DeviceId), 'defender', \
     isnotempty(InitiatingProcessAccountSid), 'security', 'sysmon') | summarize Records = count() by \
     Host = DeviceName, Signal = strcat(S, '-registry')",
    "DeviceNetworkEvents | extend S = iff(isnotempty(DeviceId), 'defender', 'sysmon') | summarize Records = count() by \
     Host = DeviceName, Signal = strcat(S, '-network')",
    "DeviceImageLoadEvents | extend S = iff(isnotempty(DeviceId), 'defender', 'sysmon') | summarize Records = count() \
     by Host = DeviceName, Signal = strcat(S, '-load')",
    "DeviceEvents | where ActionType =~ 'PowerShellCommand' | summarize Records = count() by Host = DeviceName \
     | extend Signal = 'powershell-command'",
    "IisConfigChanges | summarize Records = count() by Host = Computer | extend Signal = 'configuration-change'",
    "WindowsEvent | where Channel in~ ('Application', 'System') | summarize Records = count() by Host = Computer, \
     Signal = iff(Channel =~ 'System', 'system-log', 'application-log')",
    "W3CIISLog | summarize Records = count() by Host = Computer | extend Signal = 'access-log'",
    "IisComponents | summarize Records = count() by Host | extend Signal = 'configuration-file'",
];

macro_rules! signals {
    ($($name:ident, $id:literal, $doc:literal, $switch_on:expr;)*) => {
        /// One kind of record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Signal { $($name,)* }

        impl Signal {
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)*];

            #[cfg(test)]
            pub(super) const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            pub(super) fn parse(id: &str) -> Option<Self> {
                match id { $($id => Some(Self::$name),)* _ => None }
            }

            /// What the records are.
            pub(super) const fn doc(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }

            /// How a host comes to have them.
            pub(super) const fn switch_on(self) -> &'static str {
                match self { $(Self::$name => $switch_on,)* }
            }
        }
    };
}

const AUDIT_PROCESS: &str = "auditpol /set /subcategory:\"Process Creation\" /success:enable";
const AUDIT_COMMAND: &str = "include the command line in 4688: reg add \
    HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System\\Audit /v \
    ProcessCreationIncludeCmdLine_Enabled /t REG_DWORD /d 1 /f";
const AUDIT_FILES: &str = "auditpol /set /subcategory:\"File System\" /success:enable, and audit writes below \
    inetsrv, inetsrv\\config and the sites' folders";
const AUDIT_REGISTRY: &str = "auditpol /set /subcategory:\"Registry\" /success:enable, and audit the key \
    SYSTEM\\CurrentControlSet\\Services\\W3SVC\\Parameters";
const DEFENDER: &str = "onboard the host to Defender for Endpoint, or export this table";

signals! {
    SysmonProcess, "sysmon-process", "process starts (Sysmon 1)", "Sysmon event 1";
    SysmonCommand, "sysmon-command", "command lines (Sysmon 1)", "Sysmon event 1";
    SysmonFile, "sysmon-file", "file writes (Sysmon 11)", "Sysmon event 11 for .dll, .config and pages";
    SysmonDelete, "sysmon-delete", "file deletions (Sysmon 23, 26)", "Sysmon events 23 and 26";
    SysmonRegistry, "sysmon-registry", "registry writes (Sysmon 12, 13)", "Sysmon events 12 and 13 for W3SVC";
    SysmonNetwork, "sysmon-network", "connections (Sysmon 3)", "Sysmon events 3 and 22 for w3wp.exe";
    SysmonLoad, "sysmon-load", "image loads (Sysmon 7)", "Sysmon event 7 for w3wp.exe";
    SecurityProcess, "security-process", "process starts (4688)", AUDIT_PROCESS;
    SecurityCommand, "security-command", "command lines (4688)", AUDIT_COMMAND;
    SecurityFile, "security-file", "file writes (4663)", AUDIT_FILES;
    SecurityDelete, "security-delete", "file deletions (4663)", AUDIT_FILES;
    SecurityRegistry, "security-registry", "registry writes (4657)", AUDIT_REGISTRY;
    DefenderProcess, "defender-process", "DeviceProcessEvents", DEFENDER;
    DefenderCommand, "defender-command", "command lines in DeviceProcessEvents", DEFENDER;
    DefenderFile, "defender-file", "DeviceFileEvents", DEFENDER;
    DefenderDelete, "defender-delete", "deletions in DeviceFileEvents", DEFENDER;
    DefenderRegistry, "defender-registry", "DeviceRegistryEvents", DEFENDER;
    DefenderNetwork, "defender-network", "DeviceNetworkEvents", DEFENDER;
    DefenderLoad, "defender-load", "DeviceImageLoadEvents", DEFENDER;
    PowerShell, "powershell-command", "PowerShell commands (4103, 4104)", "PowerShell script block logging";
    ConfigurationChange, "configuration-change", "configuration changes (IIS-Configuration 29)",
        "wevtutil sl Microsoft-IIS-Configuration/Operational /e:true /ms:67108864";
    ApplicationLog, "application-log", "the Application log (W3SVC-WP 2280 and others)", "collect Application.evtx";
    SystemLog, "system-log", "the System log (WAS)", "collect System.evtx";
    AccessLog, "access-log", "access logs (W3C)", "W3C logging of all sites; collect its files";
    ConfigurationFile, "configuration-file", "the configuration itself", "collect inetsrv\\config and each web.config";
}

impl Signal {
    /// Whether it is a detail of records that another signal counts.
    pub(super) const fn is_detail(self) -> bool {
        matches!(self, Self::SysmonCommand | Self::SecurityCommand | Self::DefenderCommand)
    }
}
