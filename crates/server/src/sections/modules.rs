use super::output::numbered;
use super::{At, Output, Section};
use crate::Class;

/// `modules`: an entry with a `type` is a managed module, one without enables a native module by name.
pub(super) static SECTION: Section = Section { path: "system.webServer/modules", read };

fn read(at: &At<'_>, output: &mut Output) {
    let entries = at.entries("add", "name", output);
    let module = |entry: &&formats::iis_xml::Element| {
        let class = if entry.value("type").is_empty() { Class::NativeModule } else { Class::ManagedModule };
        at.component(class, entry.value("name"), entry, "")
    };
    // Positions count native and managed modules together: both take part in one pipeline.
    let modules = entries.iter().map(module).collect();
    let (references, managed) = numbered(modules).partition::<Vec<_>, _>(|module| module.class == Class::NativeModule);
    output.references.extend(references);
    output.components.extend(managed);
}
