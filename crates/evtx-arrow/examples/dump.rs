//! Prints the records of a log: `cargo run --example dump -- FILE`.
#![allow(clippy::print_stdout)]

use evtx_arrow::{EventReader, LogReader, Wanted};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(path)?;
        let log = LogReader.read(&bytes, &Wanted::all(), &mut |event| println!("{event:?}"));
        for issue in log.issues {
            println!("{issue}");
        }
    }
    Ok(())
}
