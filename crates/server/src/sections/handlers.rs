use super::output::numbered;
use super::{At, Found, Output, Section};
use crate::config::ClaimKind;
use crate::{Class, Component};
use formats::iis_xml::Element;

/// `handlers`: script maps to ISAPI DLLs, managed handlers, and everything else that answers a URL.
pub(super) static SECTIONS: &[Section] = &[Section { path: "system.webServer/handlers", read }];

fn read(at: &At<'_, '_>, output: &mut Output) {
    let entries = at.entries("add", "name", output).into_iter();
    let handlers = entries
        .map(|(index, entry)| Found { component: handler(at, index, entry), claim: at.claim(index, ClaimKind::Entry) })
        .collect();
    output.components.extend(numbered(handlers));
}

fn handler(at: &At<'_, '_>, index: usize, entry: &Element) -> Component {
    let modules = entry.value("modules");
    // FastCGI: the program, `|`, its arguments.
    let script = entry.value("scriptProcessor");
    let (image, arguments) = script.split_once('|').unwrap_or((script, ""));
    let is_isapi = modules.split(',').any(|module| module.trim() == "IsapiModule") && !script.is_empty();
    let class = if is_isapi { Class::IsapiExtension } else { Class::Handler };
    let mut handler = at.component(class, entry.value("name"), index, image);
    handler.url = entry.value("path").to_owned();
    handler.verbs = entry.value("verb").to_owned();
    handler.modules = modules.to_owned();
    handler.detail = arguments.to_owned();
    handler
}
