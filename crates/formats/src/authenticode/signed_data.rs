//! PKCS#7 and CMS signed data (RFC 5652, 5), as far as Authenticode, catalogs and time stamps use it.

use super::certificate::{Certificate, Name};
use super::digest::Algorithm;
use super::{MAX_CERTIFICATES, MAX_PARTS};
use crate::asn1::{INTEGER, OCTET_STRING, OID, SEQUENCE, SET, Value, context, oid};
use std::borrow::Cow;

/// Signed data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedData<'a> {
    /// The encoded identifier of the content's kind.
    pub content_type: &'a [u8],
    /// What is digested of the content: its bytes without the outermost identifier and length. `None` when the
    /// content is elsewhere.
    pub content: Option<Cow<'a, [u8]>>,
    pub certificates: Vec<Certificate<'a>>,
    pub signers: Vec<SignerInfo<'a>>,
}

/// One signer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerInfo<'a> {
    pub name: SignerName<'a>,
    pub digest_algorithm: &'a [u8],
    /// The signed attributes as they stand in the file. What is signed is this as a `SET`: see
    /// [`SignerInfo::signed_attributes_as_set`].
    signed_attributes_raw: Option<&'a [u8]>,
    pub signed_attributes: Vec<Attribute<'a>>,
    pub signature_algorithm: &'a [u8],
    pub signature: Cow<'a, [u8]>,
    pub unsigned_attributes: Vec<Attribute<'a>>,
}

/// How a signer's certificate is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignerName<'a> {
    /// Issuer and the encoded number.
    Serial(Name<'a>, &'a [u8]),
    KeyId(&'a [u8]),
}

/// An attribute: its encoded identifier and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'a> {
    pub id: &'a [u8],
    pub values: Vec<Value<'a>>,
}

