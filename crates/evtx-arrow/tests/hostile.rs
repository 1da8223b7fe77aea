//! Real logs, damaged in every way: what is sound is read, what is not is listed, nothing panics.

use evtx_arrow::{EventReader, Issue, LogReader, Wanted};
use std::fs;
use std::path::PathBuf;

const CHUNK: usize = 65_536;
const HEADER: usize = 4096;

fn log(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/real/evtx")).join(name)).unwrap()
}

static LOGS: &[&str] = &[
    "Application_no_crc32.evtx",
    "ID11-Exchange-transport-config-modified.evtx",
    "ID15457-SQL-Server-CMDshell-enabled.evtx",
    "ID4688-sqlcmd-tool-abuse-in-SQL-Server.evtx",
    "ID6-Failed-to-install-an-Exchange-transport-agent.evtx",
    "MSExchange_Management_wec.evtx",
    "new-user-security.evtx",
    "sample-with-zero-data-size-event.evtx",
    "sample_with_a_bad_chunk_magic.evtx",
    "sysmon.evtx",
];

/// Record ids and issues.
fn read(bytes: &[u8]) -> (Vec<u64>, Vec<Issue>) {
    let mut ids = Vec::new();
    let log = LogReader.read(bytes, &Wanted::all(), &mut |event| ids.push(event.record_id));
    assert_eq!(log.records, ids.len() as u64);
    (ids, log.issues)
}

fn damage(issues: &[Issue]) -> Vec<String> {
    issues.iter().filter(|issue| !issue.is_note()).map(ToString::to_string).collect()
}

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

#[test]
fn sound_logs_have_no_damage() {
    let check = |name, records| {
        let (ids, issues) = read(&log(name));
        assert_eq!(ids.len(), records, "{name}");
        assert_eq!(damage(&issues), Vec::<String>::new(), "{name}");
    };
    check("new-user-security.evtx", 4);
    check("MSExchange_Management_wec.evtx", 1);
    check("Application_no_crc32.evtx", 17);
    check("ID11-Exchange-transport-config-modified.evtx", 1);
    check("sysmon.evtx", 358);
}

#[test]
fn damage_is_told_with_its_place() {
    let check = |name, records, expect: &[&str]| {
        let (ids, issues) = read(&log(name));
        assert_eq!(ids.len(), records, "{name}");
        let damage = damage(&issues);
        assert_eq!(damage.len(), expect.len(), "{name}: {damage:?}");
        for (have, want) in damage.iter().zip(expect) {
            assert!(have.starts_with(want), "{have}");
        }
    };
    check("sample-with-zero-data-size-event.evtx", 449, &["chunk 0 at 0x1820: a record cannot be read"]);
    check(
        "sample_with_a_bad_chunk_magic.evtx",
        301,
        &[
            "chunk 6 at 0x61000: not a chunk of an event log",
            "chunk 7 at 0x73060: a record cannot be read",
            "chunk 10 at 0xA1000: not a chunk of an event log",
        ],
    );
}

#[test]
fn damage_to_one_chunk_leaves_the_others() {
    let whole = log("sysmon.evtx");
    let (all, _) = read(&whole);
    for at in [0, 4, 40, 48, 100, 130, 400, 600, 5000, 60_000] {
        let mut bytes = whole.clone();
        let first = HEADER + CHUNK;
        for byte in &mut bytes[first + at..first + at + 4] {
            *byte ^= 0xFF;
        }
        let (ids, issues) = read(&bytes);
        let second: Vec<u64> = read(&whole[..HEADER + CHUNK]).0;
        assert!(ids.starts_with(&second), "chunk 0 is whole, damage at {at}");
        let tail = read(&whole[..HEADER + 2 * CHUNK]).0.len();
        assert!(ids.ends_with(&all[tail..]), "chunks from 2 on are whole, damage at {at}");
        assert!(!issues.is_empty(), "damage at {at} is listed");
    }
}

