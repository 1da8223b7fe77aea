//! Reads logs to Arrow columns and says how many rows came of them:
//! `cargo run --release -p evtx-arrow --example columns -- [--threads N] [--select PROVIDER:ID,ID… …] [--fields A,B,…] FILE…`.
//!
//! Without `--fields` every column is built, without `--select` every record is wanted.
#![allow(clippy::print_stdout)]

use evtx_arrow::{Columns, Part, ReadOptions, Selector, Wanted, batches};
use std::fs::File;
use std::io;

fn main() -> io::Result<()> {
    let mut options = ReadOptions::default();
    let (mut selectors, mut columns) = (Vec::new(), Columns::all());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--threads" => options.threads = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1),
            "--select" => selectors.extend(arguments.next().and_then(|text| selector(&text))),
            "--fields" => {
                let fields = arguments.next().unwrap_or_default();
                let parts = [Part::Time, Part::Provider, Part::Channel, Part::Computer];
                columns = Columns::some(parts, fields.split(','));
            }
            path => {
                let wanted = if selectors.is_empty() { Wanted::all() } else { Wanted::any_of(selectors.clone()) };
                let mut rows = 0;
                let outcome = batches(File::open(path)?, &options, &wanted, &columns, &mut |batch| {
                    rows += batch.num_rows();
                    true
                })
                .map_err(io::Error::other)?;
                println!("{path}: {} records, {rows} rows, {} issues", outcome.records, outcome.issues.len());
            }
        }
    }
    Ok(())
}

fn selector(text: &str) -> Option<Selector> {
    let (provider, ids) = text.split_once(':')?;
    let ids = ids.split(',').filter_map(|id| id.parse().ok()).collect();
    Some(Selector { provider: Some(provider.to_owned()), ids, ..Selector::default() })
}
