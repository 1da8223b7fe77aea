use super::output::numbered;
use super::{At, Found, Output, Section};
use crate::Class;
use crate::config::ClaimKind;

/// `isapiFilters`: its entries are called `filter`, and `enabled` defaults to true.
pub(super) static SECTIONS: &[Section] = &[Section { path: "system.webServer/isapiFilters", read }];

fn read(at: &At<'_, '_>, output: &mut Output) {
    let entries = at.entries("filter", "name", output).into_iter();
    let filters = entries.map(|(index, entry)| {
        let mut component = at.component(Class::IsapiFilter, entry.value("name"), index, entry.value("path"));
        if entry.value("enabled").eq_ignore_ascii_case("false") {
            component.enabled_in.clear();
        }
        Found { component, claim: at.claim(index, ClaimKind::Entry) }
    });
    let filters = filters.collect();
    output.components.extend(numbered(filters));
}
