//! The CLI header and the metadata of an assembly with one class (ECMA-335, II.24 and II.25.3.3).

use super::Assembly;

/// Size of the CLI header.
pub(super) const HEADER_SIZE: u32 = 72;

/// The heap of names. Offset 0 is the empty name.
struct Strings(Vec<u8>);

impl Strings {
    fn add(&mut self, text: &str) -> u16 {
        let offset = self.0.len() as u16;
        self.0.extend(text.bytes());
        self.0.push(0);
        offset
    }
}

/// Header and metadata at address `at`.
pub(super) fn header_and_metadata(assembly: &Assembly, module: &str, at: u32) -> Vec<u8> {
    let metadata = metadata(assembly, module);
    let mut out = Vec::new();
    out.extend(HEADER_SIZE.to_le_bytes());
    out.extend(2_u16.to_le_bytes());
    out.extend(5_u16.to_le_bytes());
    out.extend((at + HEADER_SIZE).to_le_bytes());
    out.extend((metadata.len() as u32).to_le_bytes());
    out.extend(1_u32.to_le_bytes()); // IL only
    out.resize(HEADER_SIZE as usize, 0);
    out.extend(metadata);
    out
}

/// The metadata root and its streams `#~`, `#Strings`, `#US`, `#GUID`, `#Blob`.
fn metadata(assembly: &Assembly, module: &str) -> Vec<u8> {
    let mut strings = Strings(vec![0]);
    let tables = pad(tables(assembly, module, &mut strings));
    let streams: [(&[u8], Vec<u8>); 5] = [
        (b"#~\0\0", tables),
        (b"#Strings\0\0\0\0", pad(strings.0)),
        (b"#US\0", vec![0; 4]),
        (b"#GUID\0\0\0", (1..=16).collect()),
        (b"#Blob\0\0\0", vec![0; 4]),
    ];
    let mut out = b"BSJB".to_vec();
    out.extend([1, 0, 1, 0, 0, 0, 0, 0]);
    out.extend(12_u32.to_le_bytes());
    out.extend(b"v4.0.30319\0\0");
    out.extend(0_u16.to_le_bytes());
    out.extend((streams.len() as u16).to_le_bytes());
    let mut offset = out.len() + streams.iter().map(|(name, _)| 8 + name.len()).sum::<usize>();
    for (name, bytes) in &streams {
        out.extend((offset as u32).to_le_bytes());
        out.extend((bytes.len() as u32).to_le_bytes());
        out.extend(*name);
        offset += bytes.len();
    }
    for (_, bytes) in streams {
        out.extend(bytes);
    }
    out
}

/// The table stream: Module, TypeRef, TypeDef, InterfaceImpl, Assembly, AssemblyRef. All heaps and tables are small,
/// so that every index takes two bytes.
fn tables(assembly: &Assembly, module: &str, strings: &mut Strings) -> Vec<u8> {
    const PUBLIC_CLASS: u32 = 0x0010_0001;
    let resolved_by = |assembly_ref: u16| assembly_ref << 2 | 2;
    let module_row: Vec<u16> = vec![0, strings.add(module), 1, 0, 0];
    let mut type_refs: Vec<[u16; 3]> = vec![[resolved_by(1), strings.add("Object"), strings.add("System")]];
    let mut implementations: Vec<[u16; 2]> = Vec::new();
    for (namespace, interface) in &assembly.implements {
        type_refs.push([resolved_by(2), strings.add(interface), strings.add(namespace)]);
        implementations.push([2, (type_refs.len() as u16) << 2 | 1]);
    }
    // The base is `System.Object` or the type of another assembly, which is the third that is referred to.
    let mut base = 1;
    if let Some((_, namespace, class)) = &assembly.extends {
        type_refs.push([resolved_by(3), strings.add(class), strings.add(namespace)]);
        base = type_refs.len() as u16;
    }
    let mut type_defs = Vec::new();
    let own = (strings.add("<Module>"), 0, 0, 0_u32);
    let class = (strings.add(&assembly.class), strings.add(&assembly.namespace), base << 2 | 1, PUBLIC_CLASS);
    for (name, namespace, extends, flags) in [own, class] {
        type_defs.extend(flags.to_le_bytes());
        type_defs.extend([name, namespace, extends, 1, 1].into_iter().flat_map(u16::to_le_bytes));
    }
    let mut own_row = 0x8004_u32.to_le_bytes().to_vec(); // SHA-1 for its files
    own_row.extend([1_u16, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes));
    own_row.extend(0_u32.to_le_bytes());
    own_row.extend([0, strings.add(&assembly.name), 0].into_iter().flat_map(u16::to_le_bytes));
    let mut references = Vec::new();
    let others = assembly.extends.iter().map(|(name, ..)| name.as_str());
    let names: Vec<&str> = ["mscorlib", "System.Web"].into_iter().chain(others).collect();
    for name in &names {
        references.extend([4_u16, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes));
        references.extend(0_u32.to_le_bytes());
        references.extend([0, strings.add(name), 0, 0].into_iter().flat_map(u16::to_le_bytes));
    }
    let numbers = |rows: &mut dyn Iterator<Item = u16>| rows.flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let tables: [(u32, usize, Vec<u8>); 6] = [
        (0x00, 1, numbers(&mut module_row.into_iter())),
        (0x01, type_refs.len(), numbers(&mut type_refs.iter().flatten().copied())),
        (0x02, 2, type_defs),
        (0x09, implementations.len(), numbers(&mut implementations.iter().flatten().copied())),
        (0x20, 1, own_row),
        (0x23, names.len(), references),
    ];
    let present = tables.iter().filter(|(_, rows, _)| *rows > 0);
    let valid = present.clone().fold(0_u64, |bits, (table, ..)| bits | 1 << table);
    let mut out = vec![0, 0, 0, 0, 2, 0, 0, 1];
    out.extend(valid.to_le_bytes());
    out.extend((1_u64 << 0x09).to_le_bytes());
    for (_, rows, _) in present.clone() {
        out.extend((*rows as u32).to_le_bytes());
    }
    for (_, _, bytes) in present {
        out.extend(bytes);
    }
    out
}

fn pad(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}
