//! Written by `cargo xtask codegen` from `mappings/*.toml`. Do not edit.

/// Source name and mapping.
pub(crate) static FILES: &[(&str, &str)] = &[
    ("application-error", include_str!("../../../mappings/application-error.toml")),
    ("asp-net", include_str!("../../../mappings/asp-net.toml")),
    ("defender-antivirus", include_str!("../../../mappings/defender-antivirus.toml")),
    ("dotnet-runtime", include_str!("../../../mappings/dotnet-runtime.toml")),
    ("event-log", include_str!("../../../mappings/event-log.toml")),
    ("iis-configuration", include_str!("../../../mappings/iis-configuration.toml")),
    ("iis-logging", include_str!("../../../mappings/iis-logging.toml")),
    ("powershell-classic", include_str!("../../../mappings/powershell-classic.toml")),
    ("powershell", include_str!("../../../mappings/powershell.toml")),
    ("security", include_str!("../../../mappings/security.toml")),
    ("service-control-manager", include_str!("../../../mappings/service-control-manager.toml")),
    ("sysmon", include_str!("../../../mappings/sysmon.toml")),
    ("task-scheduler", include_str!("../../../mappings/task-scheduler.toml")),
    ("terminal-services-local", include_str!("../../../mappings/terminal-services-local.toml")),
    ("terminal-services-remote", include_str!("../../../mappings/terminal-services-remote.toml")),
    ("w3svc-wp", include_str!("../../../mappings/w3svc-wp.toml")),
    ("was", include_str!("../../../mappings/was.toml")),
    ("windows-error-reporting", include_str!("../../../mappings/windows-error-reporting.toml")),
    ("wmi-activity", include_str!("../../../mappings/wmi-activity.toml")),
];
