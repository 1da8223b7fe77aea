//! For a person at a screen.

use crate::{Format, QueryTable, Style, grid, page};
use std::io::{Result, Write};

pub(super) static FORMAT: Format = Format {
    id: "console",
    extension: "txt",
    doc: "A page, or an aligned table, for a person to read",
    scan: Some(page::write),
    query: Some(query),
};

fn query(tables: &[QueryTable<'_>], out: &mut (dyn Write + Send), style: &Style) -> Result<()> {
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        grid::write(table, out, style)?;
    }
    Ok(())
}
