use super::output::numbered;
use super::{At, Output, Section};
use crate::Class;

/// `system.web/httpHandlers`: managed handlers of pools in classic mode. They have no name but a URL pattern,
/// of which one with other verbs is another entry.
pub(super) static SECTION: Section = Section { path: "system.web/httpHandlers", read };

fn read(at: &At<'_>, output: &mut Output) {
    let entries = at.document.children(at.index).map(|(_, entry)| entry).filter(|entry| entry.name == "add");
    let handlers = entries.map(|entry| {
        let mut handler = at.component(Class::Handler, entry.value("path"), entry, "");
        handler.url = entry.value("path").to_owned();
        handler.verbs = entry.value("verb").to_owned();
        handler
    });
    let handlers = handlers.collect();
    output.components.extend(numbered(handlers));
}
