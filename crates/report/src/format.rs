use crate::{QueryTable, Style, formats};
use detect::model::ScanResult;
use std::io::{Result, Write};

/// Writes a scan's result.
pub type WriteScan = fn(&ScanResult, &mut (dyn Write + Send), &Style) -> Result<()>;
/// Writes the results of a query's statements, in order; nearly always there is one.
pub type WriteQuery = fn(&[QueryTable<'_>], &mut (dyn Write + Send), &Style) -> Result<()>;

/// One output format.
pub struct Format {
    /// What `--format` calls it.
    pub id: &'static str,
    /// The usual ending of its files, without the dot.
    pub extension: &'static str,
    /// One line for `--help`.
    pub doc: &'static str,
    /// How it shows a scan, where it can.
    pub scan: Option<WriteScan>,
    /// How it shows rows, where it can.
    pub query: Option<WriteQuery>,
}

/// A format by its id.
pub fn format(id: &str) -> Option<&'static Format> {
    formats::ALL.iter().copied().find(|format| format.id == id)
}

/// The ids of the formats that pass a test, sorted.
pub fn ids(test: impl Fn(&Format) -> bool) -> Vec<&'static str> {
    formats::ALL.iter().filter(|format| test(format)).map(|format| format.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted_and_usable() {
        let all = ids(|_| true);
        assert!(all.is_sorted(), "{all:?}");
        for f in formats::ALL {
            assert!(f.scan.is_some() || f.query.is_some(), "{} shows nothing", f.id);
            assert!(!f.doc.is_empty() && !f.extension.is_empty());
            assert!(format(f.id).is_some_and(|found| found.id == f.id));
        }
        assert_eq!(
            ids(|f| f.scan.is_some()),
            ["console", "csv", "html", "jsonl", "navigator", "ocsf", "sarif", "timesketch"]
        );
        assert_eq!(ids(|f| f.query.is_some()), ["console", "csv", "json", "jsonl", "parquet"]);
    }
}
