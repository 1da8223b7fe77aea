//! Programs and DLLs (PE/COFF): what they are, what they export, and what their version resource claims.
//!
//! The headers are read with the `object` crate; everything behind them is bounds-checked, counted and
//! optional: a file whose headers hold is described, whatever its tables look like.

mod imports;
mod layout;
mod resources;
mod rich;
mod version;

pub use imports::{Import, ImportedFunction, MAX_IMPORTS};
pub use layout::{DebugInfo, Section, entropy};
pub use resources::{MAX_RESOURCES, Resource};
pub use rich::{RichHeader, Tool};
pub use version::VersionInfo;

use crate::clr::{self, Assembly};

use object::Object;
use object::pe::{
    IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR, IMAGE_DIRECTORY_ENTRY_DEBUG, IMAGE_DIRECTORY_ENTRY_IMPORT,
    IMAGE_DIRECTORY_ENTRY_RESOURCE, IMAGE_DIRECTORY_ENTRY_SECURITY, IMAGE_FILE_DLL, IMAGE_FILE_MACHINE_AMD64,
    IMAGE_FILE_MACHINE_ARM64, IMAGE_FILE_MACHINE_I386, IMAGE_NT_OPTIONAL_HDR64_MAGIC, ImageNtHeaders32,
    ImageNtHeaders64,
};
use object::read::pe::{ImageNtHeaders, ImageOptionalHeader, PeFile, optional_header_magic};
use std::collections::BTreeSet;

/// Exported names past this number are left out.
pub const MAX_EXPORTS: usize = 16_384;
const MAX_NAME: usize = 256;
/// Windows itself refuses more than 96 sections.
const MAX_SECTIONS: usize = 96;

/// What a program file is.
#[derive(Debug, Clone, PartialEq)]
pub struct Pe {
    /// `IMAGE_FILE_MACHINE_*`.
    pub machine: u16,
    /// Whether the optional header is the 64-bit one.
    pub is_64: bool,
    pub is_dll: bool,
    /// Link time as the header claims it, in seconds since 1970; reproducible builds have a hash here.
    pub time_date_stamp: u32,
    /// Exported functions by name, in the order of the name table (sorted, in files from a linker).
    pub exports: Vec<Export>,
    /// How many functions are exported, with and without a name.
    pub export_count: u32,
    /// What the export directory calls the file: its name when it was linked; `""` without one.
    pub export_name: String,
    /// Whether there is a CLI header: a .NET assembly, or native code that carries one.
    pub has_clr_header: bool,
    /// The .NET metadata, when it can be read.
    pub assembly: Option<Assembly>,
    pub imports: Vec<Import>,
    pub sections: Vec<Section>,
    /// Bytes behind the last section, the certificate table left out.
    pub overlay_size: u64,
    /// Where they start.
    pub overlay_offset: u64,
    /// The mark of Microsoft's linker; most others leave none.
    pub rich_header: Option<RichHeader>,
    pub resources: Vec<Resource>,
    pub debug: DebugInfo,
    /// Ordinals of functions that are exported without a name, ascending.
    pub nameless_exports: Vec<u32>,
    /// Length of the embedded certificate table in bytes, 0 when there is none or it lies outside the file.
    /// Says that a signature is there, not that it holds.
    pub signature_size: u32,
    /// The strings of the version resource.
    pub version: Option<VersionInfo>,
}

/// One exported function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    pub name: String,
    pub ordinal: u32,
}

/// Why bytes are not described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeError {
    #[error("not a PE file")]
    NotPe,
    #[error("the headers of the PE file are damaged: {0}")]
    Headers(&'static str),
}

impl Pe {
    /// Reads a program file. Only damaged headers are an error; damaged tables are left out.
    pub fn parse(data: &[u8]) -> Result<Self, PeError> {
        if !data.starts_with(b"MZ") {
            return Err(PeError::NotPe);
        }
        match optional_header_magic(data).map_err(|_| PeError::NotPe)? {
            IMAGE_NT_OPTIONAL_HDR64_MAGIC => describe::<ImageNtHeaders64>(data),
            _ => describe::<ImageNtHeaders32>(data),
        }
    }

    /// `x86`, `x64`, `arm64`, or the number in hexadecimal.
    pub fn machine_name(&self) -> String {
        match self.machine {
            IMAGE_FILE_MACHINE_I386 => "x86".to_owned(),
            IMAGE_FILE_MACHINE_AMD64 => "x64".to_owned(),
            IMAGE_FILE_MACHINE_ARM64 => "arm64".to_owned(),
            other => format!("0x{other:04x}"),
        }
    }

    pub fn exports_name(&self, name: &str) -> bool {
        self.exports.iter().any(|export| export.name == name)
    }

    /// The import hash in hexadecimal; `None` without imports.
    pub fn import_hash(&self) -> Option<String> {
        imports::hash(&self.imports)
    }

    /// What IIS can load the file as, by its exported functions (`httpserv.h`, `httpext.h`, `httpfilt.h`) and by
    /// the interfaces that its .NET types implement: `native_module`, `isapi_extension`, `isapi_filter`,
    /// `managed_module`, `handler`, or none.
    pub fn iis_classes(&self) -> Vec<&'static str> {
        let classes: [(&'static str, &[&str]); 3] = [
            ("native_module", &["RegisterModule"]),
            ("isapi_extension", &["GetExtensionVersion", "HttpExtensionProc"]),
            ("isapi_filter", &["GetFilterVersion", "HttpFilterProc"]),
        ];
        let fits = classes.into_iter().filter(|(_, names)| names.iter().all(|name| self.exports_name(name)));
        let types = self.assembly.iter().flat_map(|assembly| &assembly.types);
        let managed: BTreeSet<_> = types.flat_map(|t| t.iis_classes()).collect();
        // `handler` sorts before `managed_module`; the module matters more.
        fits.map(|(class, _)| class).chain(managed.into_iter().rev()).collect()
    }
}

