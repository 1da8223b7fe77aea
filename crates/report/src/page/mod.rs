//! A scan's result as a page for a tired responder: what is wrong first, then why, then the records that prove it.

mod components;
mod coverage;
mod findings;
mod header;
mod incidents;
mod posture;
mod records;
mod response;
mod sheet;

use crate::Style;
use detect::model::{EvidenceId, ScanResult};
use sheet::Sheet;
use std::collections::BTreeSet;
use std::io::{Result, Write};

/// What the page has cited so far; only these records are listed at its end.
type Cited = BTreeSet<EvidenceId>;

pub(crate) fn write(result: &ScanResult, out: &mut (dyn Write + Send), style: &Style) -> Result<()> {
    let mut sheet = Sheet::new(out, style);
    let mut cited = Cited::new();
    header::write(result, &mut sheet)?;
    components::accused(result, &mut sheet, &mut cited)?;
    incidents::write(result, &mut sheet, &mut cited)?;
    findings::write(result, &mut sheet, &mut cited)?;
    components::others(result, &mut sheet)?;
    posture::write(result, &mut sheet)?;
    coverage::write(result, &mut sheet)?;
    records::cited(result, &mut sheet, &cited)?;
    records::problems(result, &mut sheet)?;
    header::summary(result, &mut sheet)
}
