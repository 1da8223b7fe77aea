//! RFC 3161 time stamp tokens.

use super::digest::Algorithm;
use crate::asn1::{Children, INTEGER, OCTET_STRING, OID, SEQUENCE, parse_time};

/// What a token vouches for (`TSTInfo`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeStampInfo<'a> {
    pub digest: Option<Algorithm>,
    /// The digest of what was stamped.
    pub imprint: &'a [u8],
    /// In seconds since 1970.
    pub time: i64,
}

impl<'a> TimeStampInfo<'a> {
    /// Reads the content of a token.
    pub fn parse(content: &'a [u8]) -> Option<Self> {
        let mut fields = Children::of(content).next_if(SEQUENCE)?.children();
        fields.next_if(INTEGER)?;
        fields.next_if(OID)?;
        let mut imprint = fields.next_if(SEQUENCE)?.children();
        let algorithm = imprint.next_if(SEQUENCE)?.children().next_if(OID)?.body;
        let digest = imprint.next_if(OCTET_STRING)?.body;
        fields.next_if(INTEGER)?;
        let time = parse_time(&fields.next()?)?;
        Some(Self { digest: Algorithm::of_identifier(algorithm), imprint: digest, time })
    }
}
