//! Files that catalogs sign.

use super::chain::Budget;
use super::judge::of_signed_data;
use super::outcome::{Outcome, Signature};
use super::roots::Trust;
use formats::authenticode::{Algorithm, Image, SignedData};
use formats::catalog::Catalog;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Looks files up in catalogs: first all files are named, then each catalog is read once.
#[derive(Debug, Default)]
pub struct Catalogs {
    wanted: BTreeSet<Vec<u8>>,
    found: BTreeMap<Vec<u8>, Arc<Signature>>,
    has_system_catalogs: bool,
}

impl Catalogs {
    /// The digests by which catalogs may list a file.
    pub fn digests(image: &Image<'_>) -> [Vec<u8>; 2] {
        [image.digest(Algorithm::Sha256), image.digest(Algorithm::Sha1)]
    }

    /// Names a file to look for.
    pub fn want(&mut self, digests: &[Vec<u8>; 2]) {
        self.wanted.extend(digests.iter().cloned());
    }

    pub fn wants_any(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Reads one catalog. `is_system` says that it lies in Windows' own folder of catalogs: then a file that none
    /// lists is unsigned. False when the bytes are no catalog.
    pub fn read(&mut self, name: &str, bytes: &[u8], is_system: bool, now: i64, trust: &Trust) -> bool {
        let Some(signed) = SignedData::parse(bytes) else { return false };
        let Some(list) = Catalog::of(&signed) else { return false };
        self.has_system_catalogs |= is_system;
        let listed: BTreeSet<_> = list.digests().filter(|digest| self.wanted.contains(&**digest)).collect();
        if listed.is_empty() {
            return true;
        }
        let mut signature = of_signed_data(&signed, now, trust, &mut Budget::new());
        signature.catalog = Some(name.to_owned());
        if signature.outcome == Outcome::Tampered {
            // The file itself may be whole.
            signature.outcome = Outcome::Invalid;
            signature.reason = "the catalog that lists it was tampered with";
        }
        let signature = Arc::new(signature);
        for digest in listed {
            let best = self.found.entry(digest.into_owned()).or_insert_with(|| Arc::clone(&signature));
            if signature.outcome.rank() < best.outcome.rank() {
                *best = Arc::clone(&signature);
            }
        }
        true
    }

    /// The signature of a file that has none of its own.
    pub fn find(&self, digests: &[Vec<u8>; 2]) -> Signature {
        let found = digests.iter().filter_map(|digest| self.found.get(digest)).min_by_key(|s| s.outcome.rank());
        found.map_or_else(|| Signature::none(self.has_system_catalogs), |signature| Signature::clone(signature))
    }
}
