use super::output::numbered;
use super::{At, Found, Output, Section};
use crate::Class;
use crate::config::ClaimKind;

/// `modules`: an entry with a `type` is a managed module, one without enables a native module by name.
pub(super) static SECTIONS: &[Section] = &[Section { path: "system.webServer/modules", read }];

fn read(at: &At<'_, '_>, output: &mut Output) {
    let entries = at.entries("add", "name", output).into_iter();
    let modules = entries.map(|(index, entry)| {
        let class = if entry.value("type").is_empty() { Class::NativeModule } else { Class::ManagedModule };
        let component = at.component(class, entry.value("name"), index, "");
        Found { component, claim: at.claim(index, ClaimKind::Entry) }
    });
    // Positions count native and managed modules together: both take part in one pipeline.
    let modules = modules.collect();
    let (references, managed) =
        numbered(modules).partition::<Vec<_>, _>(|module| module.component.class == Class::NativeModule);
    output.references.extend(references);
    output.components.extend(managed);
}
