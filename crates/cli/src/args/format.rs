use clap::Args;
use report::Format;
use std::path::PathBuf;

/// Where a format goes.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) format: &'static Format,
    /// A file; standard output when absent.
    pub(crate) path: Option<PathBuf>,
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={:?}", self.format.id, self.path)
    }
}

#[derive(Debug, Clone, Args)]
pub(crate) struct ScanFormatArgs {
    /// How to show the result, and in which file (standard output when no file is named); may be repeated
    #[arg(short, long, value_name = "ID[=PATH]", value_parser = scan_target, default_value = "console")]
    pub(crate) format: Vec<Target>,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct QueryFormatArgs {
    /// How to show the rows, and in which file (standard output when no file is named); may be repeated
    #[arg(short, long, value_name = "ID[=PATH]", value_parser = query_target, default_value = "console")]
    pub(crate) format: Vec<Target>,
}

fn scan_target(text: &str) -> Result<Target, String> {
    target(text, |format| format.scan.is_some())
}

fn query_target(text: &str) -> Result<Target, String> {
    target(text, |format| format.query.is_some())
}

fn target(text: &str, usable: fn(&Format) -> bool) -> Result<Target, String> {
    let (id, path) = match text.split_once('=') {
        Some((_, "")) => return Err("a file's name must follow the `=`".to_owned()),
        Some((id, path)) => (id, Some(path).filter(|path| *path != "-")),
        None => (text, None),
    };
    let there = report::ids(usable).join(", ");
    match report::format(id) {
        Some(format) if usable(format) => Ok(Target { format, path: path.map(PathBuf::from) }),
        Some(_) => Err(format!("`{id}` cannot show this; there are {there}")),
        None => Err(format!("there is no format `{id}`; there are {there}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let check = |text: &str, expect: &str| {
            let shown = match scan_target(text) {
                Ok(target) => format!("{target:?}"),
                Err(error) => error,
            };
            assert_eq!(shown, expect, "{text}");
        };
        check("jsonl", "jsonl=None");
        check("jsonl=-", "jsonl=None");
        check("csv=a=b.csv", "csv=Some(\"a=b.csv\")");
        check("csv=", "a file's name must follow the `=`");
        check(
            "parquet",
            "`parquet` cannot show this; there are console, csv, html, jsonl, navigator, ocsf, sarif, timesketch",
        );
        check(
            "xml=x",
            "there is no format `xml`; there are console, csv, html, jsonl, navigator, ocsf, sarif, timesketch",
        );
        assert!(query_target("parquet=x").is_ok());
    }
}
