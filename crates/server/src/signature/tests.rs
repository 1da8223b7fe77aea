use super::*;
use formats::authenticode::Image;

/// A moment in 2026, when the certificates of the samples are expired or not, as each says.
const NOW: i64 = 1_780_000_000;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/real/pe/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn judged(file: &[u8]) -> Option<Signature> {
    judge(&Image::find(file)?, NOW)
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
    assert_eq!(judged(&fixture("pegoat64-nested.exe")).unwrap().notes[0], "the file's digest is SHA-1");
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
            assert!(!signature.outcome.is_trusted(), "byte {at}");
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
    assert!(!catalogs.read("x.cat", b"no catalog", true, NOW));
    assert_eq!(catalogs.find(&[vec![1; 32], vec![2; 20]]).outcome, Outcome::NotEvaluated);
}
