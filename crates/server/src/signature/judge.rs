use super::chain::{Budget, Chain, End};
use super::outcome::{Outcome, Signature, SigningCertificate};
use super::roots::Trust;
use super::signer::{self, Fault};
use formats::asn1::oid;
use formats::authenticode::{Algorithm, Certificate, Image, SignedData, SignerInfo};

/// Signatures of one file past this number, nested ones included, are not looked at.
const MAX_SIGNATURES: usize = 16;
/// 1.3.6.1.4.1.311.10.3.13: a time stamp does not prolong this certificate's signatures.
const LIFETIME_SIGNING: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 10, 3, 13];

/// Judges the signatures embedded in a program file; `None` when it has none. `now` in seconds since 1970: without
/// a time stamp, a certificate must be valid then. `trust` has the roots that are believed.
pub fn judge(image: &Image<'_>, now: i64, trust: &Trust) -> Option<Signature> {
    if !image.has_table() {
        return None;
    }
    let table = image.certificate_table();
    let mut budget = Budget::new();
    let mut left = MAX_SIGNATURES;
    let mut judged = Vec::new();
    for bytes in &table.signatures {
        with_nested(bytes, image, (now, trust), &mut budget, &mut left, &mut judged);
    }
    let has_page_hashes = judged.iter().any(|signature| signature.has_page_hashes);
    let (count, mut signature) = (judged.len(), deciding(judged));
    (signature.count, signature.trailing) = (count, table.trailing);
    signature.has_page_hashes = has_page_hashes;
    if table.odd_revisions > 0 {
        let text =
            format!("{} entries of the certificate table have an unknown revision: no signatures", table.odd_revisions);
        signature.notes.push(text);
    }
    if table.trailing > 0 {
        let place = if table.is_followed_by_data { "in and behind" } else { "in" };
        signature.notes.push(format!("{} bytes {place} the certificate table belong to no signature", table.trailing));
    }
    Some(signature)
}

/// Which of a file's signatures counts, the others as its notes. Windows asks the first alone, unless a program asks
/// for another by its number (learn.microsoft.com, `WINTRUST_SIGNATURE_SETTINGS`). One that does not fit the file is
/// never outweighed, wherever it stands: somebody changed the file after it was made. A first one of a kind that is
/// not computed here says nothing, so the next counts.
fn deciding(mut judged: Vec<Signature>) -> Signature {
    let tampered = judged.iter().position(|signature| signature.outcome == Outcome::Tampered);
    let computed = || judged.iter().position(|signature| signature.outcome != Outcome::NotEvaluated);
    let at = tampered.or_else(computed).unwrap_or(0);
    if judged.is_empty() {
        return Signature::without_certificate(Outcome::Invalid, "the certificate table holds no signature");
    }
    let count = judged.len();
    let mut signature = judged.remove(at);
    if count > 1 {
        signature.notes.push(format!("{count} signatures, of which number {} counts", at + 1));
    }
    for (place, other) in judged.iter().enumerate().filter(|(_, other)| other.outcome != signature.outcome) {
        let number = place + 1 + usize::from(place >= at);
        signature.notes.push(format!("signature {number}: {}", other.text()));
    }
    signature
}

/// A signature and those nested in it, in their order. Only the outermost can have nested ones.
fn with_nested(
    bytes: &[u8],
    image: &Image<'_>,
    (now, trust): (i64, &Trust),
    budget: &mut Budget,
    left: &mut usize,
    judged: &mut Vec<Signature>,
) {
    let mut one = |bytes: &[u8], nested: &mut Vec<Vec<u8>>| {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let Some(signed) = SignedData::parse(bytes) else {
            judged.push(Signature::without_certificate(Outcome::Invalid, "the signature is damaged"));
            return;
        };
        judged.push(of_file(&signed, image, now, trust, budget));
        let attributes = signed.signers.first().into_iter().flat_map(|signer| signer.unsigned(oid::NESTED_SIGNATURE));
        nested.extend(attributes.take(MAX_SIGNATURES).map(|value| value.raw.to_vec()));
    };
    let mut nested = Vec::new();
    one(bytes, &mut nested);
    for bytes in nested {
        one(&bytes, &mut Vec::new());
    }
}

