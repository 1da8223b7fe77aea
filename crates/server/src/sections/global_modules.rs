use super::output::numbered;
use super::{At, Output, Section};
use crate::{Class, FileKind};

/// `globalModules`: server level only (`allowDefinition="AppHostOnly"` in IIS's own `configSections`).
pub(super) static SECTION: Section = Section { path: "system.webServer/globalModules", read };

fn read(at: &At<'_>, output: &mut Output) {
    if at.kind != FileKind::ApplicationHost {
        return;
    }
    let entries = at.entries("add", "name", output);
    let named = entries.iter().map(|entry| {
        let image = entry.value("image");
        let mut module = at.component(Class::NativeModule, entry.value("name"), entry, image);
        module.enabled_in.clear();
        module
    });
    let modules = named.collect();
    output.components.extend(numbered(modules));
}
