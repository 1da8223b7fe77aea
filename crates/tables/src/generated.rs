//! Written by `cargo xtask codegen` from `tables/*.toml`. Do not edit.

/// Table name and description.
pub(crate) static FILES: &[(&str, &str)] = &[
    ("AlertEvidence", include_str!("../../../tables/AlertEvidence.toml")),
    ("AlertInfo", include_str!("../../../tables/AlertInfo.toml")),
    ("DeviceEvents", include_str!("../../../tables/DeviceEvents.toml")),
    ("DeviceFileCertificateInfo", include_str!("../../../tables/DeviceFileCertificateInfo.toml")),
    ("DeviceFileEvents", include_str!("../../../tables/DeviceFileEvents.toml")),
    ("DeviceImageLoadEvents", include_str!("../../../tables/DeviceImageLoadEvents.toml")),
    ("DeviceInfo", include_str!("../../../tables/DeviceInfo.toml")),
    ("DeviceLogonEvents", include_str!("../../../tables/DeviceLogonEvents.toml")),
    ("DeviceNetworkEvents", include_str!("../../../tables/DeviceNetworkEvents.toml")),
    ("DeviceProcessEvents", include_str!("../../../tables/DeviceProcessEvents.toml")),
    ("DeviceRegistryEvents", include_str!("../../../tables/DeviceRegistryEvents.toml")),
    ("DeviceTvmSoftwareInventory", include_str!("../../../tables/DeviceTvmSoftwareInventory.toml")),
    ("Event", include_str!("../../../tables/Event.toml")),
    ("Findings", include_str!("../../../tables/Findings.toml")),
    ("HttpErrLog", include_str!("../../../tables/HttpErrLog.toml")),
    ("IisComponents", include_str!("../../../tables/IisComponents.toml")),
    ("IisConfigChanges", include_str!("../../../tables/IisConfigChanges.toml")),
    ("IisSettings", include_str!("../../../tables/IisSettings.toml")),
    ("PeFiles", include_str!("../../../tables/PeFiles.toml")),
    ("RegistryValues", include_str!("../../../tables/RegistryValues.toml")),
    ("SecurityEvent", include_str!("../../../tables/SecurityEvent.toml")),
    ("W3CIISLog", include_str!("../../../tables/W3CIISLog.toml")),
    ("WindowsEvent", include_str!("../../../tables/WindowsEvent.toml")),
];
