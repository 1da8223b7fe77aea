//! Where a program file keeps its signature, and its digest without it.

use super::digest::Algorithm;
use crate::asn1::Value;
use std::ops::Range;

/// A PKCS#7 signature, among the kinds of entries that the table can have.
const PKCS_SIGNED_DATA: u16 = 2;
/// The revisions of an entry that Windows knows (learn.microsoft.com, "PE Format", the attribute certificate table):
/// 1.0 only to verify what was signed long ago, 2.0 for all else.
const REVISIONS: [u16; 2] = [0x100, 0x200];
const MAX_ENTRIES: usize = 16;

/// The places of a program file that its signature does not cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image<'a> {
    data: &'a [u8],
    checksum: Range<usize>,
    /// The entry of the data directory that names the certificate table; `None` in files with few directories.
    entry: Option<Range<usize>>,
    table: Option<Range<usize>>,
}

/// The certificate table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CertificateTable<'a> {
    /// The encoded signatures.
    pub signatures: Vec<&'a [u8]>,
    /// Entries of another kind, or that cannot be told apart.
    pub other_entries: usize,
    /// Entries that would be signatures and have a revision (`wRevision`) that is not defined.
    pub odd_revisions: usize,
    /// Bytes in the table, or behind it, that belong to no signature and are more than padding. Windows ignores
    /// those in the table; they are a known way to hide data in a signed file.
    pub trailing: usize,
    /// The table does not end where the file does.
    pub is_followed_by_data: bool,
}

impl<'a> Image<'a> {
    /// Finds the places. `None` when this is no program file, or a damaged one.
    pub fn find(data: &'a [u8]) -> Option<Self> {
        let nt = long(data, 0x3c)? as usize;
        if data.get(..2)? != b"MZ" || data.get(nt..nt.checked_add(4)?)? != b"PE\0\0" {
            return None;
        }
        let optional = nt.checked_add(24)?;
        let directories = match word(data, optional)? {
            0x10b => optional.checked_add(96)?,
            0x20b => optional.checked_add(112)?,
            _ => return None,
        };
        let checksum = optional.checked_add(64)?..optional.checked_add(68)?;
        data.get(checksum.clone())?;
        let count = long(data, directories.checked_sub(4)?)?;
        let start = directories.checked_add(4 * 8)?;
        let entry = (count > 4).then_some(start..start + 8).filter(|entry| entry.end <= data.len());
        let mut table = None;
        if let Some(entry) = &entry {
            let (offset, size) = (long(data, entry.start)? as usize, long(data, entry.start + 4)? as usize);
            let end = offset.checked_add(size)?;
            if size != 0 && offset >= entry.end && end <= data.len() {
                table = Some(offset..end);
            }
        }
        Some(Self { data, checksum, entry, table })
    }

    pub const fn has_table(&self) -> bool {
        self.table.is_some()
    }

    /// The file's Authenticode digest: everything but the checksum, the directory entry and the certificate table. A
    /// file without a table is thought to have zeros up to a multiple of eight bytes, as it would when signed;
    /// so are the digests taken that catalogs list.
    pub fn digest(&self, algorithm: Algorithm) -> Vec<u8> {
        let skipped = [Some(&self.checksum), self.entry.as_ref(), self.table.as_ref()];
        let mut pieces = Vec::new();
        let mut at = 0;
        for range in skipped.into_iter().flatten() {
            pieces.extend(self.data.get(at..range.start));
            at = range.end;
        }
        pieces.extend(self.data.get(at..));
        let missing = self.data.len().next_multiple_of(8) - self.data.len();
        if self.table.is_none() {
            pieces.extend(ZEROS.get(..missing));
        }
        algorithm.digest(pieces)
    }

    /// The certificate table's entries (`WIN_CERTIFICATE`), each on a border of eight bytes.
    pub fn certificate_table(&self) -> CertificateTable<'a> {
        let mut found = CertificateTable::default();
        let Some(place) = &self.table else { return found };
        let mut rest = self.data.get(place.clone()).unwrap_or_default();
        let behind = self.data.get(place.end..).unwrap_or_default();
        found.is_followed_by_data = !behind.is_empty();
        found.trailing += behind.len();
        for _ in 0..MAX_ENTRIES {
            let header = (long(rest, 0), word(rest, 4), word(rest, 6));
            let (Some(length), Some(revision), Some(kind)) = header else { break };
            let Some(body) = rest.get(8..length as usize) else { break };
            match Value::read(body).filter(|_| kind == PKCS_SIGNED_DATA) {
                Some(_) if !REVISIONS.contains(&revision) => found.odd_revisions += 1,
                Some((value, after)) => {
                    found.signatures.push(value.raw);
                    found.trailing += more_than_padding(after);
                }
                None => found.other_entries += 1,
            }
            rest = rest.get((length as usize).next_multiple_of(8)..).unwrap_or_default();
        }
        found.trailing += more_than_padding(rest);
        found
    }
}

static ZEROS: [u8; 8] = [0; 8];

/// The length of these bytes, unless they are a few zeros.
fn more_than_padding(bytes: &[u8]) -> usize {
    let is_padding = bytes.len() < 8 && bytes.iter().all(|&byte| byte == 0);
    if is_padding { 0 } else { bytes.len() }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
