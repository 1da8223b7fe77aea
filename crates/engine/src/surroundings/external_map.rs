//! Which file stands for an address.

use super::{SurroundingsError, unreadable};
use std::path::{Component, Path, PathBuf};

#[derive(Debug)]
pub(super) struct ExternalMap {
    /// Addresses and paths, in the order of the map.
    entries: Vec<(String, PathBuf)>,
}

impl ExternalMap {
    pub(super) fn open(path: &Path) -> Result<Self, SurroundingsError> {
        let text = std::fs::read_to_string(path).map_err(unreadable(path))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::read(&text, folder).map_err(|(line, reason)| SurroundingsError::Map {
            path: path.to_owned(),
            line,
            reason,
        })
    }

    fn read(text: &str, folder: &Path) -> Result<Self, (usize, String)> {
        let mut entries = Vec::new();
        for (i, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (address, file) =
                split(line).ok_or_else(|| (i + 1, "write an address, `=` and the path of a file".to_owned()))?;
            entries.push((address.to_owned(), folder.join(file)));
        }
        Ok(Self { entries })
    }

    /// The file for an address. What stands after `;` is a secret, and what stands after `?` may be one.
    pub(super) fn find(&self, address: &str) -> Option<PathBuf> {
        let address = address.split(';').next().unwrap_or(address);
        let plain = address.split('?').next().unwrap_or(address);
        for wanted in [address, plain] {
            if let Some((_, path)) = self.entries.iter().find(|(known, _)| known == wanted && !known.ends_with('/')) {
                return Some(path.clone());
            }
        }
        self.entries.iter().filter(|(known, _)| known.ends_with('/')).find_map(|(known, folder)| {
            let rest = Path::new(plain.strip_prefix(known.as_str())?);
            // An address never leads out of the folder that stands for it.
            let inside = rest.components().all(|c| matches!(c, Component::Normal(_)));
            (inside && rest.components().next().is_some()).then(|| folder.join(rest))
        })
    }
}

/// An address and a path. With space around it the `=` is plain to see; else it is the last one, because addresses
/// have some of their own.
fn split(line: &str) -> Option<(&str, &str)> {
    let spaced = line.split_once(" = ").or_else(|| line.split_once('\t'));
    let (address, path) = spaced.or_else(|| line.rsplit_once('='))?;
    let (address, path) = (address.trim(), path.trim().trim_start_matches('=').trim());
    (!address.is_empty() && !path.is_empty()).then_some((address, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_find_files() {
        let text = "# feeds\nhttps://a.example/x.csv?sv=1=local one.csv\nhttps://b.example/y.csv = y.csv\n\
                    https://c.example/lists/ = lists\n";
        let map = ExternalMap::read(text, Path::new("maps")).unwrap();
        let check = |address: &str, expect: Option<&str>| {
            assert_eq!(map.find(address), expect.map(PathBuf::from), "{address}");
        };
        check("https://a.example/x.csv?sv=1", Some("maps/local one.csv"));
        check("https://a.example/x.csv", None);
        check("https://b.example/y.csv?sig=abc", Some("maps/y.csv"));
        check("https://b.example/y.csv;managed_identity=system", Some("maps/y.csv"));
        check("https://c.example/lists/ips.txt", Some("maps/lists/ips.txt"));
        check("https://c.example/lists/../secret", None);
        check("https://c.example/lists//etc/passwd", None);
        check("https://c.example/lists/", None);
        assert_eq!(ExternalMap::read("x\n", Path::new("")).unwrap_err().0, 1);
    }
}
