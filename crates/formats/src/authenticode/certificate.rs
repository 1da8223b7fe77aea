//! X.509 certificates (RFC 5280).

use super::digest::Algorithm;
use crate::asn1::{BIT_STRING, Children, INTEGER, OCTET_STRING, OID, SEQUENCE, Value, context, oid, parse_time};

/// A certificate; slices are of the bytes that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate<'a> {
    pub raw: &'a [u8],
    /// What the issuer signed.
    pub signed_part: &'a [u8],
    /// The encoded number.
    pub serial: &'a [u8],
    pub issuer: Name<'a>,
    pub subject: Name<'a>,
    /// In seconds since 1970.
    pub not_before: i64,
    pub not_after: i64,
    /// `SubjectPublicKeyInfo`, encoded.
    pub public_key: &'a [u8],
    pub signature_algorithm: &'a [u8],
    pub signature: &'a [u8],
    pub subject_key_id: Option<&'a [u8]>,
    pub authority_key_id: Option<&'a [u8]>,
    /// What the key may be used for, encoded identifiers; `None` when nothing is said, which allows everything.
    pub usages: Option<Vec<&'a [u8]>>,
    pub is_authority: bool,
    /// Where lists of revoked certificates are, as the certificate says.
    pub crl_urls: Vec<String>,
}

/// A distinguished name, encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name<'a>(pub &'a [u8]);

impl<'a> Certificate<'a> {
    /// Reads a certificate. `None` when it is not one.
    pub fn parse(raw: &'a [u8]) -> Option<Self> {
        let outer = Value::expect(raw, SEQUENCE)?;
        let mut parts = outer.children();
        let signed = parts.next_if(SEQUENCE)?;
        let signature_algorithm = parts.next_if(SEQUENCE)?.children().next_if(OID)?.body;
        let signature = parts.next_if(BIT_STRING)?.bits()?;
        let mut fields = signed.children();
        fields.next_if(context(0));
        let serial = fields.next_if(INTEGER)?.body;
        fields.next_if(SEQUENCE)?;
        let issuer = Name(fields.next_if(SEQUENCE)?.raw);
        let validity = fields.next_if(SEQUENCE)?;
        let mut times = validity.children().map(|time| parse_time(&time));
        let (not_before, not_after) = (times.next()??, times.next()??);
        let subject = Name(fields.next_if(SEQUENCE)?.raw);
        let public_key = fields.next_if(SEQUENCE)?.raw;
        let mut certificate = Self {
            raw: outer.raw,
            signed_part: signed.raw,
            serial,
            issuer,
            subject,
            not_before,
            not_after,
            public_key,
            signature_algorithm,
            signature,
            subject_key_id: None,
            authority_key_id: None,
            usages: None,
            is_authority: false,
            crl_urls: Vec::new(),
        };
        let extensions = fields.find(|field| field.tag == context(3)).and_then(|field| field.children().next());
        for extension in extensions.iter().flat_map(Value::children).take(64) {
            certificate.extension(&extension);
        }
        Some(certificate)
    }

    fn extension(&mut self, extension: &Value<'a>) {
        let mut parts = extension.children();
        let (Some(id), Some(value)) = (parts.next(), parts.find(|part| part.tag == OCTET_STRING)) else { return };
        let Some((inner, _)) = Value::read(value.body) else { return };
        match id.body {
            oid::SUBJECT_KEY_ID => self.subject_key_id = Some(inner.body),
            oid::AUTHORITY_KEY_ID => {
                self.authority_key_id = inner.children().find(|part| part.tag == 0x80).map(|part| part.body);
            }
            oid::EXTENDED_KEY_USAGE => {
                self.usages = Some(inner.children().take(64).map(|usage| usage.body).collect());
            }
            oid::BASIC_CONSTRAINTS => {
                self.is_authority = inner.children().next().is_some_and(|part| part.tag == 1 && part.body != [0]);
            }
            oid::CRL_POINTS => {
                // DistributionPoint, its [0], the full name's [0], and a URI's [6] in it.
                let points = inner.children().take(16).flat_map(|point| point.children().collect::<Vec<_>>());
                let names = points.filter(|part| part.tag == context(0)).flat_map(|part| part.children());
                let names = names.filter(|name| name.tag == context(0)).flat_map(|name| name.children());
                let urls = names.filter(|name| name.tag == 0x86);
                self.crl_urls = urls.take(16).map(|url| String::from_utf8_lossy(url.body).into_owned()).collect();
            }
            _ => {}
        }
    }

    pub fn is_self_issued(&self) -> bool {
        self.issuer == self.subject
    }

    /// Whether the key may be used for this (an encoded identifier).
    pub fn allows(&self, usage: &[u8]) -> bool {
        self.usages.as_ref().is_none_or(|usages| usages.contains(&usage))
    }

    /// Whether a moment lies in its time of validity.
    pub const fn is_valid_at(&self, time: i64) -> bool {
        self.not_before <= time && time <= self.not_after
    }

    /// The digest of the issuer's signature.
    pub fn signature_digest(&self) -> Option<Algorithm> {
        Algorithm::of_identifier(self.signature_algorithm)
    }
}

/// Short names of attributes, as OpenSSL and Windows write them.
const ATTRIBUTES: [(&[u8], &str); 6] = [
    (oid::COMMON_NAME, "CN"),
    (oid::COUNTRY, "C"),
    (oid::LOCALITY, "L"),
    (oid::STATE, "S"),
    (oid::ORGANIZATION, "O"),
    (oid::ORGANIZATIONAL_UNIT, "OU"),
];

impl<'a> Name<'a> {
    /// The attributes in order: encoded identifier and text.
    fn attributes(&self) -> Vec<(&'a [u8], String)> {
        let sets = Children::of(self.0).next().map(|name| name.children()).into_iter().flatten();
        let pairs = sets.take(64).flat_map(|set| set.children()).take(64);
        let attribute = |pair: Value<'a>| {
            let mut parts = pair.children();
            let id = parts.next_if(OID)?;
            Some((id.body, text(&parts.next()?)))
        };
        pairs.filter_map(attribute).collect()
    }

    /// The last attribute of this kind, `""` when there is none.
    pub fn get(&self, kind: &[u8]) -> String {
        self.attributes().into_iter().rev().find(|(id, _)| *id == kind).map(|(_, text)| text).unwrap_or_default()
    }

    /// The common name; else the organisation, else whatever there is.
    pub fn short(&self) -> String {
        let found = [oid::COMMON_NAME, oid::ORGANIZATION, oid::ORGANIZATIONAL_UNIT].map(|kind| self.get(kind));
        found.into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| self.to_string())
    }
}

impl std::fmt::Display for Name<'_> {
    /// `CN=…, O=…`, from the most to the least specific, as Windows shows names.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, (id, text)) in self.attributes().into_iter().rev().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            match ATTRIBUTES.iter().find(|(known, _)| *known == id) {
                Some((_, name)) => write!(f, "{comma}{name}={text}")?,
                None => write!(f, "{comma}{}={text}", oid::dotted(id))?,
            }
        }
        Ok(())
    }
}

const MAX_TEXT: usize = 512;
const BMP_STRING: u8 = 0x1e;

fn text(value: &Value<'_>) -> String {
    let body = value.body.get(..value.body.len().min(MAX_TEXT)).unwrap_or_default();
    if value.tag == BMP_STRING {
        let units = body.as_chunks::<2>().0.iter().map(|&unit| u16::from_be_bytes(unit));
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    String::from_utf8_lossy(body).into_owned()
}
