//! How fast logs are read: `cargo run --release -p evtx-arrow --example bench -- [-n ROUNDS] [-m MEGABYTES] FILE…`.
//!
//! With `-m` the chunks of all files, in turn and time and again, make one log of that size in memory. A log is read in
//! several ways, one after the other in every round, and the best round of each counts: all records with all fields;
//! those of a selector that takes the process starts of Sysmon and Security; no record at all; and, to compare with,
//! all records as JSON by the `evtx` crate on one thread. Times are those of the processor where the system tells them
//! (Linux), else of the clock.
#![allow(clippy::print_stdout)]

use evtx::{EvtxParser, ParserSettings};
use evtx_arrow::{EventReader, LogReader, Selector, Wanted};
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

fn main() -> std::io::Result<()> {
    let mut rounds = 5_u32;
    let mut megabytes: Option<usize> = None;
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "-n" {
            rounds = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(rounds);
        } else if argument == "-m" {
            megabytes = arguments.next().and_then(|text| text.parse().ok());
        } else {
            files.push((std::fs::read(&argument)?, argument));
        }
    }
    let id = |provider: &str, id| Selector { provider: Some(provider.into()), ids: [id].into(), ..Selector::default() };
    let starts = Wanted::any_of([id("Microsoft-Windows-Sysmon", 1), id("Microsoft-Windows-Security-Auditing", 4688)]);
    let ways = [("all fields", Wanted::all()), ("selector", starts), ("nothing", Wanted::any_of([]))];
    if let Some(size) = megabytes {
        let dense = repeat(&files, size * 1_000_000);
        files = vec![(dense, "all of them".to_owned())];
    }
    for (bytes, name) in &files {
        let mut other = Duration::MAX;
        let mut others = 0_u64;
        let mut best = [Duration::MAX; 3];
        let mut given = [0_u64; 3];
        for _ in 0..rounds {
            for ((best, given), (_, wanted)) in best.iter_mut().zip(&mut given).zip(&ways) {
                *given = 0;
                let start = clock();
                black_box(LogReader.read(bytes, wanted, &mut |event| {
                    *given += 1;
                    black_box(event.data.len());
                }));
                *best = clock().saturating_sub(start).min(*best);
            }
            others = 0;
            let copy = bytes.clone();
            let start = clock();
            let settings = ParserSettings::new().num_threads(1).indent(false);
            let mut parser = EvtxParser::from_buffer(copy).map_err(std::io::Error::other)?.with_configuration(settings);
            for record in parser.records_json_bytes() {
                others += u64::from(black_box(record).is_ok());
            }
            other = other.min(clock().saturating_sub(start));
        }
        let speed = |time: Duration| bytes.len() as f64 / 1e6 / time.as_secs_f64();
        println!("{name}: {:.1} MB", bytes.len() as f64 / 1e6);
        println!("  evtx crate, as JSON {:7.0} MB/s        {others} records", speed(other));
        for ((best, given), (way, _)) in best.iter().zip(given).zip(&ways) {
            let ratio = other.as_secs_f64() / best.as_secs_f64();
            println!("  {way:19} {:7.0} MB/s {ratio:5.1}x {given} records", speed(*best));
        }
    }
    Ok(())
}

/// One log with the chunks of all files until it has about `size` bytes.
fn repeat(files: &[(Vec<u8>, String)], size: usize) -> Vec<u8> {
    const HEADER: usize = 4096;
    const CHUNK: usize = 65_536;
    let chunks: Vec<&[u8]> = files
        .iter()
        .flat_map(|(bytes, _)| bytes.get(HEADER..).unwrap_or_default().chunks_exact(CHUNK))
        .filter(|chunk| chunk.starts_with(b"ElfChnk\0"))
        .collect();
    let mut log = files.first().and_then(|(bytes, _)| bytes.get(..HEADER)).unwrap_or_default().to_vec();
    for chunk in chunks.iter().cycle().take(size / CHUNK) {
        log.extend_from_slice(chunk);
    }
    log
}

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The time this thread has had of a processor.
fn clock() -> Duration {
    let busy = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = busy.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| STARTED.elapsed(), Duration::from_nanos)
}
