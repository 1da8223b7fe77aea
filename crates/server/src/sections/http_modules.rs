use super::output::numbered;
use super::{At, Output, Section};
use crate::Class;

/// `system.web/httpModules`: managed modules of pools in classic mode, and of ASP.NET's own defaults.
pub(super) static SECTION: Section = Section { path: "system.web/httpModules", read };

fn read(at: &At<'_>, output: &mut Output) {
    let entries = at.entries("add", "name", output);
    let module =
        |entry: &&formats::iis_xml::Element| at.component(Class::ManagedModule, entry.value("name"), entry, "");
    let modules = entries.iter().map(module).collect();
    output.components.extend(numbered(modules));
}
