use super::output::numbered;
use super::{At, Found, Output, Section};
use crate::Class;
use crate::config::ClaimKind;

/// `system.web/httpModules`: managed modules of pools in classic mode, and of ASP.NET's own defaults.
pub(super) static SECTIONS: &[Section] = &[Section { path: "system.web/httpModules", read }];

fn read(at: &At<'_, '_>, output: &mut Output) {
    let entries = at.entries("add", "name", output).into_iter();
    let modules = entries.map(|(index, entry)| Found {
        component: at.component(Class::ManagedModule, entry.value("name"), index, ""),
        claim: at.claim(index, ClaimKind::Entry),
    });
    let modules = modules.collect();
    output.components.extend(numbered(modules));
}
