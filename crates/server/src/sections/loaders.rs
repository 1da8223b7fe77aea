//! Attributes outside the module, filter and handler lists that load a file or start a program.

use super::{At, Output};
use crate::{Class, Component};
use formats::iis_xml::Element;

/// What an attribute's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// A file that is loaded or started.
    Path,
    /// A .NET type, or a COM class id.
    Type,
}

/// One such attribute. Source: Microsoft's `IIS_schema.xml` and `aspnetcore_schema_v2.xml`, which name and
/// default each attribute.
struct Loader {
    section: &'static str,
    /// Elements below the section, `/`-separated; `""` for the section itself.
    element: &'static str,
    attribute: &'static str,
    value: Value,
    /// Values that Microsoft's own configurations have, in lower case: not worth a row.
    defaults: &'static [&'static str],
    /// An attribute of the same element that completes the picture (arguments, name).
    detail: &'static str,
}

const fn path(section: &'static str, element: &'static str, attribute: &'static str, detail: &'static str) -> Loader {
    Loader { section, element, attribute, value: Value::Path, defaults: &[], detail }
}

const POOLS: &str = "system.applicationHost/applicationPools";
const SITES: &str = "system.applicationHost/sites";

/// The schema's default; IIS Express's template has a version in its place, which no file is called.
const RUNTIMES: &[&str] = &["webengine4.dll", "v4.0", "v2.0"];
/// What IIS Express's template gives every pool.
const CLR_CONFIGS: &[&str] = &["%iis_user_home%\\config\\aspnet.config"];

static LOADERS: &[Loader] = &[
    path("system.webServer/tracing/traceFailedRequests", "add", "customActionExe", "customActionParams"),
    path(POOLS, "add/failure", "orphanActionExe", "orphanActionParams"),
    path(POOLS, "add/failure", "autoShutdownExe", "autoShutdownParams"),
    path(POOLS, "applicationPoolDefaults/failure", "orphanActionExe", "orphanActionParams"),
    path(POOLS, "applicationPoolDefaults/failure", "autoShutdownExe", "autoShutdownParams"),
    Loader { defaults: CLR_CONFIGS, ..path(POOLS, "add", "CLRConfigFile", "name") },
    Loader { defaults: CLR_CONFIGS, ..path(POOLS, "applicationPoolDefaults", "CLRConfigFile", "name") },
    Loader { defaults: RUNTIMES, ..path(POOLS, "add", "managedRuntimeLoader", "name") },
    Loader { defaults: RUNTIMES, ..path(POOLS, "applicationPoolDefaults", "managedRuntimeLoader", "name") },
    path("system.webServer/httpCompression", "scheme", "dll", "name"),
    Loader { value: Value::Type, ..path("system.applicationHost/serviceAutoStartProviders", "add", "type", "name") },
    Loader { value: Value::Type, ..path(SITES, "site/logFile", "customLogPluginClsid", "") },
    Loader { value: Value::Type, ..path(SITES, "siteDefaults/logFile", "customLogPluginClsid", "") },
    path("system.applicationHost/listenerAdapters", "add", "protocolManagerDll", "name"),
    path("system.webServer/fastCgi", "application", "fullPath", "arguments"),
    path("system.webServer/aspNetCore", "", "processPath", "arguments"),
    path("system.webServer/httpPlatform", "", "processPath", "arguments"),
];

/// Whether an element of this name may be a section that is read here.
pub(super) fn has_section(name: &str) -> bool {
    LOADERS.iter().any(|loader| loader.section.rsplit('/').next() == Some(name))
}

pub(super) fn read(at: &At<'_>, output: &mut Output) {
    for loader in LOADERS.iter().filter(|loader| loader.section == at.path) {
        let path: Vec<&str> = loader.element.split('/').filter(|part| !part.is_empty()).collect();
        at.visit(&path, |element, owner| output.components.extend(component(at, loader, element, owner)));
    }
}

fn component(at: &At<'_>, loader: &Loader, element: &Element, owner: &str) -> Option<Component> {
    let value = element.attribute(loader.attribute)?;
    let written = value.value.trim().to_lowercase();
    if written.is_empty() || loader.defaults.contains(&written.as_str()) {
        return None;
    }
    let section = loader.section.rsplit('/').next().unwrap_or(loader.section);
    let separator = if loader.element.is_empty() { "" } else { "/" };
    let name = format!("{section}{separator}{}@{}", loader.element, loader.attribute);
    let image = if loader.value == Value::Path { value.value.as_str() } else { "" };
    let mut component = at.component(Class::OtherLoader, &name, element, image);
    component.type_name = if loader.value == Value::Type { value.value.clone() } else { String::new() };
    let own = element.value(loader.detail);
    component.detail = [owner, own].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
    (component.line, component.column) = (value.line, value.column);
    Some(component)
}

impl<'a> At<'a> {
    /// Visits the elements at a path below the section, with the name of the innermost named element above
    /// them (a pool's, a site's).
    pub(super) fn visit(&self, path: &[&str], mut visit: impl FnMut(&'a Element, &'a str)) {
        let mut level = vec![(self.index, self.element, "")];
        for name in path {
            let below = level.iter().flat_map(|&(index, element, owner)| {
                let own = element.value("name");
                let owner = if own.is_empty() { owner } else { own };
                let named = self.document.children(index).filter(|(_, child)| child.name == *name);
                named.map(move |(index, child)| (index, child, owner))
            });
            level = below.collect();
        }
        for (_, element, owner) in level {
            visit(element, owner);
        }
    }
}
