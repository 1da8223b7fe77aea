//! Stock names and what imitates them.

use super::{Facts, LookAlike};
use crate::{Class, Component, Environment, canonical_path, file_name, paths};
use knowledge::{Near, confusable_fold, distance_within, stock};

/// Fills in what the stock component of the same class and name is, and whether this is it.
pub(super) fn stock_facts(component: &Component, facts: &mut Facts) {
    let named: Option<(&'static str, &'static str)> = match component.class {
        Class::NativeModule => stock().native_module(&component.name).map(|row| (&*row.name, &*row.image)),
        Class::ManagedModule => stock().managed_module(&component.name).map(|row| (&*row.name, &*row.type_name)),
        Class::IsapiFilter => stock().isapi_filter(&component.name).map(|row| (&*row.name, &*row.image)),
        Class::IsapiExtension | Class::Handler => stock()
            .handler(&component.name)
            .map(|row| (&*row.name, if row.type_name.is_empty() { &*row.script_processor } else { &*row.type_name })),
        Class::OtherLoader => None,
    };
    facts.is_stock_code = is_stock_code(component);
    let (name, expected) = named.unwrap_or(("", ""));
    let expected_path = canonical_path(&Environment::default().expand(expected));
    facts.stock_name = name;
    facts.is_stock = facts.is_stock_code
        && match component.class {
            // A module's name is its identity: a stock file under another name is not the stock module.
            Class::NativeModule => file_name(&expected_path).eq_ignore_ascii_case(file_name(&component.image)),
            Class::IsapiExtension | Class::Handler => is_stock_mapping(component),
            Class::ManagedModule | Class::IsapiFilter | Class::OtherLoader => true,
        };
    if !name.is_empty() {
        let is_type = component.class == Class::ManagedModule || !component.type_name.is_empty();
        facts.stock_image = if is_type { expected.to_owned() } else { expected_path };
        facts.is_foreign_image = is_foreign(component, facts);
    }
}

/// Whether Microsoft's own configuration maps this URL pattern to this code. Handlers' names are free text.
fn is_stock_mapping(component: &Component) -> bool {
    let code = (file_name(&component.image), stock().stock_type(&component.type_name));
    stock().handlers.iter().any(|row| {
        row.path.eq_ignore_ascii_case(&component.url)
            && file_name(&row.script_processor).eq_ignore_ascii_case(code.0)
            && match code.1 {
                Some(known) => knowledge::is_same_type(known, &row.type_name),
                None => row.type_name.is_empty() && row.modules == component.modules,
            }
    })
}

/// Whether the file or type is one that Microsoft ships with IIS or .NET.
fn is_stock_code(component: &Component) -> bool {
    if !component.type_name.is_empty() {
        return stock().stock_type(&component.type_name).is_some();
    }
    if !component.image.is_empty() {
        return stock().is_stock_image(&component.image);
    }
    // A handler without a file or type is served by the native modules that it names; a module that only a
    // list names has no code here at all.
    let mut modules = component.modules.split(',').map(str::trim);
    component.class == Class::Handler && modules.all(|module| stock().native_module(module).is_some())
}

fn is_foreign(component: &Component, facts: &Facts) -> bool {
    let is_unnamed = !component.image.is_empty() && paths::is_placeholder(&component.image);
    if facts.is_stock_code || facts.vendor.is_some() || is_unnamed {
        return false;
    }
    match component.class {
        Class::NativeModule | Class::IsapiFilter => !component.image.is_empty(),
        // Applications replace a server's managed modules and handlers under their names: that is what
        // inheritance is for. At server level nobody does.
        Class::ManagedModule | Class::Handler | Class::IsapiExtension => {
            let is_server_level = component.scope.iter().all(|scope| crate::sites::APPHOST.starts_with(scope));
            is_server_level
                && !is_framework_type(&component.type_name)
                && !(component.type_name.is_empty() && component.image.is_empty())
        }
        Class::OtherLoader => false,
    }
}

