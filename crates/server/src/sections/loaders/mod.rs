//! Attributes outside the module, filter and handler lists that load a file or start a program.

mod table;

use super::at::owner;
use super::type_names::{is_microsofts_assembly, is_microsofts_type};
use super::{At, Found, Output};
use crate::Class;
use crate::config::ClaimKind;
use formats::iis_xml::Element;
use std::collections::BTreeSet;
use table::{LOADERS, Loader, POOLS, SITES, Value};

/// The sections that have such attributes.
pub(super) fn sections() -> impl Iterator<Item = &'static str> {
    LOADERS.iter().map(|loader| loader.section)
}

pub(super) fn read(at: &At<'_, '_>, output: &mut Output) {
    for loader in LOADERS.iter().filter(|loader| loader.section == at.path()) {
        if let Some(name) = loader.element.strip_prefix("**/") {
            for (index, element) in at.anywhere(name) {
                output.components.extend(component(at, loader, index, element, &[]));
            }
        } else {
            at.visit(loader.element, |index, element, above| {
                output.components.extend(component(at, loader, index, element, above));
            });
        }
    }
}

fn component(at: &At<'_, '_>, loader: &Loader, index: usize, element: &Element, above: &[&Element]) -> Option<Found> {
    let value = element.attribute(loader.attribute)?;
    let written = value.value.trim().to_lowercase();
    let is_own = match loader.value {
        Value::Path | Value::Type => false,
        Value::ForeignType => is_microsofts_type(&written),
        Value::ForeignAssembly => is_microsofts_assembly(&written) || !written.contains(',') && is_framework(&written),
    };
    if written.is_empty() || is_own || loader.defaults.contains(&written.as_str()) {
        return None;
    }
    let section = loader.section.rsplit('/').next().unwrap_or(loader.section);
    let below = loader.element.strip_prefix("**/").map_or(loader.element, |_| element.name.as_str());
    let separator = if below.is_empty() { "" } else { "/" };
    let name = format!("{section}{separator}{below}@{}", loader.attribute);
    let image = if loader.value == Value::Path { value.value.as_str() } else { "" };
    let mut component = at.component(Class::OtherLoader, &name, index, image);
    component.type_name = if loader.value == Value::Path { String::new() } else { value.value.clone() };
    let own = if loader.detail.is_empty() { "" } else { element.value(loader.detail) };
    let parts = [owner(above), own];
    component.detail = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    (component.line, component.column) = (value.line, value.column);
    Some(Found { component, claim: at.claim(index, claim_kind(at, loader, element, above)) })
}

/// Assemblies of the framework are often named without version and key.
fn is_framework(name: &str) -> bool {
    name == "mscorlib" || name.starts_with("system.") || name == "system" || name.starts_with("microsoft.")
}

/// Whom the attribute reaches.
fn claim_kind(at: &At<'_, '_>, loader: &Loader, element: &Element, above: &[&Element]) -> ClaimKind {
    let own = if element.value("name").is_empty() { owner(above) } else { element.value("name") };
    let first = loader.element.split('/').next().unwrap_or("");
    match (loader.section, first) {
        (POOLS, "add") => ClaimKind::Pool(own.to_owned()),
        (POOLS, _) => ClaimKind::PoolsBut(with_their_own(at, loader, "applicationPoolDefaults", "add")),
        (SITES, "site") => ClaimKind::Site(owner(above).to_owned()),
        (SITES, _) => ClaimKind::SitesBut(with_their_own(at, loader, "siteDefaults", "site")),
        ("system.applicationHost/serviceAutoStartProviders", _) => ClaimKind::AutoStart(own.to_owned()),
        (_, "") => ClaimKind::Attribute(loader.attribute),
        ("system.webServer/httpCompression", "scheme")
        | ("system.webServer/fastCgi", "application")
        | ("system.webServer/rewrite/providers", "provider")
        | ("system.webServer/tracing/traceFailedRequests" | "system.applicationHost/listenerAdapters", "add") => {
            ClaimKind::Entry
        }
        _ => ClaimKind::Below,
    }
}

/// The pools or sites that set an attribute themselves, in lower case: the defaults' does not reach them.
fn with_their_own(at: &At<'_, '_>, loader: &Loader, defaults: &str, own: &str) -> BTreeSet<String> {
    let path = loader.element.replacen(defaults, own, 1);
    let mut names = BTreeSet::new();
    at.visit(&path, |_, element, above| {
        if element.attribute(loader.attribute).is_some() {
            let name = if above.is_empty() { element.value("name") } else { owner(above) };
            names.insert(name.to_lowercase());
        }
    });
    names
}