#[test]
fn a_destroyed_file_header_costs_no_record() {
    let mut bytes = log("new-user-security.evtx");
    bytes[..HEADER].fill(0xAA);
    assert!(evtx_arrow::looks_like_log(&bytes));
    let (ids, issues) = read(&bytes);
    assert_eq!(ids.len(), 4);
    assert!(damage(&issues)[0].contains("the file's own header is damaged"));
}

#[test]
fn a_damaged_table_of_names_costs_no_record() {
    let mut bytes = log("sysmon.evtx");
    let (before, _) = read(&bytes);
    bytes[HEADER + 128..HEADER + 384].fill(0xFF);
    let (ids, issues) = read(&bytes);
    assert_eq!(ids, before);
    assert!(issues.iter().any(|issue| issue.text.contains("table of names")));
}

#[test]
fn truncation_anywhere() {
    for name in LOGS {
        let whole = log(name);
        let whole = &whole[..whole.len().min(HEADER + 2 * CHUNK)];
        let (all, _) = read(whole);
        for length in (0..HEADER + 600).step_by(97).chain((HEADER + 600..whole.len()).step_by(1013)) {
            let (ids, issues) = read(&whole[..length]);
            assert!(all.starts_with(&ids), "{name} {length}");
            // A cut after the first chunk may leave whole chunks, or only blank ones cut off.
            let told = length == HEADER || length >= HEADER + CHUNK || !damage(&issues).is_empty();
            assert!(told, "{name} cut off at {length}, nobody says so");
        }
    }
}

/// The bytes of a log that hold something.
fn used(bytes: &[u8]) -> Vec<usize> {
    bytes
        .chunks(16)
        .enumerate()
        .filter(|(_, b)| b.iter().any(|&b| b != 0))
        .flat_map(|(n, _)| n * 16..n * 16 + 16)
        .collect()
}

#[test]
fn flipped_bits_anywhere() {
    for name in LOGS {
        let whole = log(name);
        // One chunk is as good as many.
        let whole = &whole[..whole.len().min(HEADER + CHUNK)];
        let places = used(whole);
        let mut numbers = Numbers(0x5EED);
        for _ in 0..300 {
            let mut bytes = whole.to_vec();
            for _ in 0..=numbers.below(8) {
                let at = places[numbers.below(places.len())];
                bytes[at] ^= 1 << numbers.below(8);
            }
            read(&bytes);
        }
    }
}

#[test]
fn bytes_of_other_places_anywhere() {
    for name in LOGS {
        let whole = log(name);
        let whole = &whole[..whole.len().min(HEADER + CHUNK)];
        let places = used(whole);
        let mut numbers = Numbers(0xFEED);
        for _ in 0..300 {
            let mut bytes = whole.to_vec();
            for _ in 0..=numbers.below(4) {
                let (to, from) = (places[numbers.below(places.len())], places[numbers.below(places.len())]);
                let length = numbers.below(64).min(bytes.len() - to.max(from));
                bytes.copy_within(from..from + length, to);
            }
            read(&bytes);
        }
    }
}

/// What is nothing but repeated 0x01, 0x0C and the like must not take long either.
#[test]
fn a_chunk_of_one_token_takes_no_time() {
    let whole = log("new-user-security.evtx");
    for token in 0..=0x4F {
        let mut bytes = whole.clone();
        let first = HEADER + 512 + 24 + 4;
        bytes[first..HEADER + CHUNK].fill(token);
        bytes[HEADER + 512 + 4..HEADER + 512 + 8].copy_from_slice(&((CHUNK - 512) as u32).to_le_bytes());
        read(&bytes);
    }
}

#[test]
fn lengths_and_offsets_out_of_range() {
    let whole = log("new-user-security.evtx");
    for at in (HEADER + 8..HEADER + 512 + 2000).step_by(2) {
        let mut bytes = whole.clone();
        bytes[at..at + 2].fill(0xFF);
        read(&bytes);
    }
}

#[test]
fn no_log_at_all() {
    for bytes in [&b""[..], b"ElfFile\0", b"not a log", &[0; 70_000], &[0xFF; 70_000]] {
        let (ids, _) = read(bytes);
        assert!(ids.is_empty());
    }
}
