/// The name of an event's level, as the event schema has it
/// (<https://learn.microsoft.com/windows/win32/wes/eventmanifestschema-leveltype-complextype>).
pub(super) const fn level_name(level: u8) -> &'static str {
    match level {
        0 => "LogAlways",
        1 => "Critical",
        2 => "Error",
        3 => "Warning",
        4 => "Information",
        5 => "Verbose",
        _ => "",
    }
}
