//! One page that needs nothing else: no script, nothing remote, readable on paper too.

use crate::{Format, Style, html};
use detect::model::ScanResult;
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "html",
    extension: "html",
    doc: "A page for a browser, complete in itself",
    scan: Some(scan),
    query: None,
};

fn scan(result: &ScanResult, out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    html::write(result, out)
}
