//! Says what a piece of evidence gives: `cargo run -p sources --example summary -- PATH...`.
#![allow(clippy::print_stdout)]

use sources::{ReadOptions, read};
use tables::{Request, Store, registry};

fn main() -> Result<(), sources::ReadError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let evidence = evidence::open(&arguments, &evidence::Limits::default());
    let mut request = Request::default();
    for table in registry().iter() {
        request.want_all(&table.name);
    }
    let mut store = Store::new(request, usize::MAX);
    let summary = read(&evidence, &mut store, &ReadOptions::default())?;
    for source in store.sources() {
        println!("{:20} {:10} {}", source.format, source.bytes, source.path);
    }
    for (table, rows) in store.filled() {
        println!("{table:28} {rows}");
    }
    for problem in &store.problems {
        println!("{} {} {}: {}", problem.severity.as_str(), problem.path, problem.place, problem.text);
    }
    println!("{} records, {} files not recognised, hosts {:?}", summary.records, summary.unrecognised, summary.hosts);
    Ok(())
}
