use super::*;
use crate::asn1::oid;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/real/pe/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn a_signed_file_names_its_own_digest() {
    let check = |name: &str, algorithm, nested| {
        let file = fixture(name);
        let image = Image::find(&file).unwrap();
        let table = image.certificate_table();
        assert_eq!((table.signatures.len(), table.other_entries, table.trailing), (1, 0, 0), "{name}");
        let signed = SignedData::parse(table.signatures[0]).unwrap();
        let data = signed.indirect_data().unwrap();
        assert_eq!(Algorithm::of_identifier(data.digest_algorithm), Some(algorithm));
        assert_eq!(crate::hex(data.digest), crate::hex(&image.digest(algorithm)), "{name}");
        let signer = &signed.signers[0];
        assert_eq!(signer.message_digest().unwrap().len(), signer.digest().unwrap().size());
        assert!(signer.certificate(&signed.certificates).is_some(), "{name}");
        assert_eq!(signer.unsigned(oid::NESTED_SIGNATURE).count(), nested, "{name}");
    };
    check("tiny32.signed.efi", Algorithm::Sha256, 0);
    check("pegoat64.exe", Algorithm::Sha1, 0);
    check("pegoat64-nested.exe", Algorithm::Sha1, 1);
}

#[test]
fn certificates_say_what_they_are() {
    let file = fixture("pegoat64.exe");
    let table = Image::find(&file).unwrap().certificate_table();
    let signed = SignedData::parse(table.signatures[0]).unwrap();
    let certificate = &signed.certificates[0];
    assert_eq!(certificate.subject.short(), "contact@trailofbits.com");
    assert_eq!(certificate.subject.to_string(), "CN=contact@trailofbits.com");
    assert!(certificate.is_self_issued() && certificate.allows(oid::CODE_SIGNING));
    assert!(certificate.not_before < certificate.not_after);
}

#[test]
fn bytes_that_no_signature_needs_are_counted() {
    let file = fixture("tiny32.signed.efi");
    let check = |change: &dyn Fn(&mut Vec<u8>), trailing, followed| {
        let mut file = file.clone();
        change(&mut file);
        let table = Image::find(&file).unwrap().certificate_table();
        assert_eq!((table.trailing, table.is_followed_by_data), (trailing, followed));
    };
    let entry = |file: &[u8]| u32::from_le_bytes(file[0x3c..0x40].try_into().unwrap()) as usize + 24 + 96 + 32;
    let grow = |file: &mut Vec<u8>, at: usize, by: u32| {
        let old = u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        file[at..at + 4].copy_from_slice(&(old + by).to_le_bytes());
    };
    check(&|_| (), 0, false);
    check(&|file| file.extend([1; 16]), 16, true);
    check(
        &|file| {
            let at = entry(file);
            grow(file, at + 4, 16);
            file.extend([1; 16]);
        },
        16,
        false,
    );
}

#[test]
fn the_digest_of_an_unsigned_file_is_that_of_the_padded_one() {
    let mut file = fixture("tiny32.signed.efi");
    let at = u32::from_le_bytes(file[0x3c..0x40].try_into().unwrap()) as usize + 24 + 96 + 32;
    let start = u32::from_le_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let signed = Image::find(&file).unwrap().digest(Algorithm::Sha256);
    file[at..at + 8].fill(0);
    file.truncate(start);
    assert_eq!(Image::find(&file).unwrap().digest(Algorithm::Sha256), signed);
    file.push(0);
    let padded = Image::find(&file).unwrap().digest(Algorithm::Sha256);
    file.extend([0; 7]);
    assert_eq!(Image::find(&file).unwrap().digest(Algorithm::Sha256), padded);
}

#[test]
fn no_cut_and_no_flip_panics() {
    let file = fixture("pegoat64-nested.exe");
    let table = Image::find(&file).unwrap().certificate_table();
    let signature = table.signatures[0].to_vec();
    for at in 0..signature.len() {
        let _ = SignedData::parse(&signature[..at]);
        for bits in [1, 0x80, 0xff] {
            let mut flipped = signature.clone();
            flipped[at] ^= bits;
            if let Some(signed) = SignedData::parse(&flipped) {
                let _ = (signed.indirect_data(), crate::catalog::Catalog::of(&signed).map(|c| c.digests().count()));
                let _ = signed
                    .certificates
                    .iter()
                    .map(|c| c.subject.to_string().len() + c.issuer.short().len())
                    .sum::<usize>();
            }
        }
    }
    for at in 0..0x400 {
        let mut flipped = file.clone();
        flipped[at] ^= 0xff;
        let _ = Image::find(&flipped).map(|image| image.certificate_table());
        let _ = Image::find(&file[..at]);
    }
}
