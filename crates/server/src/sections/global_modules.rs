use super::output::numbered;
use super::{At, Found, Output, Section};
use crate::config::ClaimKind;
use crate::{Class, FileKind};

/// `globalModules`: server level only (`allowDefinition="AppHostOnly"` in IIS's own `configSections`).
pub(super) static SECTIONS: &[Section] = &[Section { path: "system.webServer/globalModules", read }];

fn read(at: &At<'_, '_>, output: &mut Output) {
    // Elsewhere IIS refuses the section: see `config::lock`.
    if at.kind() != FileKind::ApplicationHost {
        return;
    }
    let named = at.entries("add", "name", output).into_iter().map(|(index, entry)| {
        let mut component = at.component(Class::NativeModule, entry.value("name"), index, entry.value("image"));
        component.enabled_in.clear();
        Found { component, claim: at.claim(index, ClaimKind::Entry) }
    });
    let modules = named.collect();
    output.components.extend(numbered(modules));
}