/// Judges one signature of a file.
fn of_file(signed: &SignedData<'_>, image: &Image<'_>, now: i64, trust: &Trust, budget: &mut Budget) -> Signature {
    let Some(data) = signed.indirect_data() else {
        return Signature::without_certificate(Outcome::Invalid, "the signature names no digest of a file");
    };
    let Some(algorithm) = Algorithm::of_identifier(data.digest_algorithm) else {
        return Signature::without_certificate(Outcome::NotEvaluated, "the digest is of an unknown kind");
    };
    let is_whole = image.digest(algorithm) == data.digest;
    let has_page_hashes = data.has_page_hashes;
    let mut signature = of_signed_data(signed, now, trust, budget);
    signature.has_page_hashes = has_page_hashes;
    if has_page_hashes {
        signature.notes.push("has digests of each page, which were not compared".to_owned());
    }
    if matches!(algorithm, Algorithm::Md5 | Algorithm::Sha1) {
        signature
            .notes
            .push(format!("the file's digest is {algorithm:?}").replace("Sha1", "SHA-1").replace("Md5", "MD5"));
    }
    if !is_whole {
        signature.outcome = Outcome::Tampered;
        signature.reason = "the file is not the one that was signed";
    }
    signature
}

/// Judges signed data by itself: signer, time stamp, chain.
pub(super) fn of_signed_data(signed: &SignedData<'_>, now: i64, trust: &Trust, budget: &mut Budget) -> Signature {
    let Some((content, signer)) = signed.content.as_deref().zip(signed.signers.first()) else {
        return Signature::without_certificate(Outcome::Invalid, "the signature is empty");
    };
    match signer::check(signer, Some(signed.content_type), content, &signed.certificates, budget) {
        Ok(certificate) => of_certificate(certificate, signer, &signed.certificates, (now, trust), budget),
        Err(fault) => {
            let (outcome, reason) = match fault {
                Fault::Altered => (Outcome::Tampered, "the signature's content was changed"),
                Fault::WrongKey => (Outcome::Tampered, "the signature is not by the key of its certificate"),
                Fault::NoCertificate => (Outcome::Invalid, "the signer's certificate is missing"),
                Fault::Malformed => (Outcome::Invalid, "the signature is damaged"),
                Fault::Unsupported => (Outcome::NotEvaluated, "the signature is of a kind that is not computed here"),
            };
            let mut signature = Signature::without_certificate(outcome, reason);
            let claimed = signer.certificate(&signed.certificates);
            signature.certificate = claimed.map(|certificate| SigningCertificate::of(certificate, None));
            signature
        }
    }
}

fn of_certificate(
    certificate: &Certificate<'_>,
    signer: &SignerInfo<'_>,
    bag: &[Certificate<'_>],
    (now, trust): (i64, &Trust),
    budget: &mut Budget,
) -> Signature {
    let chain = Chain::build(certificate, bag, trust, budget);
    let (stamp, has_broken_stamp) = signer::time_stamp(signer, bag, trust, budget);
    let issuer = chain.certificates.get(1).copied();
    let is_for_lifetime = certificate.usages.as_ref().is_some_and(|usages| usages.contains(&LIFETIME_SIGNING));
    let time = stamp.as_ref().filter(|_| !is_for_lifetime).map_or(now, |stamp| stamp.time);
    let (outcome, reason) = if !certificate.allows(oid::CODE_SIGNING) {
        (Outcome::Invalid, "the certificate is not for signing code")
    } else {
        let (outcome, reason) = by_chain(certificate, &chain);
        let matters = is_believable(outcome);
        if matters && chain.certificates.iter().any(|certificate| time < certificate.not_before) {
            (Outcome::Invalid, "a certificate is not valid yet")
        } else if matters && !chain.is_valid_at(time) {
            let reason = if stamp.is_some() {
                "a certificate was not valid when it was signed"
            } else {
                "and no time stamp says when it was signed"
            };
            (Outcome::Expired, reason)
        } else {
            (outcome, reason)
        }
    };
    let mut notes = Vec::new();
    if has_broken_stamp {
        notes.push("a time stamp does not hold".to_owned());
    }
    if stamp.as_ref().is_some_and(|stamp| !stamp.has_known_root) {
        notes.push("the time stamp's root is not known here".to_owned());
    }
    let is_expired_since = is_believable(outcome) && time != now && !chain.is_valid_at(now);
    if is_expired_since {
        notes.push("a certificate has expired since; the time stamp shows that the signature is older".to_owned());
    }
    Signature {
        certificate: Some(SigningCertificate::of(certificate, issuer)),
        root: chain.root().cloned(),
        time_stamp: stamp.map(|stamp| stamp.time),
        is_expired_since,
        notes,
        ..Signature::without_certificate(outcome, reason)
    }
}

/// Whether it matters if the certificates were valid: what is wrong otherwise says more.
const fn is_believable(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::MicrosoftWindows
            | Outcome::Microsoft
            | Outcome::MicrosoftThirdParty
            | Outcome::TrustedRoot
            | Outcome::KnownVendor
            | Outcome::RootNotKnown
    )
}

