//! The roots of Microsoft's own products (`knowledge/microsoft_roots.csv`).

use formats::authenticode::Certificate;
use std::sync::LazyLock;

/// A root that is known.
#[derive(Debug, PartialEq, Eq)]
pub struct Root {
    /// Its common name.
    pub name: String,
    /// Whether it vouches for time stamps alone.
    pub is_for_time_stamps: bool,
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

/// The root that a certificate is: the same name and the same key.
pub(super) fn root_of(certificate: &Certificate<'_>) -> Option<&'static Root> {
    ROOTS.iter().find(|root| root.subject == certificate.subject.0 && root.public_key == certificate.public_key)
}

/// The roots of the name that a certificate gives for its issuer.
pub(super) fn issuers_of(certificate: &Certificate<'_>) -> impl Iterator<Item = &'static Root> {
    ROOTS.iter().filter(move |root| root.subject == certificate.issuer.0)
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
    fn hexadecimal() {
        assert_eq!(unhex("0aFf"), Some(vec![10, 255]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
    }
}
