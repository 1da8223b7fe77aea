//! Stock names and what imitates them.

use super::{Facts, LookAlike};
use crate::{Class, Component, Environment, canonical_path, file_name, paths};
use knowledge::{Near, Vendor, confusable_fold, distance_within, matches, stock};

/// Fills in what the stock component of the same class and name is, and whether this is it.
pub(super) fn stock_facts(component: &Component, windows: Option<&str>, facts: &mut Facts) {
    let named: Option<(&'static str, &'static str)> = match component.class {
        Class::NativeModule => stock().native_module(&component.name).map(|row| (&*row.name, &*row.image)),
        Class::ManagedModule => stock().managed_module(&component.name).map(|row| (&*row.name, &*row.type_name)),
        Class::IsapiFilter => stock().isapi_filter(&component.name).map(|row| (&*row.name, &*row.image)),
        Class::IsapiExtension | Class::Handler => stock()
            .handler(&component.name)
            .map(|row| (&*row.name, if row.type_name.is_empty() { &*row.script_processor } else { &*row.type_name })),
        Class::OtherLoader => None,
    };
    facts.is_stock_code = is_stock_code(component) && !is_other_windows(&component.image, windows);
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

/// A folder called Windows on another drive than Windows is no folder of Windows.
fn is_other_windows(image: &str, windows: Option<&str>) -> bool {
    let drive = image.get(..2).filter(|drive| drive.ends_with(':'));
    let is_below = paths::below_drive(image).starts_with("\\windows\\");
    is_below && windows.zip(drive).is_some_and(|(windows, drive)| !windows.eq_ignore_ascii_case(drive))
}

/// The vendor of the native modules that a handler hands its requests to, when it loads nothing of its own and
/// each of them is known.
pub(super) fn vendor_behind(component: &Component) -> Option<&'static Vendor> {
    let loads_nothing = component.image.is_empty() && component.type_name.is_empty();
    if component.class != Class::Handler || !loads_nothing || component.modules.is_empty() {
        return None;
    }
    let mut vendor = None;
    for module in component.modules.split(',').map(str::trim) {
        let found = stock().vendor_named("native_module", module);
        if found.is_none() && stock().native_module(module).is_none() {
            return None;
        }
        vendor = vendor.or(found);
    }
    vendor
}

/// The exact name of a known vendor's component with a file of another name. The same file in another folder is
/// an installation of its own, not another file.
pub(super) fn vendors_name(component: &Component, facts: &mut Facts) {
    let is_dll_class = matches!(component.class, Class::NativeModule | Class::IsapiFilter);
    if !is_dll_class || component.image.is_empty() || paths::is_placeholder(&component.image) {
        return;
    }
    let Some(vendor) = stock().vendor_named(component.class.as_str(), &component.name) else { return };
    let file = file_name(&component.image);
    let is_its_file = stock().vendor_files(component.class.as_str(), &component.name).any(|own| matches(own, file));
    if vendor.is_pinned() && !is_its_file {
        facts.is_foreign_image = true;
        facts.stock_image.clone_from(&vendor.image);
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
            let is_server_level = component.scope.iter().all(|scope| crate::config::APPHOST.starts_with(scope));
            is_server_level
                && !is_framework_type(&component.type_name)
                && !(component.type_name.is_empty() && component.image.is_empty())
        }
        Class::OtherLoader => false,
    }
}

/// Public key tokens of .NET Framework assemblies (learn.microsoft.com, assembly references of the GAC).
const FRAMEWORK_TOKENS: &[&str] = &["b77a5c561934e089", "b03f5f7f11d50a3a", "31bf3856ad364e35"];

/// The framework's keys and those of SharePoint, SQL Server and other products (the assembly references that their
/// documentation gives).
const MICROSOFT_TOKENS: &[&str] =
    &["b77a5c561934e089", "b03f5f7f11d50a3a", "31bf3856ad364e35", "71e9bce111e9429c", "89845dcd8080cc91"];

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
        Class::ManagedModule | Class::Handler if !component.type_name.is_empty() => {
            imitated_type(&component.type_name).or_else(|| false_claim(&component.type_name))
        }
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

/// Whether a namespace or an assembly is called as Microsoft calls its own.
fn is_called_microsofts(name: &str) -> bool {
    let lower = confusable_fold(name).to_lowercase();
    ["system", "microsoft"]
        .iter()
        .any(|own| lower.strip_prefix(own).is_some_and(|r| r.is_empty() || r.starts_with('.')))
}

/// A namespace of Microsoft's in an assembly that is not called so and names no key of Microsoft's; or a key of
/// the .NET Framework on what is not called so at all.
fn false_claim(type_name: &str) -> Option<LookAlike> {
    let lower = type_name.to_lowercase();
    let parts: Vec<&str> = lower.split(',').map(str::trim).collect();
    let (class, assembly) = (parts.first()?, parts.get(1)?);
    let token = parts.iter().find_map(|part| part.strip_prefix("publickeytoken="));
    let (is_ours, is_assembly_ours) = (is_called_microsofts(class), is_called_microsofts(assembly));
    let is_false_namespace = is_ours && !is_assembly_ours && !token.is_some_and(|t| MICROSOFT_TOKENS.contains(&t));
    // The third of the framework's keys signs packages of many names.
    let is_false_key =
        !is_ours && !is_assembly_ours && token.is_some_and(|t| FRAMEWORK_TOKENS.iter().take(2).any(|own| *own == t));
    (is_false_namespace || is_false_key).then_some(LookAlike { of: "a type of Microsoft's", distance: 0, what: "type" })
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
