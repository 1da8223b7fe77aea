use super::*;
use formats::authenticode::Image;

/// January 2027.
const NOW: i64 = 1_800_000_000;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/real/pe/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn judged(file: &[u8]) -> Option<Signature> {
    judge(&Image::find(file)?, NOW, &Trust::default())
}

#[test]
fn outcomes_of_real_files() {
    let check = |name: &str, outcome, text: &str| {
        let signature = judged(&fixture(name)).unwrap();
        assert_eq!((signature.outcome, signature.text().as_str()), (outcome, text), "{name}: {signature:?}");
    };
    check("tiny32.signed.efi", Outcome::SelfSigned, "self-signed: TestKey");
    check("pegoat64.exe", Outcome::SelfSigned, "self-signed: contact@trailofbits.com");
    check("pegoat64-nested.exe", Outcome::SelfSigned, "self-signed: A SHA-1 cert");
    check(
        "pegoat32-look-alike.exe",
        Outcome::MicrosoftLookAlike,
        "claims to be Microsoft Corporation, and is not by a root of Microsoft",
    );
    check(
        "pegoat32-forged.exe",
        Outcome::MicrosoftLookAlike,
        "claims to be Microsoft Windows, and is not by a root of Microsoft",
    );
    check("pegoat32-p384.exe", Outcome::RootNotKnown, "signed, root not known here: Ec3 Ltd, issued by Lab Root");
    check(
        "pegoat32-stamped.exe",
        Outcome::RootNotKnown,
        "signed, root not known here: Example Ltd, issued by Lab Root",
    );
    check(
        "tiny32-vendor.efi",
        Outcome::RootNotKnown,
        "signed, root not known here: Dynatrace LLC, issued by Lab Root, the name is a known vendor's, and nobody known \
         here vouches for it",
    );
    check(
        "tiny32-near-vendor.efi",
        Outcome::RootNotKnown,
        "signed, root not known here: SentineIOne Inc., issued by Lab Root, the name looks like a known vendor's and is \
         not the same",
    );
    assert_eq!(judged(&fixture("pegoat64-nested.exe")).unwrap().notes[0], "the file's digest is SHA-1");
    assert!(judged(&fixture("tiny32.efi")).is_none());
}

#[test]
fn a_changed_byte_of_the_file_is_told() {
    let file = fixture("tiny32.signed.efi");
    let signature_at = file.len() - 1536;
    let nt = u32::from_le_bytes(file[0x3c..0x40].try_into().unwrap()) as usize;
    let skipped = [nt + 24 + 64..nt + 24 + 68, nt + 24 + 96 + 32..nt + 24 + 96 + 40];
    for at in (0x40..signature_at).step_by(7).filter(|at| !skipped.iter().any(|range| range.contains(at))) {
        let mut changed = file.clone();
        changed[at] ^= 1;
        // Headers that no longer hold are another matter.
        if let Some(signature) = judged(&changed) {
            assert_eq!(signature.outcome, Outcome::Tampered, "byte {at}");
        }
    }
}

#[test]
fn no_flip_of_a_signature_makes_it_better() {
    let file = fixture("pegoat64.exe");
    let table = Image::find(&file).unwrap().certificate_table();
    let start = file.len() - table.signatures[0].len().next_multiple_of(8) - 8;
    for at in (start..file.len()).step_by(3) {
        let mut changed = file.clone();
        changed[at] ^= 0x10;
        if let Some(signature) = judged(&changed) {
            assert!(!signature.is_trusted(), "byte {at}");
        }
    }
}

#[test]
fn bytes_that_belong_to_no_signature_are_noted() {
    let mut file = fixture("tiny32.signed.efi");
    file.extend([1; 8]);
    let signature = judged(&file).unwrap();
    assert_eq!(signature.outcome, Outcome::Tampered, "they are part of the digest");
    assert!(signature.notes.iter().any(|note| note.starts_with("8 bytes in and behind")), "{:?}", signature.notes);
}

#[test]
fn a_file_without_signature_needs_catalogs() {
    assert_eq!(Signature::none(false).text(), "not evaluated, catalog not in evidence");
    assert_eq!(Signature::none(true).text(), "unsigned");
    let mut catalogs = Catalogs::default();
    assert!(!catalogs.read("x.cat", b"no catalog", true, NOW, &Trust::default()));
    assert_eq!(catalogs.find(&[vec![1; 32], vec![2; 20]]).outcome, Outcome::NotEvaluated);
}

#[test]
fn a_time_stamp_tells_when() {
    let file = fixture("pegoat32-stamped.exe");
    let late = 4_000_000_000;
    let signature = judge(&Image::find(&file).unwrap(), late, &Trust::default()).unwrap();
    assert_eq!(signature.outcome, Outcome::RootNotKnown, "the certificates have expired by then: {signature:?}");
    assert!(signature.time_stamp.is_some_and(|time| time < late));
    let file = fixture("pegoat32-p384.exe");
    assert_eq!(judge(&Image::find(&file).unwrap(), late, &Trust::default()).unwrap().outcome, Outcome::Expired);
    assert_eq!(
        judge(&Image::find(&file).unwrap(), 0, &Trust::default()).unwrap().text(),
        "invalid, a certificate is not valid yet"
    );
}

