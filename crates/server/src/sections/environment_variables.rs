//! Environment variables that make a process load code: profilers, startup hooks, hosting startup assemblies.

use super::at::owner;
use super::{At, Found, Output, Section};
use crate::Class;
use crate::config::ClaimKind;
use formats::iis_xml::Element;
use std::collections::BTreeSet;

/// The sections that set variables of processes.
pub(super) static SECTIONS: &[Section] = &[
    Section { path: "system.applicationHost/applicationPools", read: pools },
    Section { path: "system.webServer/aspNetCore", read: programs },
    Section { path: "system.webServer/fastCgi", read: programs },
    Section { path: "system.webServer/httpPlatform", read: programs },
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Path,
    Type,
}

/// Source: learn.microsoft.com, "Setting up a profiling environment", ".NET environment variables",
/// "Use hosting startup assemblies in ASP.NET Core".
const VARIABLES: &[(&str, Value)] = &[
    ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", Value::Type),
    ("CORECLR_PROFILER", Value::Type),
    ("CORECLR_PROFILER_PATH", Value::Path),
    ("CORECLR_PROFILER_PATH_32", Value::Path),
    ("CORECLR_PROFILER_PATH_64", Value::Path),
    ("COR_PROFILER", Value::Type),
    ("COR_PROFILER_PATH", Value::Path),
    ("COR_PROFILER_PATH_32", Value::Path),
    ("COR_PROFILER_PATH_64", Value::Path),
    ("APPDOMAIN_MANAGER_ASM", Value::Type),
    ("APPDOMAIN_MANAGER_TYPE", Value::Type),
    ("COMPLUS_APPDOMAINMANAGERASM", Value::Type),
    ("COMPLUS_APPDOMAINMANAGERTYPE", Value::Type),
    ("DOTNET_ADDITIONAL_DEPS", Value::Path),
    ("DOTNET_SHARED_STORE", Value::Path),
    ("DOTNET_STARTUP_HOOKS", Value::Path),
    ("NODE_OPTIONS", Value::Type),
    ("PATH", Value::Path),
];

fn pools(at: &At<'_, '_>, output: &mut Output) {
    at.visit("add/environmentVariables/add", |index, element, above| {
        let claim = ClaimKind::Pool(owner(above).to_owned());
        one(at, "applicationPools/add", (index, element), owner(above), claim, output);
    });
    at.visit("applicationPoolDefaults/environmentVariables/add", |index, element, _| {
        let claim = ClaimKind::PoolsBut(pools_with(at, element.value("name")));
        one(at, "applicationPools/applicationPoolDefaults", (index, element), "", claim, output);
    });
}

fn pools_with(at: &At<'_, '_>, variable: &str) -> BTreeSet<String> {
    let mut pools = BTreeSet::new();
    at.visit("add/environmentVariables/add", |_, element, above| {
        if element.value("name").eq_ignore_ascii_case(variable) {
            pools.insert(owner(above).to_lowercase());
        }
    });
    pools
}

fn programs(at: &At<'_, '_>, output: &mut Output) {
    let section = at.path().rsplit('/').next().unwrap_or("").to_owned();
    for path in ["environmentVariables/environmentVariable", "application/environmentVariables/environmentVariable"] {
        at.visit(path, |index, element, _| {
            one(at, &section, (index, element), "", ClaimKind::Below, output);
        });
    }
}

fn one(
    at: &At<'_, '_>,
    place: &str,
    (index, element): (usize, &Element),
    owner: &str,
    claim: ClaimKind,
    output: &mut Output,
) {
    let name = element.value("name");
    let Some((variable, kind)) = VARIABLES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) else { return };
    let value = element.value("value");
    if value.trim().is_empty() {
        return;
    }
    let name = format!("{place}/environmentVariables@{variable}");
    let image = if *kind == Value::Path { value } else { "" };
    let mut component = at.component(Class::OtherLoader, &name, index, image);
    component.type_name = if *kind == Value::Type { value.to_owned() } else { String::new() };
    owner.clone_into(&mut component.detail);
    output.components.push(Found { component, claim: at.claim(index, claim) });
}