fn by_chain(certificate: &Certificate<'_>, chain: &Chain<'_, '_, '_>) -> (Outcome, &'static str) {
    match chain.end {
        End::Root(root) if root.is_for_time_stamps => (Outcome::Invalid, "its root vouches for time stamps only"),
        End::Root(root) if root.is_microsoft => (of_microsoft(certificate), ""),
        End::Unsupported => (Outcome::NotEvaluated, "a certificate is of a kind that is not computed here"),
        End::Forged => (Outcome::MicrosoftLookAlike, "though it names one as its issuer"),
        End::Root(_) | End::OtherRoot | End::Open if claims_microsoft(certificate) => (Outcome::MicrosoftLookAlike, ""),
        End::OtherRoot if chain.certificates.len() == 1 => (Outcome::SelfSigned, borrowed_name(certificate)),
        End::Root(_) if is_vendor(certificate) => (Outcome::KnownVendor, ""),
        End::Root(_) => (Outcome::TrustedRoot, ""),
        End::OtherRoot | End::Open => (Outcome::RootNotKnown, borrowed_name(certificate)),
    }
}

/// Which of Microsoft's signers a certificate under one of its roots belongs to.
fn of_microsoft(certificate: &Certificate<'_>) -> Outcome {
    let name = certificate.subject.get(oid::COMMON_NAME);
    let issuer = certificate.issuer.get(oid::COMMON_NAME);
    // These publishers sign what others wrote, with Microsoft as organisation in their certificates.
    let third_party = ["Compatibility Publisher", "3rd Party", "Third Party", "Early Launch Anti-malware Publisher"];
    let is_third_party = third_party.iter().any(|part| name.contains(part) || issuer.contains(part));
    if is_third_party || certificate.subject.get(oid::ORGANIZATION) != "Microsoft Corporation" {
        return Outcome::MicrosoftThirdParty;
    }
    let is_windows = certificate.usages.as_ref().is_some_and(|usages| usages.contains(&oid::WINDOWS_COMPONENT));
    if is_windows || matches!(name.as_str(), "Microsoft Windows" | "Microsoft Windows Publisher") {
        Outcome::MicrosoftWindows
    } else {
        Outcome::Microsoft
    }
}

/// Whether a certificate has the name of a vendor whose components are known.
fn is_vendor(certificate: &Certificate<'_>) -> bool {
    let is_known = |kind| knowledge::stock().is_vendor_signer(&certificate.subject.get(kind));
    is_known(oid::COMMON_NAME) || is_known(oid::ORGANIZATION)
}

/// What to say of a name that nobody vouches for: anybody can write a vendor's, or one that looks like it, into a
/// certificate of their own.
fn borrowed_name(certificate: &Certificate<'_>) -> &'static str {
    if is_vendor(certificate) {
        return "the name is a known vendor's, and nobody known here vouches for it";
    }
    let imitates = |kind| knowledge::stock().imitates_vendor_signer(&certificate.subject.get(kind));
    if imitates(oid::COMMON_NAME) || imitates(oid::ORGANIZATION) {
        return "the name looks like a known vendor's and is not the same";
    }
    ""
}

/// Whether a certificate's names say Microsoft, look-alike letters included.
fn claims_microsoft(certificate: &Certificate<'_>) -> bool {
    let microsoft = knowledge::confusable_fold("Microsoft");
    let claims = |text: String| knowledge::confusable_fold(&text).contains(&microsoft);
    [oid::COMMON_NAME, oid::ORGANIZATION].iter().any(|kind| claims(certificate.subject.get(kind)))
}
