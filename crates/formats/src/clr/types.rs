//! Which types are HTTP modules and handlers: by the interfaces that they or their base types implement.

use super::family::{Family, Inherits};
use super::layout::{
    ASSEMBLY_REF, EXPORTED_TYPE, IMPLEMENTATION, INTERFACE_IMPL, NESTED_CLASS, RESOLUTION_SCOPE, TYPE_DEF,
    TYPE_DEF_OR_REF, TYPE_REF, TYPE_SPEC,
};
use super::metadata::{Metadata, compressed};
use std::collections::BTreeMap;

/// Type definitions past this number are not looked at.
pub const MAX_TYPES: u32 = 200_000;
/// Base types above base types, and nested types in nested types, past this depth are not followed.
const MAX_DEPTH: usize = 64;
/// Bases in other assemblies past this number are left out.
const MAX_TAKEN: usize = 50_000;

const INTERFACES: [&str; 4] = ["IHttpAsyncHandler", "IHttpHandler", "IHttpHandlerFactory", "IHttpModule"];
const ASYNC_HANDLER: u8 = 1;
const HANDLER: u8 = 2;
const FACTORY: u8 = 4;
const MODULE: u8 = 8;
/// Classes of .NET from which others are derived to become modules or handlers. Pages and applications are left out:
/// every site has some.
const BASES: [(&str, &str, u8); 7] = [
    ("System.Web", "DefaultHttpHandler", ASYNC_HANDLER | HANDLER),
    ("System.Web", "HttpTaskAsyncHandler", ASYNC_HANDLER | HANDLER),
    ("System.Web.Handlers", "ScriptModule", MODULE),
    ("System.Web.Mvc", "MvcHandler", ASYNC_HANDLER | HANDLER),
    ("System.Web.Routing", "UrlRoutingHandler", HANDLER),
    ("System.Web.Routing", "UrlRoutingModule", MODULE),
    ("System.Web.UI", "PageHandlerFactory", FACTORY),
];
/// Assemblies of .NET itself: their types that matter are known by name.
const FRAMEWORK: [&str; 11] = [
    "mscorlib",
    "netstandard",
    "System",
    "System.Configuration",
    "System.Core",
    "System.Data",
    "System.Private.CoreLib",
    "System.Runtime",
    "System.Web",
    "System.Web.Extensions",
    "System.Xml",
];
const ABSTRACT: u32 = 0x80;
const INTERFACE: u32 = 0x20;

/// A type that configuration can name as module or handler.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct IisType {
    /// With its namespace, and `+` between a type and one nested in it.
    pub name: String,
    /// Of `IHttpModule`, `IHttpHandler`, `IHttpHandlerFactory` and `IHttpAsyncHandler`, sorted.
    pub interfaces: Vec<&'static str>,
}

impl IisType {
    /// `managed_module`, `handler`, or both.
    pub fn iis_classes(&self) -> impl Iterator<Item = &'static str> {
        self.interfaces.iter().map(|name| if *name == "IHttpModule" { "managed_module" } else { "handler" })
    }
}

