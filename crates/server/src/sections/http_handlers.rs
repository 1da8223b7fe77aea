use super::output::numbered;
use super::{At, Found, Output, Section};
use crate::Class;
use crate::config::ClaimKind;

/// `system.web/httpHandlers`: managed handlers of pools in classic mode. They have no name but a URL pattern,
/// of which one with other verbs is another entry.
pub(super) static SECTIONS: &[Section] = &[Section { path: "system.web/httpHandlers", read }];

fn read(at: &At<'_, '_>, output: &mut Output) {
    let entries = at.document().named(at.contribution.index, "add");
    let handlers = entries.map(|(index, entry)| {
        let mut component = at.component(Class::Handler, entry.value("path"), index, "");
        component.url = entry.value("path").to_owned();
        component.verbs = entry.value("verb").to_owned();
        Found { component, claim: at.claim(index, ClaimKind::Entry) }
    });
    let handlers = handlers.collect();
    output.components.extend(numbered(handlers));
}
