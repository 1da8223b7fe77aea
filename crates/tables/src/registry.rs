use crate::{Table, generated};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// All tables that are known, by name.
#[derive(Debug, Default)]
pub struct Registry {
    tables: BTreeMap<String, Table>,
}

impl Registry {
    pub fn get(&self, name: &str) -> Option<&Table> {
        self.tables.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Table> {
        self.tables.values()
    }
}

/// The tables of `tables/*.toml`, read once. A file that cannot be read is left out here and fails this crate's
/// tests, so a released program has them all.
pub fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| Registry {
        tables: generated::FILES
            .iter()
            .filter_map(|(file, text)| Table::from_toml(file, text).ok())
            .map(|table| (table.name.clone(), table))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_description_reads() {
        for (file, text) in generated::FILES {
            let table = Table::from_toml(file, text).unwrap_or_else(|e| panic!("{e}"));
            assert!(!table.doc.is_empty(), "{file}: no doc");
            assert_eq!(table.kind == crate::Kind::Events, table.time.is_some(), "{file}: events have a time");
        }
    }
}