/// The types of an assembly that are modules or handlers, and what it takes from others.
pub(super) fn iis_types(metadata: &Metadata<'_>) -> (Vec<IisType>, Family) {
    let count = metadata.row_count(TYPE_DEF).min(MAX_TYPES) as usize;
    // Row numbers start at 1.
    let mut found = vec![0_u8; count + 1];
    // From a type to one it takes interfaces from: its base, and interfaces of this assembly.
    let mut inherits: Vec<(u32, u32)> = Vec::new();
    // The same for types of other assemblies.
    let mut foreign: Vec<(u32, u32)> = Vec::new();
    let mut note = |own: u32, other: u32, found: &mut Vec<u8>| match base_of(metadata, other) {
        Some((TYPE_REF, row)) => {
            let bits = known(metadata, TYPE_REF, row);
            match found.get_mut(own as usize) {
                Some(place) if bits != 0 => *place |= bits,
                Some(_) => foreign.push((own, row)),
                None => {}
            }
        }
        Some((TYPE_DEF, row)) => inherits.push((own, row)),
        _ => {}
    };
    for own in 1..=count as u32 {
        let Some(row) = metadata.row(TYPE_DEF, own) else { break };
        note(own, row.get(3), &mut found);
    }
    for row in metadata.rows(INTERFACE_IMPL).take(4 * MAX_TYPES as usize) {
        note(row.get(0), row.get(1), &mut found);
    }
    // System.Web itself defines them.
    for own in 1..=count as u32 {
        if let Some(bits) = found.get_mut(own as usize) {
            *bits |= known(metadata, TYPE_DEF, own);
        }
    }
    spread(&inherits, &mut found);
    let outer: BTreeMap<u32, u32> =
        metadata.rows(NESTED_CLASS).take(MAX_TYPES as usize).map(|row| (row.get(0), row.get(1))).collect();
    let can_be_made =
        |own: u32| metadata.row(TYPE_DEF, own).is_some_and(|row| row.get(0) & (ABSTRACT | INTERFACE) == 0);
    let mut types = Vec::new();
    let mut family = Family::default();
    for (own, &bits) in (1..).zip(found.iter().skip(1)).filter(|(_, bits)| **bits != 0) {
        let found = IisType { name: full_name(metadata, own, &outer), interfaces: names(bits) };
        if can_be_made(own) {
            types.push(found.clone());
        }
        family.gives.push(found);
    }
    // A damaged or hostile assembly may have two types of one name: by it only one can be named.
    types.sort();
    types.dedup();
    family.gives.sort();
    family.gives.dedup();
    family.takes =
        taken(metadata, &inherits, &foreign, count, |own| (full_name(metadata, own, &outer), can_be_made(own)));
    (types, family)
}

/// What a base type implements, its heirs do. A cycle changes nothing after one round.
fn spread(inherits: &[(u32, u32)], found: &mut [u8]) {
    for _ in 0..MAX_DEPTH {
        let mut changed = false;
        for &(own, base) in inherits {
            let add = found.get(base as usize).copied().unwrap_or(0);
            if let Some(bits) = found.get_mut(own as usize) {
                changed |= *bits | add != *bits;
                *bits |= add;
            }
        }
        if !changed {
            break;
        }
    }
}

/// The types that have a base in another assembly, directly or through their own, and their bases.
fn taken(
    metadata: &Metadata<'_>,
    inherits: &[(u32, u32)],
    foreign: &[(u32, u32)],
    count: usize,
    describe: impl Fn(u32) -> (String, bool),
) -> Vec<Inherits> {
    let mut reaches = vec![0_u8; count + 1];
    let mut takes = Vec::new();
    for &(own, row) in foreign {
        let Some((assembly, base)) = reference(metadata, row) else { continue };
        if FRAMEWORK.contains(&assembly.as_str()) || takes.len() >= MAX_TAKEN {
            continue;
        }
        if let Some(place) = reaches.get_mut(own as usize) {
            *place = 1;
        }
        let (name, can_be_made) = describe(own);
        takes.push(Inherits { name, can_be_made, assembly, base });
    }
    spread(inherits, &mut reaches);
    for &(own, base) in inherits {
        if takes.len() < MAX_TAKEN && reaches.get(base as usize) == Some(&1) {
            let (name, can_be_made) = describe(own);
            takes.push(Inherits { name, can_be_made, assembly: String::new(), base: describe(base).0 });
        }
    }
    // A type that moved to another assembly is found there.
    for row in metadata.rows(EXPORTED_TYPE).take(MAX_TAKEN.saturating_sub(takes.len())) {
        let Some((ASSEMBLY_REF, to)) = IMPLEMENTATION.decode(row.get(4)) else { continue };
        let Some(to) = metadata.row(ASSEMBLY_REF, to) else { continue };
        let (assembly, name) = (metadata.string(to.get(6)), joined(metadata, row.get(3), row.get(2)));
        if !FRAMEWORK.contains(&assembly.as_str()) {
            takes.push(Inherits { name: name.clone(), can_be_made: false, assembly, base: name });
        }
    }
    takes.sort();
    takes.dedup();
    takes
}

