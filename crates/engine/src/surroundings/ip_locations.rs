//! Where IP addresses are, from a database in MaxMind's format.

use kql_functions::{IpLocation, IpLocations};
use maxminddb::{MaxMindDbError, Reader, geoip2};
use std::fmt;
use std::net::IpAddr;
use std::path::Path;

/// A database of cities or countries, held in memory.
pub(super) struct Database(Reader<Vec<u8>>);

impl Database {
    /// Reads a database.
    ///
    /// # Errors
    /// When the file cannot be read or is no such database.
    pub(super) fn open(file: &Path) -> Result<Self, MaxMindDbError> {
        Ok(Self(Reader::open_readfile(file)?))
    }
}

impl IpLocations for Database {
    fn locate(&self, address: IpAddr) -> Option<IpLocation> {
        // A record that is damaged or of another kind tells nothing.
        let found = self.0.lookup(address).ok()?.decode::<geoip2::City<'_>>().ok()??;
        let name = |text: Option<&str>| text.map(str::to_owned);
        Some(IpLocation {
            country: name(found.country.names.english),
            state: name(found.subdivisions.first().and_then(|s| s.names.english)),
            city: name(found.city.names.english),
            latitude: found.location.latitude,
            longitude: found.location.longitude,
        })
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.metadata().database_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// A text as the format keeps it (MaxMind DB file format specification 2.0): kind and length, then bytes.
    fn text(text: &str) -> Vec<u8> {
        [&[0x40 | u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
    }

    fn map(pairs: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let members = pairs.iter().flat_map(|(key, value)| [text(key), value.clone()].concat());
        std::iter::once(0xE0 | u8::try_from(pairs.len()).unwrap()).chain(members).collect()
    }

    fn named(name: &str) -> Vec<u8> {
        map(&[("names", map(&[("en", text(name))]))])
    }

    /// A database of one node: the addresses of the upper half have a record, the others none.
    fn database() -> Vec<u8> {
        let latitude = [&[0x68][..], &(-33.5_f64).to_be_bytes()].concat();
        let record = map(&[
            ("city", named("Sydney")),
            ("country", named("Australia")),
            ("location", map(&[("latitude", latitude)])),
            ("subdivisions", [vec![0x01, 0x04], named("New South Wales")].concat()),
        ]);
        let number = |n: u8| vec![0xA1, n];
        let long = |n: u8| vec![0x01, 0x02, n];
        let metadata = map(&[
            ("binary_format_major_version", number(2)),
            ("binary_format_minor_version", number(0)),
            ("build_epoch", long(1)),
            ("database_type", text("Test-City")),
            ("description", map(&[])),
            ("ip_version", number(4)),
            ("languages", vec![0x00, 0x04]),
            ("node_count", vec![0xC1, 1]),
            ("record_size", number(24)),
        ]);
        // A node has two records of three bytes: no data is the number of nodes, data starts 16 past it.
        let tree = [0, 0, 1, 0, 0, 17];
        [&tree[..], &[0; 16], &record, b"\xAB\xCD\xEFMaxMind.com", &metadata].concat()
    }

    #[test]
    fn locations() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&database()).unwrap();
        let database = Database::open(file.path()).unwrap();
        let found = database.locate("203.0.113.9".parse().unwrap());
        let expect = IpLocation {
            country: Some("Australia".to_owned()),
            state: Some("New South Wales".to_owned()),
            city: Some("Sydney".to_owned()),
            latitude: Some(-33.5),
            longitude: None,
        };
        assert_eq!(found, Some(expect));
        assert_eq!(database.locate("10.0.0.1".parse().unwrap()), None);
        assert_eq!(database.locate("2001:db8::1".parse().unwrap()), None);
    }

    #[test]
    fn damage() {
        let whole = database();
        for length in (0..whole.len()).step_by(3) {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(whole.get(..length).unwrap()).unwrap();
            if let Ok(database) = Database::open(file.path()) {
                database.locate("203.0.113.9".parse().unwrap());
            }
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            *bytes.get_mut(at).unwrap() ^= 0xFF;
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(&bytes).unwrap();
            if let Ok(database) = Database::open(file.path()) {
                database.locate("203.0.113.9".parse().unwrap());
            }
        }
    }
}
