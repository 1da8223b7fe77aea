//! Which log of Sigma's a table is, and which of its fields a column is.

/// A kind of log, as Sigma names it.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) table: &'static str,
    /// Part of the exported file's name.
    pub(super) name: &'static str,
    /// Lines below `logsource`.
    pub(super) logsource: &'static [(&'static str, &'static str)],
    /// Values of `ActionType` that this log has; empty where the table has none.
    pub(super) actions: &'static [&'static str],
    pub(super) fields: &'static [(&'static str, Field)],
}

/// What a column is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The same text.
    Whole(&'static str),
    /// The part of a path behind its last backslash.
    FileName(&'static str),
    /// The part of a path or name in front of its last backslash.
    Folder(&'static str),
    /// A number.
    Number(&'static str),
}

const fn process(table: &'static str, name: &'static str, actions: &'static [&'static str]) -> Source {
    Source { table, name, logsource: &[], actions, fields: &[] }
}

/// Sysmon's field names, which Sigma's Windows categories use (SigmaHQ, taxonomy appendix).
pub(super) static SOURCES: &[Source] = &[
    Source {
        logsource: &[("category", "process_creation"), ("product", "windows")],
        fields: &[
            ("FileName", Field::FileName("Image")),
            ("FolderPath", Field::Whole("Image")),
            ("ProcessCommandLine", Field::Whole("CommandLine")),
            ("ProcessVersionInfoOriginalFileName", Field::Whole("OriginalFileName")),
            ("ProcessVersionInfoCompanyName", Field::Whole("Company")),
            ("ProcessVersionInfoFileDescription", Field::Whole("Description")),
            ("InitiatingProcessFileName", Field::FileName("ParentImage")),
            ("InitiatingProcessFolderPath", Field::Whole("ParentImage")),
            ("InitiatingProcessCommandLine", Field::Whole("ParentCommandLine")),
            ("AccountName", Field::FileName("User")),
            ("AccountDomain", Field::Folder("User")),
        ],
        ..process("DeviceProcessEvents", "process_creation", &["ProcessCreated"])
    },
    Source {
        logsource: &[("category", "ps_script"), ("product", "windows")],
        fields: &[("AdditionalFields.Command", Field::Whole("ScriptBlockText"))],
        ..process("DeviceEvents", "ps_script", &["PowerShellCommand"])
    },
    Source {
        logsource: &[("category", "file_event"), ("product", "windows")],
        fields: FILE,
        ..process("DeviceFileEvents", "file_event", &["FileCreated", "FileModified", "FileRenamed"])
    },
    Source {
        logsource: &[("category", "file_delete"), ("product", "windows")],
        fields: FILE,
        ..process("DeviceFileEvents", "file_delete", &["FileDeleted"])
    },
    Source {
        logsource: &[("category", "registry_set"), ("product", "windows")],
        fields: &[
            ("RegistryKey", Field::Folder("TargetObject")),
            ("RegistryValueName", Field::FileName("TargetObject")),
            ("RegistryValueData", Field::Whole("Details")),
            ("InitiatingProcessFileName", Field::FileName("Image")),
            ("InitiatingProcessFolderPath", Field::Whole("Image")),
        ],
        ..process("DeviceRegistryEvents", "registry_set", &["RegistryValueSet"])
    },
    Source {
        logsource: &[("category", "image_load"), ("product", "windows")],
        fields: &[
            ("FileName", Field::FileName("ImageLoaded")),
            ("FolderPath", Field::Whole("ImageLoaded")),
            ("InitiatingProcessFileName", Field::FileName("Image")),
            ("InitiatingProcessFolderPath", Field::Whole("Image")),
            ("InitiatingProcessAccountName", Field::FileName("User")),
            ("InitiatingProcessAccountDomain", Field::Folder("User")),
        ],
        ..process("DeviceImageLoadEvents", "image_load", &["ImageLoaded"])
    },
    Source {
        logsource: &[("category", "webserver")],
        fields: &[
            ("csMethod", Field::Whole("cs-method")),
            ("csUriStem", Field::Whole("cs-uri-stem")),
            ("csUriQuery", Field::Whole("cs-uri-query")),
            ("csUserAgent", Field::Whole("cs-user-agent")),
            ("csReferer", Field::Whole("cs-referer")),
            ("csCookie", Field::Whole("cs-cookie")),
            ("csHost", Field::Whole("cs-host")),
            ("scStatus", Field::Number("sc-status")),
        ],
        ..process("W3CIISLog", "webserver", &[])
    },
    Source {
        logsource: &[("product", "windows"), ("service", "application")],
        fields: EVENT,
        ..process("WindowsEvent", "application", &["Application"])
    },
    Source {
        logsource: &[("product", "windows"), ("service", "system")],
        fields: EVENT,
        ..process("WindowsEvent", "system", &["System"])
    },
    Source {
        logsource: &[("product", "windows"), ("service", "iis-configuration")],
        fields: EVENT,
        ..process("WindowsEvent", "iis_configuration", &["Microsoft-IIS-Configuration/Operational"])
    },
];

const FILE: &[(&str, Field)] = &[
    ("FileName", Field::FileName("TargetFilename")),
    ("FolderPath", Field::Whole("TargetFilename")),
    ("InitiatingProcessFileName", Field::FileName("Image")),
    ("InitiatingProcessFolderPath", Field::Whole("Image")),
    ("InitiatingProcessAccountName", Field::FileName("User")),
    ("InitiatingProcessAccountDomain", Field::Folder("User")),
];

const EVENT: &[(&str, Field)] = &[("EventID", Field::Number("EventID")), ("Provider", Field::Whole("Provider_Name"))];

impl Source {
    pub(super) fn field(&self, column: &str) -> Option<Field> {
        self.fields.iter().find(|(name, _)| *name == column).map(|(_, field)| *field)
    }

    /// The column that tells this log apart from others of its table.
    pub(super) fn action_column(&self) -> &'static str {
        if self.table == "WindowsEvent" { "Channel" } else { "ActionType" }
    }
}
