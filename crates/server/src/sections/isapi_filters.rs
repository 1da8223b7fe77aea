use super::output::numbered;
use super::{At, Output, Section};
use crate::Class;

/// `isapiFilters`: its entries are called `filter`, and `enabled` defaults to true.
pub(super) static SECTION: Section = Section { path: "system.webServer/isapiFilters", read };

fn read(at: &At<'_>, output: &mut Output) {
    let entries = at.entries("filter", "name", output);
    let filter = |entry: &&formats::iis_xml::Element| {
        let mut filter = at.component(Class::IsapiFilter, entry.value("name"), entry, entry.value("path"));
        if entry.value("enabled").eq_ignore_ascii_case("false") {
            filter.enabled_in.clear();
        }
        filter
    };
    let filters = entries.iter().map(filter).collect();
    output.components.extend(numbered(filters));
}