/// The definition or reference that a base is; of a generic type's instance the generic type.
fn base_of(metadata: &Metadata<'_>, value: u32) -> Option<(u8, u32)> {
    match TYPE_DEF_OR_REF.decode(value)? {
        (TYPE_SPEC, row) => {
            // ECMA-335 II.23.2.14: GENERICINST (CLASS | VALUETYPE) TypeDefOrRef …
            let signature = metadata.blob(metadata.row(TYPE_SPEC, row)?.get(0));
            let (&[0x15, 0x11 | 0x12], rest) = signature.split_at_checked(2)? else { return None };
            TYPE_DEF_OR_REF.decode(compressed(rest)?.0).filter(|(table, _)| *table != TYPE_SPEC)
        }
        found => Some(found),
    }
}

/// The assembly and full name of a type that is referred to.
fn reference(metadata: &Metadata<'_>, row: u32) -> Option<(String, String)> {
    let mut name = String::new();
    let mut next = row;
    for _ in 0..MAX_DEPTH {
        let row = metadata.row(TYPE_REF, next)?;
        let own = joined(metadata, row.get(2), row.get(1));
        name = if name.is_empty() { own } else { format!("{own}+{name}") };
        match RESOLUTION_SCOPE.decode(row.get(0))? {
            (TYPE_REF, outer) => next = outer,
            (ASSEMBLY_REF, assembly) => {
                return Some((metadata.string(metadata.row(ASSEMBLY_REF, assembly)?.get(6)), name));
            }
            _ => return None,
        }
    }
    None
}

fn joined(metadata: &Metadata<'_>, namespace: u32, name: u32) -> String {
    let (namespace, name) = (metadata.string(namespace), metadata.string(name));
    if namespace.is_empty() { name } else { format!("{namespace}.{name}") }
}

/// The interfaces that a type of System.Web stands for.
fn known(metadata: &Metadata<'_>, table: u8, row: u32) -> u8 {
    let Some(row) = metadata.row(table, row) else { return 0 };
    let name = metadata.string(row.get(1));
    let interface = INTERFACES.iter().position(|known| *known == name).map(|index| ("System.Web", 1 << index));
    let base = || BASES.iter().find(|(_, known, _)| *known == name).map(|(namespace, _, bits)| (*namespace, *bits));
    match interface.or_else(base) {
        Some((namespace, bits)) if metadata.string(row.get(2)) == namespace => bits,
        _ => 0,
    }
}

pub(super) fn names(bits: u8) -> Vec<&'static str> {
    // An asynchronous handler is a handler.
    let bits = if bits & ASYNC_HANDLER != 0 { bits | HANDLER } else { bits };
    INTERFACES.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1).map(|(_, name)| *name).collect()
}

/// What [`names`] was made of.
pub(super) fn bits(names: &[&str]) -> u8 {
    let bit = |name: &&str| INTERFACES.iter().position(|known| known == name).map_or(0, |index| 1 << index);
    names.iter().map(bit).fold(0, |all, bit| all | bit)
}

fn full_name(metadata: &Metadata<'_>, own: u32, outer: &BTreeMap<u32, u32>) -> String {
    let mut chain = vec![own];
    while let Some(&next) = chain.last().and_then(|last| outer.get(last)) {
        if chain.len() >= MAX_DEPTH || chain.contains(&next) {
            break;
        }
        chain.push(next);
    }
    let mut name = String::new();
    for &row in chain.iter().rev() {
        let Some(row) = metadata.row(TYPE_DEF, row) else { continue };
        if name.is_empty() {
            let namespace = metadata.string(row.get(2));
            if !namespace.is_empty() {
                name = namespace + ".";
            }
        } else {
            name.push('+');
        }
        name += &metadata.string(row.get(1));
    }
    name
}