fn describe<H: ImageNtHeaders>(data: &[u8]) -> Result<Pe, PeError> {
    let file = PeFile::<H>::parse(data).map_err(|_| PeError::Headers("their offsets lead out of the file"))?;
    let header = file.nt_headers().file_header();
    let sections = file.section_table();
    if sections.iter().count() > MAX_SECTIONS {
        return Err(PeError::Headers("more sections than Windows allows"));
    }
    let le = object::LittleEndian;
    let described: Vec<Section> = sections
        .iter()
        .map(|section| Section {
            name: text(section.raw_name()),
            address: section.virtual_address.get(le),
            virtual_size: section.virtual_size.get(le),
            offset: section.pointer_to_raw_data.get(le),
            size: section.size_of_raw_data.get(le),
            characteristics: section.characteristics.get(le),
        })
        .collect();
    let directory = |id| {
        let directory = file.data_directory(id)?;
        let (address, size) = directory.address_range();
        (address != 0 && size != 0).then_some((address, size))
    };
    // Unlike all others, the certificate table's address is a file offset.
    let signature = directory(IMAGE_DIRECTORY_ENTRY_SECURITY)
        .filter(|&(offset, size)| u64::from(offset) + u64::from(size) <= data.len() as u64);
    let (exports, export_count, nameless_exports) = exports(&file, data);
    let export_name = file.export_table().ok().flatten().and_then(|table| {
        let bytes = sections.pe_data_at(data, table.directory().name.get(le))?;
        bytes.get(..bytes.len().min(MAX_NAME)).map(text)
    });
    let bytes_at = |address| sections.pe_data_at(data, address);
    let part = |id| {
        let (address, size) = directory(id)?;
        let bytes: &[u8] = bytes_at(address)?;
        bytes.get(..bytes.len().min(size as usize))
    };
    let debug = part(IMAGE_DIRECTORY_ENTRY_DEBUG).map(|entries| layout::debug_info(entries, data));
    let imports = directory(IMAGE_DIRECTORY_ENTRY_IMPORT)
        .map(|(address, _)| imports::read(address, file.is_64(), bytes_at))
        .unwrap_or_default();
    let clr_header = directory(IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR);
    let headers = file.nt_headers().optional_header().size_of_headers();
    let resources =
        directory(IMAGE_DIRECTORY_ENTRY_RESOURCE).and_then(|(address, _)| sections.pe_data_at(data, address));
    let at =
        |address, size: usize| sections.pe_data_at(data, address).and_then(|bytes| bytes.get(..size.min(bytes.len())));
    Ok(Pe {
        machine: header.machine.get(object::LittleEndian),
        is_64: file.is_64(),
        is_dll: header.characteristics.get(object::LittleEndian) & IMAGE_FILE_DLL != 0,
        time_date_stamp: header.time_date_stamp.get(object::LittleEndian),
        exports,
        export_count,
        export_name: export_name.unwrap_or_default(),
        nameless_exports,
        has_clr_header: clr_header.is_some(),
        assembly: clr_header.and_then(|(address, _)| clr::read(bytes_at(address)?, bytes_at)),
        imports,
        overlay_size: layout::overlay_size(&described, headers, signature, data.len()),
        overlay_offset: layout::end_of_sections(&described, headers),
        sections: described,
        rich_header: rich::read(data, file.dos_header().nt_headers_offset() as usize),
        resources: resources.map(|resources| resources::list(resources, at)).unwrap_or_default(),
        debug: debug.unwrap_or_default(),
        signature_size: signature.map_or(0, |(_, size)| size),
        version: resources.and_then(|resources| version::find(resources, at)),
    })
}

fn exports<H: ImageNtHeaders>(file: &PeFile<'_, H>, data: &[u8]) -> (Vec<Export>, u32, Vec<u32>) {
    let Ok(Some(table)) = file.export_table() else { return (Vec::new(), 0, Vec::new()) };
    let sections = file.section_table();
    let count = u32::try_from(table.addresses().len()).unwrap_or(u32::MAX);
    let named = table.name_iter().take(MAX_EXPORTS).filter_map(|(pointer, index)| {
        // Names may lie in another section than the table.
        let bytes = sections.pe_data_at(data, pointer)?;
        let name = bytes.get(..bytes.len().min(MAX_NAME))?;
        let ordinal = table.ordinal_base().wrapping_add(u32::from(index));
        Some(Export { name: text(name), ordinal })
    });
    let named: Vec<Export> = named.collect();
    let has_name: BTreeSet<u32> = named.iter().map(|export| export.ordinal).collect();
    let used = table.addresses().iter().enumerate().filter(|(_, address)| address.get(object::LittleEndian) != 0);
    let ordinals = used.map(|(index, _)| table.ordinal_base().wrapping_add(index as u32));
    let nameless = ordinals.filter(|ordinal| !has_name.contains(ordinal)).take(MAX_EXPORTS).collect();
    (named, count, nameless)
}

/// Text up to the first zero byte.
fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned()
}

#[cfg(test)]
mod tests;
