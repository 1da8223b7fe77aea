//! Security catalogs (`.cat`): signed lists of the digests of files.
//!
//! A catalog is a certificate trust list in signed data. Members of the first kind are named by their digest as
//! UTF-16 hexadecimal, with the digest again in `SpcIndirectDataContent`; those of the second kind by the bare
//! digest, often with nothing else. A member counts by every digest that it has.
//! Sources: [MS-CAESO] certificate trust lists; observed catalogs of Windows 7 to 11.

use crate::asn1::{Children, OCTET_STRING, OID, SEQUENCE, SET, Value, oid};
use crate::authenticode::{IndirectData, SignedData};
use std::borrow::Cow;

/// Members past this number are left out; the largest catalogs of Windows have some ten thousand.
pub const MAX_MEMBERS: usize = 1 << 20;

/// How far into a catalog the kind of its content stands at most.
const HEAD: usize = 160;

/// Whether a file starts like a catalog: signed data that holds a trust list.
pub fn is_catalog(head: &[u8]) -> bool {
    // The whole value seldom fits into a head: only what stands before the identifiers is looked at.
    let digits = match head {
        [SEQUENCE, length, ..] if *length > 0x80 => usize::from(length & 0x7f),
        [SEQUENCE, 0x80, ..] => 0,
        _ => return false,
    };
    let has = |bytes: &[u8], oid: &[u8]| {
        let prefix = [OID, oid.len() as u8];
        bytes.strip_prefix(&prefix).is_some_and(|rest| rest.starts_with(oid))
    };
    let Some(rest) = head.get(2 + digits..head.len().min(HEAD)) else { return false };
    has(rest, oid::SIGNED_DATA) && (0..rest.len()).any(|at| rest.get(at..).is_some_and(|at| has(at, oid::TRUST_LIST)))
}

/// The list in a catalog.
#[derive(Debug, Clone)]
pub struct Catalog<'a> {
    members: Children<'a>,
}

/// One digest of a member.
pub type MemberDigest<'a> = Cow<'a, [u8]>;

impl<'a> Catalog<'a> {
    /// The list in signed data. `None` when that holds something else.
    pub fn of(signed: &'a SignedData<'_>) -> Option<Self> {
        if signed.content_type != oid::TRUST_LIST {
            return None;
        }
        let mut fields = Children::of(signed.content.as_deref()?);
        // Usage, then identifier, number, one or two times, algorithm, and then the members.
        fields.next_if(SEQUENCE)?;
        let mut sequences = fields.take(8).filter(|field| field.tag == SEQUENCE);
        sequences.next()?;
        Some(Self { members: sequences.next()?.children() })
    }

    /// The digests of all members, as far as the list can be read.
    pub fn digests(&self) -> impl Iterator<Item = MemberDigest<'a>> + use<'a> {
        self.members.clone().take(MAX_MEMBERS).flat_map(|member| {
            let mut parts = member.children();
            let name = parts.next_if(OCTET_STRING).and_then(|name| of_name(name.body));
            let attributes = parts.next_if(SET).map(|set| set.children()).into_iter().flatten().take(16);
            name.into_iter().chain(attributes.filter_map(|attribute| of_attribute(&attribute)))
        })
    }
}

/// A digest in a member's name: bare, or in UTF-16 hexadecimal.
fn of_name(name: &[u8]) -> Option<MemberDigest<'_>> {
    if matches!(name.len(), 20 | 32) {
        return Some(Cow::Borrowed(name));
    }
    let (units, rest) = name.as_chunks::<2>();
    let digits: Option<Vec<u8>> = units
        .iter()
        .filter(|unit| **unit != [0, 0])
        .map(|&[low, high]| char::from(low).to_digit(16).filter(|_| high == 0).map(|digit| digit as u8))
        .collect();
    let digits = digits.filter(|digits| rest.is_empty() && matches!(digits.len(), 40 | 64))?;
    Some(Cow::Owned(digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect()))
}

fn of_attribute<'a>(attribute: &Value<'a>) -> Option<MemberDigest<'a>> {
    let mut parts = attribute.children();
    if parts.next_if(OID)?.body != oid::SPC_INDIRECT_DATA {
        return None;
    }
    let data = parts.next_if(SET)?.children().next_if(SEQUENCE)?;
    Some(Cow::Borrowed(IndirectData::parse_body(data.body)?.digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_members() {
        let check = |name: &[u8], expect: Option<&[u8]>| assert_eq!(of_name(name).as_deref(), expect);
        let hex: Vec<u8> = "0A".repeat(20).encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        check(&hex, Some(&[10; 20]));
        check(&[7; 20], Some(&[7; 20]));
        check(&[7; 32], Some(&[7; 32]));
        check(&[7; 21], None);
        check(b"h\0i\0", None);
        check(&[], None);
    }

    #[test]
    fn heads() {
        let mut head = vec![0x30, 0x82, 1, 2, 6, 9];
        head.extend(oid::SIGNED_DATA);
        head.extend([0xa0, 0x82, 1, 2, 0x30, 0x82, 1, 2, 2, 1, 1, 0x31, 0, 0x30, 0x82, 1, 2, 6, 9]);
        head.extend(oid::TRUST_LIST);
        assert!(is_catalog(&head));
        for end in 0..head.len() {
            assert!(!is_catalog(&head[..end]));
        }
        assert!(!is_catalog(b"MZ"));
        assert!(!is_catalog(&[0x30, 0xff, 1]));
    }
}
