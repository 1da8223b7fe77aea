use super::*;

fn put(file: &mut [u8], at: usize, bytes: &[u8]) {
    file[at..at + bytes.len()].copy_from_slice(bytes);
}

fn word(file: &mut [u8], at: usize, value: u16) {
    put(file, at, &value.to_le_bytes());
}

fn long(file: &mut [u8], at: usize, value: u32) {
    put(file, at, &value.to_le_bytes());
}

const NT: usize = 0x40;
const OPTIONAL: usize = NT + 24;
const DIRECTORIES: usize = OPTIONAL + 112;
const SECTION: usize = OPTIONAL + 240;
/// File offset of the one section; its address is 0x1000.
const BODY: usize = 0x200;

/// A 64-bit DLL of 1 KiB that exports these names and does nothing.
fn dll(names: &[&str]) -> Vec<u8> {
    let mut file = vec![0; 0x400];
    put(&mut file, 0, b"MZ");
    long(&mut file, 0x3c, NT as u32);
    put(&mut file, NT, b"PE\0\0");
    word(&mut file, NT + 4, IMAGE_FILE_MACHINE_AMD64);
    word(&mut file, NT + 6, 1);
    long(&mut file, NT + 8, 0x5f00_0000);
    word(&mut file, NT + 20, 240);
    word(&mut file, NT + 22, IMAGE_FILE_DLL);
    word(&mut file, OPTIONAL, IMAGE_NT_OPTIONAL_HDR64_MAGIC);
    long(&mut file, OPTIONAL + 108, 16);
    long(&mut file, DIRECTORIES, 0x1000);
    long(&mut file, DIRECTORIES + 4, 0x200);
    put(&mut file, SECTION, b".edata\0\0");
    for (at, value) in [(8, 0x200), (12, 0x1000), (16, 0x200), (20, BODY as u32)] {
        long(&mut file, SECTION + at, value);
    }
    let count = names.len() as u32;
    let (functions, pointers, ordinals) = (0x40, 0x60, 0x80);
    for (at, value) in [(16, 1), (20, count), (24, count), (28, 0x1040), (32, 0x1060), (36, 0x1080)] {
        long(&mut file, BODY + at, value);
    }
    let mut text = 0xa0;
    for (index, name) in names.iter().enumerate() {
        long(&mut file, BODY + functions + index * 4, 0x1000);
        long(&mut file, BODY + pointers + index * 4, 0x1000 + text as u32);
        word(&mut file, BODY + ordinals + index * 2, index as u16);
        put(&mut file, BODY + text, name.as_bytes());
        text += name.len() + 1;
    }
    file
}

#[test]
fn a_dll_is_described() {
    let pe = Pe::parse(&dll(&["RegisterModule"])).unwrap();
    assert_eq!((pe.resources.len(), pe.export_name.as_str(), pe.overlay_offset), (0, "", 0x400));
    assert_eq!((pe.machine_name().as_str(), pe.is_64, pe.is_dll), ("x64", true, true));
    assert_eq!(pe.exports, [Export { name: "RegisterModule".to_owned(), ordinal: 1 }]);
    assert_eq!((pe.export_count, pe.time_date_stamp, pe.signature_size), (1, 0x5f00_0000, 0));
    let section = &pe.sections[0];
    assert_eq!((section.name.as_str(), section.offset, section.size), (".edata", 0x200, 0x200));
    assert_eq!((pe.has_clr_header, &pe.version, &pe.assembly, pe.overlay_size), (false, &None, &None, 0));
    assert_eq!((pe.nameless_exports, pe.rich_header, pe.debug), (vec![], None, DebugInfo::default()));
}

#[test]
fn exports_tell_what_iis_can_load_a_file_as() {
    let check = |names: &[&str], expect: &[&str]| {
        assert_eq!(Pe::parse(&dll(names)).unwrap().iis_classes(), expect, "{names:?}");
    };
    check(&[], &[]);
    check(&["RegisterModule"], &["native_module"]);
    check(&["GetExtensionVersion", "HttpExtensionProc"], &["isapi_extension"]);
    check(&["GetExtensionVersion"], &[]);
    check(
        &["GetExtensionVersion", "GetFilterVersion", "HttpExtensionProc", "HttpFilterProc"],
        &["isapi_extension", "isapi_filter"],
    );
}

#[test]
fn directories_count_only_when_they_can_be_there() {
    let mut file = dll(&[]);
    let security = DIRECTORIES + 8 * IMAGE_DIRECTORY_ENTRY_SECURITY;
    long(&mut file, security, 0x3f0);
    long(&mut file, security + 4, 0x10);
    assert_eq!(Pe::parse(&file).unwrap().signature_size, 0x10);
    long(&mut file, security + 4, 0x11);
    assert_eq!(Pe::parse(&file).unwrap().signature_size, 0, "it ends outside the file");
    let clr = DIRECTORIES + 8 * IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR;
    long(&mut file, clr, 0x1000);
    long(&mut file, clr + 4, 72);
    assert!(Pe::parse(&file).unwrap().has_clr_header);
}

#[test]
fn what_is_no_pe_file() {
    assert_eq!(Pe::parse(b""), Err(PeError::NotPe));
    assert_eq!(Pe::parse(b"MZ"), Err(PeError::NotPe));
    assert_eq!(Pe::parse(b"<configuration/>"), Err(PeError::NotPe));
    let mut file = dll(&[]);
    word(&mut file, NT + 6, 0xffff);
    assert!(matches!(Pe::parse(&file), Err(PeError::Headers(_))));
}

#[test]
fn hostile_tables_are_left_out() {
    let mut file = dll(&["RegisterModule"]);
    long(&mut file, BODY + 24, u32::MAX);
    assert!(Pe::parse(&file).is_ok());
    let mut file = dll(&["RegisterModule"]);
    long(&mut file, BODY + 0x60, 0xffff_fff0);
    assert_eq!(Pe::parse(&file).unwrap().exports, []);
}

#[test]
fn no_cut_and_no_flip_panics() {
    let file = dll(&["GetExtensionVersion", "HttpExtensionProc"]);
    for at in 0..file.len() {
        let _ = Pe::parse(&file[..at]);
        for bits in [1, 0x80, 0xff] {
            let mut flipped = file.clone();
            flipped[at] ^= bits;
            let _ = Pe::parse(&flipped);
        }
    }
}

#[test]
fn resources_of_a_real_file() {
    let file = std::fs::read(format!("{}/../../fixtures/real/pe/pegoat64.exe", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let pe = Pe::parse(&file).unwrap();
    let kinds: Vec<(&str, &str, u16)> =
        pe.resources.iter().map(|r| (r.kind.as_str(), r.name.as_str(), r.language)).collect();
    assert_eq!(kinds, [("RT_MANIFEST", "1", 1033)]);
    assert!(pe.resources[0].entropy.is_some_and(|entropy| entropy > 3.0));
    let rich = pe.rich_header.unwrap();
    assert!(!rich.tools.is_empty() && rich.hash.len() == 32);
}
