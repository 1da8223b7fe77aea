//! Damaged event logs.

use super::{Case, IIS_LOG, SYSMON_LOG, calm, number, objects, problems_of, shipped};
use crate::program::{Ran, text};

const HEADER: usize = 4096;
const CHUNK: usize = 65_536;
/// Where the second chunk starts, and its first record.
const SECOND: usize = HEADER + CHUNK;
const RECORD: usize = SECOND + 512;
const ALL: u64 = 279;
const COUNT: &str = "WindowsEvent | count";

/// The query's number over one damaged log beside a sound one, less the sound one's records; each problem must be of
/// the damaged log, and at least one of them must hold `place`.
#[track_caller]
fn damaged(log: &[u8], place: &str) -> u64 {
    let case = Case::new().with("logs/damaged.evtx", log).with("logs/sound.evtx", shipped(IIS_LOG));
    let (count, said) = case.number(COUNT);
    let problems = problems_of(&said, "logs/damaged.evtx");
    assert_eq!(problems.len(), said.lines().count(), "{said}");
    assert!(problems.iter().any(|problem| problem.contains(place)), "no `{place}`:\n{said}");
    count.checked_sub(16).expect("the sound log is read")
}

fn sysmon(damage: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut log = shipped(SYSMON_LOG);
    damage(&mut log);
    log
}

fn second_chunk() -> u64 {
    let (one, _) = number_of(&shipped(SYSMON_LOG)[..SECOND]);
    let (two, _) = number_of(&shipped(SYSMON_LOG)[..SECOND + CHUNK]);
    two - one
}

fn number_of(log: &[u8]) -> (u64, String) {
    Case::new().with("log.evtx", log).number(COUNT)
}

#[test]
fn truncated() {
    let (whole_chunks, _) = number_of(&shipped(SYSMON_LOG)[..SECOND]);
    let records = damaged(&sysmon(|log| log.truncate(SECOND + 30_000)), "chunk 1 at 0x1");
    assert!(records > whole_chunks && records < ALL, "{whole_chunks}, {records}");
    assert_eq!(damaged(&sysmon(|log| log.truncate(3_000)), "header"), 0);
}

#[test]
fn a_flipped_bit() {
    for at in [RECORD + 30, RECORD + 100, RECORD + 3_000, RECORD + 40_000] {
        let records = damaged(&sysmon(|log| log[at] ^= 0x10), "chunk 1 at 0x1");
        assert!(records >= ALL - second_chunk(), "bit of byte {at}: {records}");
    }
}

#[test]
fn a_bad_checksum_costs_nothing() {
    for at in [SECOND + 52, SECOND + 124] {
        assert_eq!(damaged(&sysmon(|log| log[at] ^= 0xFF), "chunk 1 at 0x11000"), ALL);
    }
}

#[test]
fn a_bad_magic_costs_the_chunk() {
    let records = damaged(&sysmon(|log| log[SECOND] ^= 0xFF), "chunk 1 at 0x11000");
    assert_eq!(records, ALL - second_chunk());
}

#[test]
fn records_of_a_lost_chunk_are_recovered_and_marked() {
    let log = sysmon(|log| log[SECOND] ^= 0xFF);
    let case = Case::new().with("logs/damaged.evtx", &log);
    let path = text(case.path());
    assert_eq!(case.number(COUNT).0, ALL - second_chunk());
    let (count, said) = number(calm(["query", COUNT, path, "--recover", "-f", "jsonl"]));
    assert_eq!(count, ALL, "{said}");
    let told = format!("{} records were recovered", second_chunk());
    let of_log = problems_of(&said, "logs/damaged.evtx");
    assert!(
        of_log.iter().any(|problem| problem.contains(&told) && problem.contains("damaged.evtx!recovered")),
        "{said}"
    );
    // Findings say which of their records were recovered.
    let cited = |scanned: &Ran| {
        let cited = objects(scanned, "evidence").into_iter();
        cited.filter(|record| record["path"] == "logs/damaged.evtx!recovered").count()
    };
    let scanned = calm(["scan", path, "--recover", "-f", "jsonl"]);
    assert!(cited(&scanned) > 0, "{}", scanned.stdout);
    let problems = objects(&scanned, "problem");
    assert!(problems.iter().any(|problem| problem["text"].as_str().is_some_and(|text| text.contains(&told))));
    assert_eq!(cited(&case.scan()), 0, "nothing is recovered unless that is asked for");
}

#[test]
fn a_record_of_no_length_costs_that_record() {
    // The first record of a chunk, and the one after it.
    let log = shipped(SYSMON_LOG);
    let length = |at: usize| log[at + 4..at + 8].iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte));
    for at in [RECORD, RECORD + length(RECORD)] {
        let zeroed = sysmon(|log| log[at + 4..at + 8].fill(0));
        assert_eq!(damaged(&zeroed, &format!("chunk 1 at 0x{at:X}")), ALL - 1);
    }
}

#[test]
fn real_damage() {
    let check = |name: &str, records: u64, place: &str| {
        let (count, said) = number_of(&shipped(&format!("real/evtx/{name}")));
        assert_eq!(count, records, "{said}");
        assert!(problems_of(&said, "log.evtx").iter().any(|problem| problem.contains(place)), "{said}");
    };
    check("sample-with-zero-data-size-event.evtx", 449, "chunk 0 at 0x1820");
    check("sample_with_a_bad_chunk_magic.evtx", 301, "chunk 6 at 0x61000");
}

#[test]
fn a_log_that_holds_nothing_is_named() {
    let sound = shipped(IIS_LOG);
    for (bytes, expect) in [(vec![], "empty"), (vec![0; 70_000], "zero bytes"), (b"hello".to_vec(), "`hello`")] {
        let case = Case::new().with("Security.evtx", &bytes).with("sound.evtx", &sound);
        let (count, said) = case.number(COUNT);
        assert_eq!(count, 16);
        assert!(problems_of(&said, "Security.evtx").iter().any(|problem| problem.contains(expect)), "{said}");
    }
}

#[test]
fn a_log_by_another_name_is_a_log() {
    let case = Case::new().with("export.csv", shipped(IIS_LOG)).with("web.config", shipped(IIS_LOG));
    let said = "warning: web.config: by its name a configuration file, by its content an event log\n";
    assert_eq!(case.number(COUNT), (32, said.to_owned()));
    let file = case.place("export.csv");
    assert_eq!(number(calm(["query", COUNT, text(&file), "-f", "jsonl"])), (16, String::new()));
}
