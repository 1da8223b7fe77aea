//! What says who made a program: its signature, catalogs, and .NET metadata.

use formats::authenticode::{Algorithm, Image, SignedData};
use formats::catalog::{Catalog, MAX_MEMBERS, is_catalog};
use server::signature::{Catalogs, Trust, judge};

/// 23 November 2026, in seconds since 1970.
const NOW: i64 = 1_795_392_000;

/// .NET metadata: what is found is sorted and no longer than promised, and inheritance over assemblies ends.
pub fn clr(bytes: &[u8]) {
    let Some(assembly) = formats::clr::parse(bytes) else { return };
    assert!(u32::try_from(assembly.types.len()).is_ok_and(|count| count <= formats::clr::MAX_TYPES));
    assert!(assembly.types.is_sorted_by(|a, b| a < b), "each type comes once");
    assert!(assembly.start_methods.is_sorted_by(|a, b| a < b));
    assert!(assembly.types.iter().all(|found| !found.interfaces.is_empty()));
    let others = formats::clr::relatives(&[&assembly.family, &assembly.family]);
    assert_eq!(others.first(), others.get(1), "the same assembly twice is one");
}

/// Embedded signatures: the bytes stand in the certificate table of a small program that nobody has signed, so that
/// none of them can lead to a root.
pub fn authenticode(bytes: &[u8]) {
    if let Some(signed) = SignedData::parse(bytes) {
        let names = signed.certificates.iter().map(|c| c.subject.to_string().len() + c.issuer.short().len());
        assert!(names.sum::<usize>() <= 16 * bytes.len());
        assert!(signed.indirect_data().is_none_or(|data| data.digest.len() <= bytes.len()));
    }
    let program = signed_program(bytes);
    let image = Image::find(&program).expect("headers that hold");
    let table = image.certificate_table();
    assert!(table.signatures.iter().map(|signature| signature.len()).sum::<usize>() <= bytes.len());
    let signature = judge(&image, NOW, &Trust::default()).expect("there is a table");
    assert!(!signature.is_trusted(), "{signature:?}");
    assert!(!signature.text().is_empty());
}

/// The headers of a program without sections, and the bytes as the one entry of its certificate table.
fn signed_program(bytes: &[u8]) -> Vec<u8> {
    const HEADERS: usize = 0x100;
    let mut program = vec![0; HEADERS];
    let size = u32::try_from(bytes.len() + 8).unwrap_or(u32::MAX);
    let mut put = |at: usize, value: &[u8]| program[at..at + value.len()].copy_from_slice(value);
    put(0, b"MZ");
    put(0x3c, &0x40_u32.to_le_bytes());
    put(0x40, b"PE\0\0");
    put(0x58, &0x10b_u16.to_le_bytes());
    put(0x58 + 92, &16_u32.to_le_bytes());
    put(0x58 + 96 + 32, &(HEADERS as u32).to_le_bytes());
    put(0x58 + 96 + 36, &size.to_le_bytes());
    program.extend(size.to_le_bytes());
    program.extend([0, 2, 2, 0]);
    program.extend(bytes);
    program
}

/// Catalogs: digests have a digest's length, and a file that one lists is trusted only through a root.
pub fn catalog(bytes: &[u8]) {
    let Some(signed) = SignedData::parse(bytes) else { return };
    let Some(list) = Catalog::of(&signed) else { return };
    let _ = is_catalog(bytes);
    let listed: Vec<Vec<u8>> = list.digests().map(|digest| digest.into_owned()).collect();
    // A name of two bytes a member is the shortest there is.
    assert!(listed.len() <= MAX_MEMBERS.min(bytes.len()));
    let of_length = |length: usize| listed.iter().find(|digest| digest.len() == length).cloned();
    let wanted = [of_length(32), of_length(20)].map(|found| found.unwrap_or_else(|| Algorithm::Sha1.digest([bytes])));
    let mut catalogs = Catalogs::default();
    catalogs.want(&wanted);
    assert!(catalogs.read("a.cat", bytes, true, NOW, &Trust::default()));
    assert!(!catalogs.find(&wanted).is_trusted());
}
