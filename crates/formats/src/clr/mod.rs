//! .NET metadata (ECMA-335 partition II, 22 to 25): an assembly's identity, what it refers to, and which of its types
//! are HTTP modules or handlers. Told from the metadata tables, never from strings or method names.

mod family;
mod layout;
mod metadata;
mod types;

pub use family::{Family, Inherits, relatives};
pub use types::{IisType, MAX_TYPES};

use metadata::{Metadata, Row};
use sha1::{Digest, Sha1};

/// References past this number are left out.
const MAX_REFERENCES: usize = 4_096;
/// Attributes past this number are not looked at.
const MAX_ATTRIBUTES: u32 = 200_000;

/// What the metadata says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assembly {
    /// `""` for a module without an assembly of its own.
    pub name: String,
    /// `major.minor.build.revision`.
    pub version: String,
    pub culture: String,
    /// In hexadecimal, `""` without a strong name.
    pub public_key_token: String,
    /// Whether the header says that the assembly has a strong name signature. Windows checks it hardly ever.
    pub is_strong_name_signed: bool,
    /// Whether the header says that there is no machine code in it.
    pub is_il_only: bool,
    /// The runtime that it was made for: `v2.0.50727`, `v4.0.30319`.
    pub runtime: String,
    pub references: Vec<Reference>,
    /// The types that IIS or ASP.NET would load as module or handler, sorted by name.
    pub types: Vec<IisType>,
    /// What it takes from other assemblies and gives to them.
    pub family: Family,
    /// Methods that ASP.NET runs before an application starts, because the assembly says so
    /// (`PreApplicationStartMethod`): `Namespace.Type.Method`, sorted.
    pub start_methods: Vec<String>,
}

/// An assembly that this one needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    pub name: String,
    pub version: String,
    /// In hexadecimal, `""` without one.
    pub public_key_token: String,
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        display_name(f, &self.name, &self.version, &self.public_key_token)
    }
}

impl Assembly {
    /// The full name as configuration files write it, without the culture when it is neutral.
    pub fn full_name(&self) -> String {
        Reference {
            name: self.name.clone(),
            version: self.version.clone(),
            public_key_token: self.public_key_token.clone(),
        }
        .to_string()
    }
}

fn display_name(f: &mut std::fmt::Formatter<'_>, name: &str, version: &str, token: &str) -> std::fmt::Result {
    let token = if token.is_empty() { "null" } else { token };
    write!(f, "{name}, Version={version}, PublicKeyToken={token}")
}

/// Reads the metadata that a CLI header names. `header` starts at the header; `at` gives the bytes from a virtual
/// address to the end of its section. `None` when there is no metadata.
pub(crate) fn read<'data>(header: &'data [u8], at: impl Fn(u32) -> Option<&'data [u8]>) -> Option<Assembly> {
    let field = |offset: usize| Some(u32::from_le_bytes(header.get(offset..offset + 4)?.try_into().ok()?));
    let (address, size, flags) = (field(8)?, field(12)?, field(16)?);
    let bytes = at(address)?;
    let mut assembly = parse(bytes.get(..bytes.len().min(size as usize))?)?;
    assembly.is_strong_name_signed = flags & 8 != 0;
    assembly.is_il_only = flags & 1 != 0;
    Some(assembly)
}

/// Reads a metadata root.
pub fn parse(root: &[u8]) -> Option<Assembly> {
    let metadata = Metadata::parse(root)?;
    let mut assembly = Assembly::default();
    if let Some(row) = metadata.row(layout::ASSEMBLY, 1) {
        assembly.version = version(&row, 1);
        assembly.public_key_token = token_of_key(metadata.blob(row.get(6)));
        assembly.name = metadata.string(row.get(7));
        assembly.culture = metadata.string(row.get(8));
    }
    let references = metadata.rows(layout::ASSEMBLY_REF).take(MAX_REFERENCES).map(|row| {
        let key = metadata.blob(row.get(5));
        let has_whole_key = row.get(4) & 1 != 0;
        Reference {
            name: metadata.string(row.get(6)),
            version: version(&row, 0),
            public_key_token: if has_whole_key { token_of_key(key) } else { crate::hex(key) },
        }
    });
    assembly.references = references.collect();
    assembly.runtime = metadata.version.clone();
    (assembly.types, assembly.family) = types::iis_types(&metadata);
    assembly.family.assembly.clone_from(&assembly.name);
    assembly.start_methods = start_methods(&metadata);
    Some(assembly)
}

/// Four numbers from this column on.
fn version(row: &Row, first: usize) -> String {
    let numbers: Vec<String> = (first..first + 4).map(|column| row.get(column).to_string()).collect();
    numbers.join(".")
}

/// The last eight bytes of the key's SHA-1, backwards (ECMA-335 II.6.3).
fn token_of_key(key: &[u8]) -> String {
    if key.is_empty() {
        return String::new();
    }
    let hash = Sha1::digest(key);
    let token: Vec<u8> = hash.iter().rev().take(8).copied().collect();
    crate::hex(&token)
}

fn start_methods(metadata: &Metadata<'_>) -> Vec<String> {
    let mut methods = Vec::new();
    for number in 1..=metadata.row_count(layout::CUSTOM_ATTRIBUTE).min(MAX_ATTRIBUTES) {
        let Some(row) = metadata.row(layout::CUSTOM_ATTRIBUTE, number) else { break };
        let parent = layout::HAS_CUSTOM_ATTRIBUTE.decode(row.get(0));
        let constructor = layout::CUSTOM_ATTRIBUTE_TYPE.decode(row.get(1));
        let (Some((layout::ASSEMBLY, _)), Some((layout::MEMBER_REF, member))) = (parent, constructor) else { continue };
        let class = metadata.row(layout::MEMBER_REF, member).map(|row| row.get(0));
        let class = class.and_then(|class| layout::MEMBER_REF_PARENT.decode(class));
        let Some((layout::TYPE_REF, class)) = class else { continue };
        let is_start = metadata
            .row(layout::TYPE_REF, class)
            .is_some_and(|row| metadata.string(row.get(1)) == "PreApplicationStartMethodAttribute");
        if is_start && let Some(method) = start_method(metadata.blob(row.get(2))) {
            methods.push(method);
        }
    }
    methods.sort();
    methods.dedup();
    methods
}

/// The two strings of the attribute's value (ECMA-335 II.23.3): the type's name, with its assembly when that is
/// another one, and the method's.
fn start_method(value: &[u8]) -> Option<String> {
    let rest = value.strip_prefix(&[1, 0])?;
    let (type_name, rest) = metadata::counted(rest)?;
    let (method, _) = metadata::counted(rest)?;
    let type_name = String::from_utf8_lossy(type_name);
    let type_name = type_name.split(',').next().unwrap_or("").trim();
    Some(format!("{type_name}.{}", String::from_utf8_lossy(method)))
}

#[cfg(test)]
mod tests;
