//! Roots that are believed: those of Microsoft's own products (`knowledge/microsoft_roots.csv`), and the user's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use formats::authenticode::{Algorithm, Certificate};
use std::sync::LazyLock;

/// A root that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Its common name.
    pub name: String,
    /// Whether it vouches for time stamps alone.
    pub is_for_time_stamps: bool,
    /// Whether it is Microsoft's own, not the user's.
    pub is_microsoft: bool,
    /// Encoded.
    subject: Vec<u8>,
    pub(super) public_key: Vec<u8>,
    /// Of the whole certificate, in hexadecimal.
    pub sha256: String,
}

static ROOTS: LazyLock<Vec<Root>> = LazyLock::new(|| {
    let text = include_str!("../../../../knowledge/microsoft_roots.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let root = |row: csv::StringRecord| {
        Some(Root {
            name: row.get(0)?.to_owned(),
            is_for_time_stamps: row.get(1)? == "time_stamps",
            is_microsoft: true,
            subject: unhex(row.get(2)?)?,
            public_key: unhex(row.get(3)?)?,
            sha256: row.get(5)?.to_owned(),
        })
    };
    reader.records().filter_map(Result::ok).filter_map(root).collect()
});

/// All of them, oldest first.
pub fn roots() -> &'static [Root] {
    &ROOTS
}

/// Why a file gives no root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootError {
    #[error("no certificate in it, neither PEM nor DER")]
    NoCertificate,
    #[error("certificate {0} is damaged")]
    Damaged(usize),
}

/// The roots that are believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    own: Vec<Root>,
}

impl Trust {
    /// Adds the certificates of a file, PEM (several in a row) or DER, beside Microsoft's roots. Gives their number.
    ///
    /// # Errors
    /// When the file has no certificate, or one that cannot be read; then none of it is added.
    pub fn add(&mut self, file: &[u8]) -> Result<usize, RootError> {
        let encoded = match pem(file) {
            found if !found.is_empty() => found,
            _ if file.first() == Some(&0x30) => vec![Some(file.to_vec())],
            _ => return Err(RootError::NoCertificate),
        };
        let mut added = Vec::new();
        for (number, encoded) in (1..).zip(encoded) {
            let root = encoded.as_deref().and_then(Certificate::parse).map(|certificate| Root {
                name: certificate.subject.short(),
                is_for_time_stamps: false,
                is_microsoft: false,
                subject: certificate.subject.0.to_vec(),
                public_key: certificate.public_key.to_vec(),
                sha256: formats::hex(&Algorithm::Sha256.digest([certificate.raw])),
            });
            added.push(root.ok_or(RootError::Damaged(number))?);
        }
        let count = added.len();
        self.own.extend(added);
        Ok(count)
    }

    fn all(&self) -> impl Iterator<Item = &Root> {
        ROOTS.iter().chain(&self.own)
    }

    /// The root that a certificate is: the same name and the same key.
    pub(super) fn root_of(&self, certificate: &Certificate<'_>) -> Option<&Root> {
        self.all().find(|root| root.subject == certificate.subject.0 && root.public_key == certificate.public_key)
    }

    /// The roots of the name that a certificate gives for its issuer.
    pub(super) fn issuers_of<'t>(&'t self, certificate: &Certificate<'_>) -> Vec<&'t Root> {
        self.all().filter(|root| root.subject == certificate.issuer.0).collect()
    }
}

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The certificates of a PEM file (RFC 7468), decoded; none for one that cannot be.
fn pem(file: &[u8]) -> Vec<Option<Vec<u8>>> {
    let text = String::from_utf8_lossy(file);
    let blocks = text.split(BEGIN).skip(1);
    let decoded = blocks.map(|block| {
        let (body, _) = block.split_once(END)?;
        let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        STANDARD.decode(body).ok()
    });
    decoded.collect()
}

pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use formats::asn1::{Children, SEQUENCE, Value};

    #[test]
    fn every_row_is_read() {
        let text = include_str!("../../../../knowledge/microsoft_roots.csv");
        assert_eq!(roots().len(), text.lines().count() - 1);
        for root in roots() {
            assert_eq!(root.sha256.len(), 64, "{}", root.name);
            assert_eq!(Children::of(&root.subject).next().map(|name| name.raw.len()), Some(root.subject.len()));
            assert!(Value::expect(&root.public_key, SEQUENCE).is_some_and(|key| key.raw == root.public_key));
            let name = formats::authenticode::Name(&root.subject);
            assert_eq!(name.short(), root.name);
        }
    }

    #[test]
    fn roots_of_files() {
        let mut trust = Trust::default();
        assert_eq!(trust.add(b"no certificate"), Err(RootError::NoCertificate));
        assert_eq!(trust.add(b"0\x03\x02\x01\x01"), Err(RootError::Damaged(1)));
        let damaged = format!("{BEGIN}\nMAMCAQE=\n{END}\n");
        assert_eq!(trust.add(damaged.as_bytes()), Err(RootError::Damaged(1)));
        assert_eq!(trust, Trust::default());
    }

    #[test]
    fn hexadecimal() {
        assert_eq!(unhex("0aFf"), Some(vec![10, 255]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
    }
}
