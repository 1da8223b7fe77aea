//! What the writer writes, read back by an independent reader.

use object::pe::{IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR, ImageNtHeaders32, ImageNtHeaders64, RT_VERSION};
use object::read::pe::{ImageNtHeaders, PeFile, ResourceDirectoryEntryData};
use object::{LittleEndian as LE, Object, ObjectSection};

use super::Dll;

fn sample() -> Dll {
    Dll::new("sample.dll")
        .export("TerminateFilter")
        .export("GetFilterVersion")
        .export("HttpFilterProc")
        .version("CompanyName", "Beispiel \u{2122} GmbH")
        .version("FileVersion", "1.2.3.4")
        .version("OriginalFilename", "sample.dll")
        .timestamp(1_770_000_000)
        .section(".odd", b"some data")
}

fn check<H: ImageNtHeaders>(bytes: &[u8]) {
    let file = PeFile::<H>::parse(bytes).unwrap();
    assert_eq!(file.nt_headers().file_header().time_date_stamp.get(LE), 1_770_000_000);
    assert_ne!(file.nt_headers().file_header().characteristics.get(LE) & object::pe::IMAGE_FILE_DLL, 0);
    let names: Vec<String> =
        file.exports().unwrap().iter().map(|export| String::from_utf8_lossy(export.name()).into_owned()).collect();
    assert_eq!(names, ["GetFilterVersion", "HttpFilterProc", "TerminateFilter"]);
    let table = file.export_table().unwrap().unwrap();
    let text = file.section_by_name(".text").unwrap();
    for address in table.addresses() {
        let offset = u64::from(address.get(LE)) + file.relative_address_base() - text.address();
        let code = text.data().unwrap().get(offset as usize..offset as usize + 3).unwrap();
        assert_eq!(code, [0x31, 0xC0, 0xC3]);
    }
    assert_eq!(file.section_by_name(".odd").unwrap().data().unwrap().get(..9).unwrap(), b"some data");
    assert!(file.imports().unwrap().is_empty());
    assert_eq!(
        version_strings(&file),
        [("CompanyName", "Beispiel \u{2122} GmbH"), ("FileVersion", "1.2.3.4"), ("OriginalFilename", "sample.dll")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
    );
}

/// The strings of the first string table of the version resource.
fn version_strings<H: ImageNtHeaders>(file: &PeFile<'_, H>) -> Vec<(String, String)> {
    let directory = file.data_directories().resource_directory(file.data(), &file.section_table()).unwrap().unwrap();
    let mut entries = directory.root().unwrap().entries;
    assert_eq!(entries[0].name_or_id().id(), Some(RT_VERSION));
    let data = loop {
        match entries[0].data(directory).unwrap() {
            ResourceDirectoryEntryData::Table(table) => entries = table.entries,
            ResourceDirectoryEntryData::Data(data) => break data,
        }
    };
    let sections = file.section_table();
    let bytes = sections.pe_data_at(file.data(), data.offset_to_data.get(LE)).unwrap();
    let info = Node::parse(&bytes[..data.size.get(LE) as usize]);
    assert_eq!(info.key, "VS_VERSION_INFO");
    assert_eq!(info.value.get(..4).unwrap(), 0xFEEF_04BD_u32.to_le_bytes());
    assert_eq!(
        info.children.iter().map(|child| child.key.as_str()).collect::<Vec<_>>(),
        ["StringFileInfo", "VarFileInfo"]
    );
    info.children[0].children[0].children.iter().map(|node| (node.key.clone(), text(&node.value))).collect()
}

fn text(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).unwrap().trim_end_matches('\0').to_owned()
}

/// One node of a version resource, read as Microsoft describes `VS_VERSIONINFO` and its children.
struct Node {
    key: String,
    value: Vec<u8>,
    children: Vec<Self>,
}

impl Node {
    fn parse(bytes: &[u8]) -> Self {
        let word = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        let (length, value_length, kind) = (word(0), word(2), word(4));
        let mut end = 6;
        while word(end) != 0 {
            end += 2;
        }
        let value_start = (end + 2).next_multiple_of(4);
        let value_end = (value_start + if kind == 1 { value_length * 2 } else { value_length }).min(length);
        let mut at = value_end.next_multiple_of(4);
        let mut children = Vec::new();
        while at < length {
            let size = word(at);
            children.push(Self::parse(&bytes[at..at + size]));
            at = (at + size).next_multiple_of(4);
        }
        let value = bytes.get(value_start..value_end).unwrap_or_default().to_owned();
        Self { key: text(&bytes[6..end]), value, children }
    }
}

#[test]
fn a_64_bit_dll_is_read_back() {
    let bytes = sample().build();
    check::<ImageNtHeaders64>(&bytes);
    assert!(PeFile::<ImageNtHeaders32>::parse(&*bytes).is_err());
    assert!((1024..8192).contains(&bytes.len()), "{} bytes", bytes.len());
}

#[test]
fn a_32_bit_dll_is_read_back() {
    let bytes = sample().bits32().build();
    check::<ImageNtHeaders32>(&bytes);
    assert!(PeFile::<ImageNtHeaders64>::parse(&*bytes).is_err());
}

#[test]
fn a_dll_needs_nothing() {
    let bytes = Dll::new("bare.dll").build();
    let file = PeFile::<ImageNtHeaders64>::parse(&*bytes).unwrap();
    assert!(file.exports().unwrap().is_empty());
    assert_eq!(file.sections().count(), 1);
}

#[test]
fn an_assembly_names_its_class_and_interface() {
    let bytes = Dll::new("Stats.dll")
        .managed("Stats", "Contoso.Web", "StatsModule")
        .implements("System.Web", "IHttpModule")
        .build();
    let file = PeFile::<ImageNtHeaders64>::parse(&*bytes).unwrap();
    let directory = file.data_directories().get(IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR).unwrap();
    let header = directory.data(file.data(), &file.section_table()).unwrap();
    let number = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!(number(header, 0), 72);
    let metadata = file.section_table().pe_data_at(file.data(), number(header, 8)).unwrap();
    assert_eq!(number(header, 12) as usize % 4, 0);
    assert_eq!(&metadata[..4], b"BSJB");
    // The first stream header follows the version text: `#~`. Its rows: 1 Module, 2 TypeRefs, 2 TypeDefs,
    // 1 InterfaceImpl, 1 Assembly, 2 AssemblyRefs.
    assert_eq!(&metadata[40..43], b"#~\0");
    let tables = &metadata[number(metadata, 32) as usize..][..number(metadata, 36) as usize];
    let rows: Vec<u32> = (0..6).map(|index| number(tables, 24 + 4 * index)).collect();
    assert_eq!(rows, [1, 2, 2, 1, 1, 2]);
    let has = |name: &[u8]| metadata.windows(name.len()).any(|window| window == name);
    assert!(has(b"IHttpModule\0") && has(b"StatsModule\0") && has(b"Contoso.Web\0"));
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    assert_eq!(sample().build(), sample().build());
}
