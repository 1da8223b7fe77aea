//! What correlation and verdicts read, beside what the rules ask for.

use tables::Request;

/// Columns by which a row's actor is found: see `actors`.
pub(crate) const ACTOR_TABLES: &[&str] =
    &["DeviceEvents", "DeviceFileEvents", "DeviceImageLoadEvents", "DeviceProcessEvents", "DeviceRegistryEvents"];

/// Adds them to a request.
pub(crate) fn add(request: &mut Request) {
    request.want_all("IisComponents");
    request.want_all("IisConfigChanges");
    for table in ACTOR_TABLES {
        request.want(
            table,
            [
                "TimeGenerated",
                "DeviceName",
                "InitiatingProcessId",
                "InitiatingProcessFileName",
                "InitiatingProcessParentFileName",
            ],
        );
    }
    request.want(
        "DeviceProcessEvents",
        ["ProcessId", "FileName", "ProcessCommandLine", "AccountName", "AccountDomain", "InitiatingProcessCommandLine"],
    );
    crate::response::add_needs(request);
    crate::coverage::add_needs(request);
    crate::posture::add_needs(request);
    crate::incident::add_needs(request);
}
