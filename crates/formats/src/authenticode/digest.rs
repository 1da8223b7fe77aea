//! Digests by the algorithm that a signature names.

use md5::Md5;
use sha1::{Digest as _, Sha1};
use sha2::{Sha256, Sha384, Sha512};

/// A digest algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// A digest in the making.
pub enum Digest {
    Md5(Md5),
    Sha1(Sha1),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

/// Identifiers of digests, and of signatures that name one (RFC 8017, RFC 5754, RFC 5758; 1.3.14.3.2.29 is an old
/// name of SHA-1 with RSA).
const IDENTIFIERS: [(&[u8], Algorithm); 17] = [
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5], Algorithm::Md5),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 4], Algorithm::Md5),
    (&[0x2b, 0x0e, 3, 2, 0x1a], Algorithm::Sha1),
    (&[0x2b, 0x0e, 3, 2, 0x1d], Algorithm::Sha1),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5], Algorithm::Sha1),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1], Algorithm::Sha1),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], Algorithm::Sha256),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11], Algorithm::Sha256),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], Algorithm::Sha256),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], Algorithm::Sha384),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12], Algorithm::Sha384),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3], Algorithm::Sha384),
    (&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], Algorithm::Sha512),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13], Algorithm::Sha512),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4], Algorithm::Sha512),
    (&[0x2b, 0x0e, 3, 2, 3], Algorithm::Md5),
    (&[0x2b, 0x0e, 3, 2, 0x0d], Algorithm::Sha1),
];

impl Algorithm {
    /// The digest that an algorithm identifier (encoded) names, alone or as part of a signature algorithm.
    pub fn of_identifier(oid: &[u8]) -> Option<Self> {
        IDENTIFIERS.iter().find(|(known, _)| *known == oid).map(|(_, algorithm)| *algorithm)
    }

    /// Bytes of a digest.
    pub const fn size(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The digest of pieces that stand one after another.
    pub fn digest<'a>(self, pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
        let mut digest = Digest::new(self);
        pieces.into_iter().for_each(|piece| digest.update(piece));
        digest.finish()
    }
}

impl Digest {
    pub fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Md5 => Self::Md5(Md5::new()),
            Algorithm::Sha1 => Self::Sha1(Sha1::new()),
            Algorithm::Sha256 => Self::Sha256(Sha256::new()),
            Algorithm::Sha384 => Self::Sha384(Sha384::new()),
            Algorithm::Sha512 => Self::Sha512(Sha512::new()),
        }
    }

    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Md5(digest) => digest.update(bytes),
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
            Self::Sha384(digest) => digest.update(bytes),
            Self::Sha512(digest) => digest.update(bytes),
        }
    }

    pub fn finish(self) -> Vec<u8> {
        match self {
            Self::Md5(digest) => digest.finalize().to_vec(),
            Self::Sha1(digest) => digest.finalize().to_vec(),
            Self::Sha256(digest) => digest.finalize().to_vec(),
            Self::Sha384(digest) => digest.finalize().to_vec(),
            Self::Sha512(digest) => digest.finalize().to_vec(),
        }
    }
}
