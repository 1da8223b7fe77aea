//! Which types are HTTP modules and handlers: by the interfaces that they or their base types implement.

use super::layout::{INTERFACE_IMPL, NESTED_CLASS, TYPE_DEF, TYPE_DEF_OR_REF, TYPE_REF};
use super::metadata::Metadata;
use std::collections::BTreeMap;

/// Type definitions past this number are not looked at.
pub const MAX_TYPES: u32 = 200_000;
/// Base types above base types, and nested types in nested types, past this depth are not followed.
const MAX_DEPTH: usize = 64;

const INTERFACES: [&str; 4] = ["IHttpAsyncHandler", "IHttpHandler", "IHttpHandlerFactory", "IHttpModule"];
const ASYNC_HANDLER: u8 = 1;
const HANDLER: u8 = 2;
/// Classes of System.Web from which others are derived to become handlers. Pages and applications are left out: every
/// site has some.
const BASES: [(&str, u8); 1] = [("HttpTaskAsyncHandler", ASYNC_HANDLER | HANDLER)];
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

pub(super) fn iis_types(metadata: &Metadata<'_>) -> Vec<IisType> {
    let count = metadata.row_count(TYPE_DEF).min(MAX_TYPES) as usize;
    // Row numbers start at 1.
    let mut found = vec![0_u8; count + 1];
    // From a type to one it takes interfaces from: its base, and interfaces of this assembly.
    let mut inherits: Vec<(u32, u32)> = Vec::new();
    let mut note = |own: u32, other: u32, found: &mut Vec<u8>| match TYPE_DEF_OR_REF.decode(other) {
        Some((TYPE_REF, row)) => {
            if let Some(bits) = found.get_mut(own as usize) {
                *bits |= known(metadata, TYPE_REF, row);
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
    // What a base type implements, its heirs do. A cycle changes nothing after one round.
    for _ in 0..MAX_DEPTH {
        let mut changed = false;
        for &(own, base) in &inherits {
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
    let outer: BTreeMap<u32, u32> =
        metadata.rows(NESTED_CLASS).take(MAX_TYPES as usize).map(|row| (row.get(0), row.get(1))).collect();
    let mut types: Vec<IisType> = (1..)
        .zip(found.iter().skip(1))
        .filter_map(|(own, &bits)| {
            let flags = metadata.row(TYPE_DEF, own).filter(|_| bits != 0)?.get(0);
            let can_be_made = flags & (ABSTRACT | INTERFACE) == 0;
            can_be_made.then(|| IisType { name: full_name(metadata, own, &outer), interfaces: names(bits) })
        })
        .collect();
    types.sort();
    types
}

/// The interfaces that a type of System.Web stands for.
fn known(metadata: &Metadata<'_>, table: u8, row: u32) -> u8 {
    let Some(row) = metadata.row(table, row) else { return 0 };
    let name = metadata.string(row.get(1));
    let interface = INTERFACES.iter().position(|known| *known == name).map(|index| 1 << index);
    let base = BASES.iter().find(|(known, _)| *known == name).map(|(_, bits)| *bits);
    match interface.or(base) {
        Some(bits) if metadata.string(row.get(2)) == "System.Web" => bits,
        _ => 0,
    }
}

fn names(bits: u8) -> Vec<&'static str> {
    // An asynchronous handler is a handler.
    let bits = if bits & ASYNC_HANDLER != 0 { bits | HANDLER } else { bits };
    INTERFACES.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1).map(|(_, name)| *name).collect()
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
