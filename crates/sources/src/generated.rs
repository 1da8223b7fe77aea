//! Written by `cargo xtask codegen` from `mappings/*.toml`. Do not edit.

/// Source name and mapping.
pub(crate) static FILES: &[(&str, &str)] = &[
    ("iis-configuration", include_str!("../../../mappings/iis-configuration.toml")),
    ("powershell", include_str!("../../../mappings/powershell.toml")),
    ("security", include_str!("../../../mappings/security.toml")),
    ("sysmon", include_str!("../../../mappings/sysmon.toml")),
];