/// What a signature says of the file that it covers (`SpcIndirectDataContent`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndirectData<'a> {
    pub digest_algorithm: &'a [u8],
    pub digest: &'a [u8],
    /// There are digests of every page, too.
    pub has_page_hashes: bool,
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo` that holds signed data. `None` when it does not.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut info = Value::expect(bytes, SEQUENCE)?.children();
        if info.next_if(OID)?.body != oid::SIGNED_DATA {
            return None;
        }
        let mut fields = info.next_if(context(0))?.children().next_if(SEQUENCE)?.children();
        fields.next_if(INTEGER)?;
        fields.next_if(SET)?;
        let mut content_info = fields.next_if(SEQUENCE)?.children();
        let content_type = content_info.next_if(OID)?.body;
        let content = content_info.next_if(context(0)).and_then(|explicit| explicit.children().next());
        // A string in pieces is digested without their headers (RFC 5652, 5.4).
        let content = content.map(|value| match value.tag & !0x20 {
            OCTET_STRING => value.octets(),
            _ => Cow::Borrowed(value.body),
        });
        let mut certificates = Vec::new();
        if let Some(set) = fields.next_if(context(0)) {
            // Old kinds of certificates have other tags and are of no use here.
            let whole = set.children().filter(|value| value.tag == SEQUENCE).take(MAX_CERTIFICATES);
            certificates.extend(whole.filter_map(|value| Certificate::parse(value.raw)));
        }
        fields.next_if(context(1));
        let signers = fields.next_if(SET)?.children().take(MAX_PARTS).filter_map(|info| SignerInfo::parse(&info));
        Some(Self { content_type, content, certificates, signers: signers.collect() })
    }

    /// The digest of the file that the content names.
    pub fn indirect_data(&self) -> Option<IndirectData<'_>> {
        if self.content_type != oid::SPC_INDIRECT_DATA {
            return None;
        }
        IndirectData::parse_body(self.content.as_deref()?)
    }
}

/// The class id that marks page hashes, as it is stored (a6b586d5-b4a1-2466-ae05-a217da8e60d6).
const PAGE_HASHES: [u8; 16] =
    [0xa6, 0xb5, 0x86, 0xd5, 0xb4, 0xa1, 0x24, 0x66, 0xae, 0x05, 0xa2, 0x17, 0xda, 0x8e, 0x60, 0xd6];

impl<'a> IndirectData<'a> {
    /// Reads the inside of an `SpcIndirectDataContent`.
    pub fn parse_body(body: &'a [u8]) -> Option<Self> {
        let mut parts = crate::asn1::Children::of(body);
        let data = parts.next_if(SEQUENCE)?;
        let mut digest_info = parts.next_if(SEQUENCE)?.children();
        let digest_algorithm = digest_info.next_if(SEQUENCE)?.children().next_if(OID)?.body;
        let digest = digest_info.next_if(OCTET_STRING)?.body;
        let has_page_hashes = data.body.windows(16).take(1 << 12).any(|window| window == PAGE_HASHES);
        Some(Self { digest_algorithm, digest, has_page_hashes })
    }
}

impl<'a> SignerInfo<'a> {
    /// Reads a `SignerInfo`; a countersignature is one, too.
    pub fn parse(info: &Value<'a>) -> Option<Self> {
        let mut fields = info.children();
        fields.next_if(INTEGER)?;
        let name = match fields.next()? {
            id if id.tag == SEQUENCE => {
                let mut parts = id.children();
                SignerName::Serial(Name(parts.next_if(SEQUENCE)?.raw), parts.next_if(INTEGER)?.body)
            }
            id if id.tag == 0x80 => SignerName::KeyId(id.body),
            _ => return None,
        };
        let digest_algorithm = fields.next_if(SEQUENCE)?.children().next_if(OID)?.body;
        let signed = fields.next_if(context(0));
        let signature_algorithm = fields.next_if(SEQUENCE)?.children().next_if(OID)?.body;
        let signature = fields.next().filter(|value| value.tag & !0x20 == OCTET_STRING)?.octets();
        let unsigned = fields.next_if(context(1));
        let attributes = |set: Option<Value<'a>>| {
            let each = set.into_iter().flat_map(|set| set.children()).take(MAX_PARTS);
            each.filter_map(|attribute| Attribute::parse(&attribute)).collect()
        };
        Some(Self {
            name,
            digest_algorithm,
            signed_attributes_raw: signed.map(|set| set.raw),
            signed_attributes: attributes(signed),
            signature_algorithm,
            signature,
            unsigned_attributes: attributes(unsigned),
        })
    }

    /// What the signature covers, in pieces: the attributes under the identifier of a `SET` (RFC 5652, 5.4). `None`
    /// without signed attributes: then it covers the content itself.
    pub fn signed_attributes_as_set(&self) -> Option<[&'a [u8]; 2]> {
        let raw = self.signed_attributes_raw?;
        Some([&[SET], raw.get(1..)?])
    }

    /// The first value of a signed attribute.
    pub fn signed(&self, id: &[u8]) -> Option<&Value<'a>> {
        self.signed_attributes.iter().find(|attribute| attribute.id == id)?.values.first()
    }

    /// All values of an unsigned attribute.
    pub fn unsigned(&self, id: &[u8]) -> impl Iterator<Item = &Value<'a>> {
        self.unsigned_attributes.iter().filter(move |attribute| attribute.id == id).flat_map(|found| &found.values)
    }

    pub fn digest(&self) -> Option<Algorithm> {
        Algorithm::of_identifier(self.digest_algorithm)
    }

    /// The digest that the signed attributes give for the content.
    pub fn message_digest(&self) -> Option<&'a [u8]> {
        self.signed(oid::MESSAGE_DIGEST).filter(|value| value.tag == OCTET_STRING).map(|value| value.body)
    }

    /// Its certificate among these.
    pub fn certificate<'c>(&self, certificates: &'c [Certificate<'a>]) -> Option<&'c Certificate<'a>> {
        certificates.iter().find(|certificate| match self.name {
            SignerName::Serial(issuer, serial) => certificate.issuer == issuer && certificate.serial == serial,
            SignerName::KeyId(id) => certificate.subject_key_id == Some(id),
        })
    }
}

impl<'a> Attribute<'a> {
    fn parse(attribute: &Value<'a>) -> Option<Self> {
        let mut parts = attribute.children();
        let id = parts.next_if(OID)?.body;
        Some(Self { id, values: parts.next_if(SET)?.children().take(MAX_PARTS).collect() })
    }
}
