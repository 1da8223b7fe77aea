//! Headers, data directories and sections, in the order of the file.

use super::{Dll, clr, exports, version};

const FILE_ALIGNMENT: usize = 0x200;
const SECTION_ALIGNMENT: u32 = 0x1000;
const CODE: u32 = 0x6000_0020;
const DATA: u32 = 0x4000_0040;
/// Indexes of the data directories that are used here.
const EXPORTS: usize = 0;
const RESOURCES: usize = 2;
const CLR_HEADER: usize = 14;

struct Section {
    name: [u8; 8],
    address: u32,
    characteristics: u32,
    bytes: Vec<u8>,
}

/// Lays out the sections one after another in memory and remembers the data directories.
struct Layout {
    next: u32,
    sections: Vec<Section>,
    directories: [(u32, u32); 16],
}

impl Layout {
    fn add(&mut self, name: &str, characteristics: u32, bytes: Vec<u8>) {
        let mut padded = [0; 8];
        for (to, from) in padded.iter_mut().zip(name.bytes()) {
            *to = from;
        }
        let address = self.next;
        self.next += (bytes.len() as u32).max(1).next_multiple_of(SECTION_ALIGNMENT);
        self.sections.push(Section { name: padded, address, characteristics, bytes });
    }
}

pub(super) fn build(dll: &Dll) -> Vec<u8> {
    let mut layout = Layout { next: SECTION_ALIGNMENT, sections: Vec::new(), directories: [(0, 0); 16] };
    let code = layout.next;
    layout.add(".text", CODE, exports::code(dll.exports.len()));
    if !dll.exports.is_empty() {
        let at = layout.next;
        let bytes = exports::directory(&dll.name, &dll.exports, dll.timestamp, at, code);
        layout.directories[EXPORTS] = (at, bytes.len() as u32);
        layout.add(".rdata", DATA, bytes);
    }
    if let Some(assembly) = &dll.managed {
        let at = layout.next;
        layout.directories[CLR_HEADER] = (at, clr::HEADER_SIZE);
        layout.add(".cormeta", DATA, clr::header_and_metadata(assembly, &dll.name, at));
    }
    if !dll.version.is_empty() {
        let at = layout.next;
        let bytes = version::resources(&dll.version, at);
        layout.directories[RESOURCES] = (at, bytes.len() as u32);
        layout.add(".rsrc", DATA, bytes);
    }
    for (name, bytes) in &dll.sections {
        layout.add(name, DATA, bytes.clone());
    }
    write(dll, &layout)
}

fn write(dll: &Dll, layout: &Layout) -> Vec<u8> {
    let optional_size: u16 = if dll.bits32 { 0xE0 } else { 0xF0 };
    let headers =
        (64 + 4 + 20 + usize::from(optional_size) + 40 * layout.sections.len()).next_multiple_of(FILE_ALIGNMENT);
    let mut out = b"MZ".to_vec();
    out.resize(60, 0);
    out.extend(64_u32.to_le_bytes());
    out.extend(b"PE\0\0");
    let machine: u16 = if dll.bits32 { 0x014C } else { 0x8664 };
    // Executable image, DLL; and 32-bit machine, or large addresses.
    let characteristics: u16 = if dll.bits32 { 0x2102 } else { 0x2022 };
    out.extend(machine.to_le_bytes());
    out.extend((layout.sections.len() as u16).to_le_bytes());
    out.extend(dll.timestamp.to_le_bytes());
    out.extend([0; 8]);
    out.extend(optional_size.to_le_bytes());
    out.extend(characteristics.to_le_bytes());
    write_optional_header(&mut out, dll, layout, headers as u32);
    let mut offset = headers;
    for section in &layout.sections {
        let size = section.bytes.len().next_multiple_of(FILE_ALIGNMENT);
        out.extend(section.name);
        out.extend((section.bytes.len() as u32).to_le_bytes());
        out.extend(section.address.to_le_bytes());
        out.extend((size as u32).to_le_bytes());
        out.extend((offset as u32).to_le_bytes());
        out.extend([0; 12]);
        out.extend(section.characteristics.to_le_bytes());
        offset += size;
    }
    out.resize(headers, 0);
    for section in &layout.sections {
        out.extend(&section.bytes);
        out.resize(out.len().next_multiple_of(FILE_ALIGNMENT), 0);
    }
    out
}

fn write_optional_header(out: &mut Vec<u8>, dll: &Dll, layout: &Layout, headers: u32) {
    let mut number = |value: u64, bytes: usize| out.extend(&value.to_le_bytes()[..bytes]);
    let pointer = if dll.bits32 { 4 } else { 8 };
    number(if dll.bits32 { 0x10B } else { 0x20B }, 2);
    number(14, 2); // linker version
    number(FILE_ALIGNMENT as u64, 4); // size of code
    number(0, 4);
    number(0, 4);
    number(0, 4); // no entry point
    number(SECTION_ALIGNMENT.into(), 4); // base of code
    if dll.bits32 {
        number(0, 4);
        number(0x1000_0000, 4);
    } else {
        number(0x1_8000_0000, 8);
    }
    number(SECTION_ALIGNMENT.into(), 4);
    number(FILE_ALIGNMENT as u64, 4);
    number(6, 4); // operating system 6.0
    number(0, 4);
    number(6, 4); // subsystem 6.0
    number(0, 4);
    number(layout.next.into(), 4);
    number(headers.into(), 4);
    number(0, 4);
    number(2, 2); // Windows
    number(0x0100, 2); // NX compatible
    for reserve_or_commit in [0x10_0000, 0x1000, 0x10_0000, 0x1000] {
        number(reserve_or_commit, pointer);
    }
    number(0, 4);
    number(16, 4);
    for (address, size) in layout.directories {
        number(address.into(), 4);
        number(size.into(), 4);
    }
}
