use crate::recognise::{Head, Read, Source};

/// Files of the IIS and ASP.NET configuration. All of one argument are read together: which of them wins where is
/// the `server` crate's to say.
pub(super) static SOURCE: Source = Source {
    name: "iis-config",
    reference: "https://learn.microsoft.com/iis/get-started/planning-your-iis-architecture/introduction-to-applicationhostconfig",
    recognise,
    endings: &["applicationhost.config", "administration.config", "redirection.config", "web.config"],
    noun: "configuration file",
    read: Read::Configuration,
};

/// Names that only files of this configuration have.
const NAMES: [&str; 5] =
    ["applicationhost.config", "administration.config", "redirection.config", "machine.config", "web.config"];

/// Elements that tell a renamed one from the configuration of any .NET program.
const ELEMENTS: [&str; 7] = [
    "<configSchema",
    "<system.webServer",
    "<system.applicationHost",
    "<system.web",
    "<configurationRedirection",
    "<moduleProviders",
    "<trustedProviders",
];

fn recognise(head: &Head<'_>) -> bool {
    // A script that has configuration in a string is not one.
    let is_xml = head.text().is_none_or(|text| text.trim_start().starts_with('<'));
    if !is_xml || !server::is_config(head.bytes) {
        return false;
    }
    let name = server::file_name(head.path).to_lowercase();
    let is_named = NAMES.iter().any(|known| name.contains(known));
    is_named || head.text().is_some_and(|text| ELEMENTS.iter().any(|element| text.contains(element)))
}
