//! Whether one signer of signed data signed this content, and when.

use super::chain::{Budget, Chain};
use super::keys::KeyCheck;
use super::roots::Trust;
use formats::asn1::{OID, Value, oid, parse_time};
use formats::authenticode::{Certificate, SignedData, SignerInfo, TimeStampInfo};

/// 1.2.840.113549.1.1.10: RSA with PSS padding, which Windows does not accept in Authenticode either.
const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];

/// Why a signer's signature does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The content is not what was signed.
    Altered,
    /// It is not the work of the key that it names.
    WrongKey,
    NoCertificate,
    Malformed,
    Unsupported,
}

/// Checks that a signer signed this content; gives its certificate.
pub(super) fn check<'c, 'a>(
    signer: &SignerInfo<'a>,
    content_type: Option<&[u8]>,
    content: &[u8],
    bag: &'c [Certificate<'a>],
    budget: &mut Budget,
) -> Result<&'c Certificate<'a>, Fault> {
    let digest = signer.digest().filter(|_| signer.signature_algorithm != RSA_PSS).ok_or(Fault::Unsupported)?;
    let content_hash = digest.digest([content]);
    let signed_hash = match signer.signed_attributes_as_set() {
        Some(set) => {
            let named = signer.signed(oid::CONTENT_TYPE).filter(|value| value.tag == OID);
            if content_type.is_some_and(|content_type| named.is_some_and(|value| value.body != content_type)) {
                return Err(Fault::Malformed);
            }
            if signer.message_digest().ok_or(Fault::Malformed)? != content_hash {
                return Err(Fault::Altered);
            }
            digest.digest(set)
        }
        None => content_hash,
    };
    let certificate = signer.certificate(bag).ok_or(Fault::NoCertificate)?;
    match budget.check(certificate.public_key, digest, &signed_hash, &signer.signature) {
        KeyCheck::Fits => Ok(certificate),
        KeyCheck::DoesNot => Err(Fault::WrongKey),
        KeyCheck::Unsupported => Err(Fault::Unsupported),
    }
}

/// When a signature was made, as somebody else vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeStamp {
    /// In seconds since 1970.
    pub(super) time: i64,
    pub(super) has_known_root: bool,
}

/// The first time stamp of a signature that holds. The second value says whether there is one that does not.
pub(super) fn time_stamp(
    signer: &SignerInfo<'_>,
    bag: &[Certificate<'_>],
    trust: &Trust,
    budget: &mut Budget,
) -> (Option<TimeStamp>, bool) {
    let tokens = [oid::MS_TIME_STAMP_TOKEN, oid::TIME_STAMP_TOKEN];
    let mut is_broken = false;
    for value in tokens.iter().flat_map(|id| signer.unsigned(id)) {
        match token(signer, value, trust, budget) {
            Some(stamp) => return (Some(stamp), is_broken),
            None => is_broken = true,
        }
    }
    for value in signer.unsigned(oid::COUNTER_SIGNATURE) {
        match counter_signature(signer, value, bag, trust, budget) {
            Some(stamp) => return (Some(stamp), is_broken),
            None => is_broken = true,
        }
    }
    (None, is_broken)
}

/// An RFC 3161 token: it covers the signature, its own signature holds, and its certificates were valid then.
fn token(signer: &SignerInfo<'_>, value: &Value<'_>, trust: &Trust, budget: &mut Budget) -> Option<TimeStamp> {
    let signed = SignedData::parse(value.raw).filter(|signed| signed.content_type == oid::TST_INFO)?;
    let content = signed.content.as_deref()?;
    let info = TimeStampInfo::parse(content)?;
    if info.digest?.digest([&*signer.signature]) != info.imprint {
        return None;
    }
    let authority = signed.signers.first()?;
    let certificate = check(authority, Some(oid::TST_INFO), content, &signed.certificates, budget).ok()?;
    stamped(info.time, certificate, &signed.certificates, trust, budget)
}

/// A PKCS#9 countersignature: another signer of the same signature, with its own idea of the time.
fn counter_signature(
    signer: &SignerInfo<'_>,
    value: &Value<'_>,
    bag: &[Certificate<'_>],
    trust: &Trust,
    budget: &mut Budget,
) -> Option<TimeStamp> {
    let authority = SignerInfo::parse(value)?;
    let certificate = check(&authority, None, &signer.signature, bag, budget).ok()?;
    let time = parse_time(authority.signed(oid::SIGNING_TIME)?)?;
    stamped(time, certificate, bag, trust, budget)
}

fn stamped(
    time: i64,
    certificate: &Certificate<'_>,
    bag: &[Certificate<'_>],
    trust: &Trust,
    budget: &mut Budget,
) -> Option<TimeStamp> {
    let chain = Chain::build(certificate, bag, trust, budget);
    let holds = certificate.allows(oid::TIME_STAMPING) && chain.is_valid_at(time);
    holds.then(|| TimeStamp { time, has_known_root: chain.root().is_some() })
}
