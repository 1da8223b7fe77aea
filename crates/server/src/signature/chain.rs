//! From a certificate up to a root, with the certificates that a signature carries.

use super::keys::{self, KeyCheck};
use super::roots::{Root, Trust};
use formats::authenticode::{Algorithm, Certificate};

/// Longer chains do not occur.
const MAX_LENGTH: usize = 8;
/// Signatures that are computed for one file. A normal one takes less than twenty.
const MAX_COMPUTATIONS: u32 = 200;

/// How much may still be computed for one file.
pub(super) struct Budget(u32);

impl Budget {
    pub(super) const fn new() -> Self {
        Self(MAX_COMPUTATIONS)
    }

    /// [`keys::check`], as long as something is left.
    pub(super) fn check(&mut self, key: &[u8], digest: Algorithm, hash: &[u8], signature: &[u8]) -> KeyCheck {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                keys::check(key, digest, hash, signature)
            }
            None => KeyCheck::Unsupported,
        }
    }

    fn is_signed_by(&mut self, certificate: &Certificate<'_>, key: &[u8]) -> KeyCheck {
        let Some(digest) = certificate.signature_digest() else { return KeyCheck::Unsupported };
        let hash = digest.digest([certificate.signed_part]);
        self.check(key, digest, &hash, certificate.signature)
    }
}

/// Where a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End<'t> {
    Root(&'t Root),
    /// A root that is not known here.
    OtherRoot,
    /// The issuer is neither known nor carried along.
    Open,
    /// It names a known root as its issuer, and that root's key did not sign it.
    Forged,
    /// The signature of a certificate cannot be computed here.
    Unsupported,
}

/// Certificates from the signer's up, each signed by the next; the known root itself is not among them unless the
/// signature carries it.
pub(super) struct Chain<'c, 'a, 't> {
    pub(super) certificates: Vec<&'c Certificate<'a>>,
    pub(super) end: End<'t>,
}

impl<'c, 'a, 't> Chain<'c, 'a, 't> {
    pub(super) fn build(
        leaf: &'c Certificate<'a>,
        bag: &'c [Certificate<'a>],
        trust: &'t Trust,
        budget: &mut Budget,
    ) -> Self {
        let mut certificates = vec![leaf];
        let mut current = leaf;
        let end = loop {
            if let Some(root) = trust.root_of(current) {
                break End::Root(root);
            }
            let named = trust.issuers_of(current);
            // Only Microsoft's names are beyond doubt: others may have several roots of one name.
            let names_root = named.iter().any(|root| root.is_microsoft);
            if let Some(root) =
                named.into_iter().find(|root| budget.is_signed_by(current, &root.public_key) == KeyCheck::Fits)
            {
                break End::Root(root);
            }
            if current.is_self_issued() && budget.is_signed_by(current, current.public_key) == KeyCheck::Fits {
                break End::OtherRoot;
            }
            if certificates.len() >= MAX_LENGTH {
                break End::Open;
            }
            let mut unsupported = false;
            let next = bag.iter().filter(|candidate| {
                candidate.subject == current.issuer
                    && (candidate.is_authority || candidate.is_self_issued())
                    && !certificates.iter().any(|used| used.raw == candidate.raw)
            });
            let next = next.into_iter().find(|candidate| match budget.is_signed_by(current, candidate.public_key) {
                KeyCheck::Fits => true,
                KeyCheck::DoesNot => false,
                KeyCheck::Unsupported => {
                    unsupported = true;
                    false
                }
            });
            match next {
                Some(next) => {
                    certificates.push(next);
                    current = next;
                }
                None if names_root => break End::Forged,
                None if unsupported => break End::Unsupported,
                None => break End::Open,
            }
        };
        Self { certificates, end }
    }

    /// Whether a moment lies in the validity of every certificate.
    pub(super) fn is_valid_at(&self, time: i64) -> bool {
        self.certificates.iter().all(|certificate| certificate.is_valid_at(time))
    }

    pub(super) const fn root(&self) -> Option<&'t Root> {
        match self.end {
            End::Root(root) => Some(root),
            _ => None,
        }
    }
}