/// Public key tokens of .NET Framework assemblies (learn.microsoft.com, assembly references of the GAC).
const FRAMEWORK_TOKENS: &[&str] = &["b77a5c561934e089", "b03f5f7f11d50a3a", "31bf3856ad364e35"];

/// A type of the .NET Framework that is not in the list of stock modules and handlers.
fn is_framework_type(type_name: &str) -> bool {
    let lower = type_name.to_lowercase();
    let is_named = lower.starts_with("system.") || lower.starts_with("microsoft.");
    is_named && (!lower.contains(',') || FRAMEWORK_TOKENS.iter().any(|token| lower.contains(token)))
}

/// The stock name that a component imitates. Call it for components whose code is not stock.
pub(super) fn look_alike(component: &Component) -> Option<LookAlike> {
    let as_name = |near: Near| LookAlike { of: near.name, distance: near.distance, what: "name" };
    let as_file = |near: Near| LookAlike { of: near.name, distance: near.distance, what: "file" };
    let file = || stock().nearest_file(file_name(&component.image)).map(as_file);
    match component.class {
        Class::NativeModule => stock().nearest_module(&component.name).map(as_name).or_else(file),
        Class::IsapiFilter => filter_name(&component.name).or_else(file),
        Class::IsapiExtension => file(),
        Class::ManagedModule | Class::Handler if !component.type_name.is_empty() => imitated_type(&component.type_name),
        Class::OtherLoader if paths::file_name(&component.image).to_lowercase().ends_with(".dll") => file(),
        Class::ManagedModule | Class::Handler | Class::OtherLoader => None,
    }
}

/// Names of ASP.NET's filters differ from version to version in digits only: those are no imitation.
fn filter_name(name: &str) -> Option<LookAlike> {
    let letters = |text: &str| -> String { text.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect() };
    let folded = confusable_fold(name).to_lowercase();
    let names = stock().isapi_filters.iter().map(|row| row.name.as_str());
    let near = names.filter_map(|of| {
        let distance = distance_within(&folded, &of.to_lowercase(), 2)?;
        let is_version = letters(&folded) == letters(&of.to_lowercase()) && name.is_ascii();
        (!is_version).then_some((distance, of))
    });
    near.min().map(|(distance, of)| LookAlike { of, distance, what: "name" })
}

/// Shorter class names resemble each other by chance.
const MIN_TYPE: usize = 20;

/// A type whose class imitates a stock one, or is called the same and lives in another assembly.
fn imitated_type(type_name: &str) -> Option<LookAlike> {
    let split = |text: &'static str| text.split(',').map(str::trim).next().unwrap_or("");
    let parts: Vec<&str> = type_name.split(',').map(str::trim).collect();
    let class = confusable_fold(parts.first().copied().unwrap_or(""));
    if class.len() < MIN_TYPE || class.len() > 256 {
        return None;
    }
    let managed = stock().managed_modules.iter().map(|row| row.type_name.as_str());
    let known = managed.chain(stock().handlers.iter().map(|row| row.type_name.as_str()));
    let near = known.filter(|known| !known.is_empty()).filter_map(|known| {
        let of = split(known);
        let distance = distance_within(&class, of, 2)?;
        let assembly = known.split(',').nth(1).map_or("System.Web", str::trim);
        let own = parts.get(1).copied().unwrap_or("System.Web");
        // The framework's own older or newer assemblies hold classes of the same name.
        let is_elsewhere = !own.eq_ignore_ascii_case(assembly) && !is_framework_type(type_name);
        let is_imitation = distance > 0 || parts.first() != Some(&of) || is_elsewhere;
        is_imitation.then_some((distance, of))
    });
    let found = near.min()?;
    // A stock class one edit away from another stock class is no imitation of it.
    let is_itself = stock().managed_modules.iter().any(|row| split(&row.type_name) == class)
        || stock().handlers.iter().any(|row| split(&row.type_name) == class);
    (found.0 == 0 || !is_itself).then_some(LookAlike { of: found.1, distance: found.0, what: "type" })
}