#[test]
fn catalogs_sign_the_files_that_they_list() {
    let check = |catalog: &str, file: &str, expect: &str| {
        let mut catalogs = Catalogs::default();
        let file = fixture(file);
        let digests = Catalogs::digests(&Image::find(&file).unwrap());
        catalogs.want(&digests);
        assert!(catalogs.read(catalog, &fixture(catalog), true, NOW, &Trust::default()));
        assert_eq!(catalogs.find(&digests).text(), expect);
    };
    let by = |catalog| format!("signed, root not known here: Example Ltd, issued by Lab Root, through {catalog}");
    check("first-kind.cat", "tiny32.efi", &by("first-kind.cat"));
    check("second-kind.cat", "tiny64.efi", &by("second-kind.cat"));
    check("first-kind.cat", "tiny64.efi", "unsigned");
}

#[test]
fn a_catalog_that_was_changed_signs_nothing() {
    let file = fixture("tiny64.efi");
    let digests = Catalogs::digests(&Image::find(&file).unwrap());
    let catalog = fixture("second-kind.cat");
    for at in (0..catalog.len()).step_by(5) {
        let mut changed = catalog.clone();
        changed[at] ^= 4;
        let mut catalogs = Catalogs::default();
        catalogs.want(&digests);
        catalogs.read("x.cat", &changed, true, NOW, &Trust::default());
        assert!(!catalogs.find(&digests).is_trusted());
        let _ = formats::catalog::is_catalog(&changed);
    }
}

/// The certificate of this name that a file's first signature carries.
fn carried(file: &[u8], name: &str) -> Vec<u8> {
    let table = Image::find(file).unwrap().certificate_table();
    let signed = formats::authenticode::SignedData::parse(table.signatures[0]).unwrap();
    let found = signed.certificates.iter().find(|certificate| certificate.subject.short() == name);
    found.unwrap().raw.to_vec()
}

#[test]
fn roots_of_the_user_are_believed() {
    use base64::Engine;
    let file = fixture("pegoat32-stamped.exe");
    let body = base64::engine::general_purpose::STANDARD.encode(carried(&file, "Lab Root"));
    let pem = format!("a note\n-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    let mut trust = Trust::default();
    assert_eq!(trust.add(pem.as_bytes()), Ok(1));
    let signature = judge(&Image::find(&file).unwrap(), NOW, &trust).unwrap();
    assert_eq!(signature.text(), "signed by Example Ltd, under Lab Root");
    assert_eq!((signature.outcome, signature.is_trusted()), (Outcome::TrustedRoot, true));
    // Long after, the time stamp shows that the signature is older than the certificates' end.
    let signature = judge(&Image::find(&file).unwrap(), 4_000_000_000, &trust).unwrap();
    assert_eq!((signature.outcome, signature.is_expired_since), (Outcome::TrustedRoot, true));
}

#[test]
fn a_vendor_is_known_under_a_root_that_is_believed() {
    let file = fixture("tiny32-vendor.efi");
    let mut trust = Trust::default();
    assert_eq!(trust.add(&carried(&file, "Lab Root")), Ok(1));
    let signature = judge(&Image::find(&file).unwrap(), NOW, &trust).unwrap();
    assert_eq!((signature.outcome, signature.is_trusted()), (Outcome::KnownVendor, true));
    assert_eq!(signature.text(), "signed by Dynatrace LLC, a known vendor");
}

#[test]
fn an_entry_of_an_unknown_revision_is_no_signature() {
    let check = |revision: u16, outcome, noted: bool| {
        let mut file = fixture("tiny32.signed.efi");
        let at =
            file.len() - Image::find(&file).unwrap().certificate_table().signatures[0].len().next_multiple_of(8) - 4;
        assert_eq!(file[at..at + 2], 0x200_u16.to_le_bytes());
        file[at..at + 2].copy_from_slice(&revision.to_le_bytes());
        let signature = judged(&file).unwrap();
        assert_eq!(signature.outcome, outcome, "{revision:#x}: {signature:?}");
        assert_eq!(signature.notes.iter().any(|note| note.contains("unknown revision")), noted, "{revision:#x}");
    };
    check(0x200, Outcome::SelfSigned, false);
    check(0x100, Outcome::SelfSigned, false);
    check(0x201, Outcome::Invalid, true);
    check(0, Outcome::Invalid, true);
}

#[test]
fn a_damaged_first_signature_is_not_outweighed() {
    let file = fixture("pegoat64-nested.exe");
    let table = Image::find(&file).unwrap().certificate_table();
    let start = file.len() - table.signatures[0].len().next_multiple_of(8);
    // The first byte whose change leaves the first signature without its certificate.
    let damaged = (start..file.len()).step_by(3).find_map(|at| {
        let mut changed = file.clone();
        *changed.get_mut(at)? ^= 1;
        judged(&changed).filter(|signature| signature.count == 2 && signature.outcome == Outcome::Invalid)
    });
    let notes = damaged.expect("some byte damages the first alone").notes;
    assert!(notes.iter().any(|note| note == "2 signatures, of which number 1 counts"), "{notes:?}");
    assert!(notes.iter().any(|note| note.starts_with("signature 2: self-signed: ")), "{notes:?}");
}

#[test]
fn a_self_signed_certificate_can_be_believed_too() {
    let file = fixture("pegoat64.exe");
    let mut trust = Trust::default();
    assert_eq!(trust.add(&carried(&file, "contact@trailofbits.com")), Ok(1));
    let signature = judge(&Image::find(&file).unwrap(), 1_600_000_000, &trust).unwrap();
    assert_eq!((signature.outcome, signature.is_trusted()), (Outcome::TrustedRoot, true), "{signature:?}");
}
