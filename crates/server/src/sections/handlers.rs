use super::output::numbered;
use super::{At, Output, Section};
use crate::{Class, Component};
use formats::iis_xml::Element;

/// `handlers`: script maps to ISAPI DLLs, managed handlers, and everything else that answers a URL.
pub(super) static SECTION: Section = Section { path: "system.webServer/handlers", read };

fn read(at: &At<'_>, output: &mut Output) {
    let entries = at.entries("add", "name", output);
    let handlers = entries.iter().map(|entry| handler(at, entry)).collect();
    output.components.extend(numbered(handlers));
}

fn handler(at: &At<'_>, entry: &Element) -> Component {
    let modules = entry.value("modules");
    // FastCGI: the program, `|`, its arguments.
    let script = entry.value("scriptProcessor");
    let (image, arguments) = script.split_once('|').unwrap_or((script, ""));
    let is_isapi = modules.split(',').any(|module| module.trim() == "IsapiModule") && !script.is_empty();
    let class = if is_isapi { Class::IsapiExtension } else { Class::Handler };
    let mut handler = at.component(class, entry.value("name"), entry, image);
    handler.url = entry.value("path").to_owned();
    handler.verbs = entry.value("verb").to_owned();
    handler.modules = modules.to_owned();
    handler.detail = arguments.to_owned();
    handler
}
