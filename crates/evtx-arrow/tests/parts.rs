//! Logs of many parts: any number of threads gives the same, what is needed is all that is decoded, and what no list
//! leads to is carved.

use evtx_arrow::{
    Event, EventReader, Harvest, LogReader, Needs, Origin, Outcome, Part, ReadOptions, Route, Wanted, carve, harvest,
};
use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

const CHUNK: usize = 65_536;
const HEADER: usize = 4096;

fn log(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/real/evtx")).join(name)).unwrap()
}

/// The chunks of some logs in turn, until there are so many.
fn dense(chunks: usize) -> Vec<u8> {
    let logs = ["sysmon.evtx", "sample-with-zero-data-size-event.evtx", "new-user-security.evtx"].map(log);
    let all: Vec<&[u8]> =
        logs.iter().flat_map(|log| log[HEADER..].chunks_exact(CHUNK)).filter(|c| c.starts_with(b"ElfChnk")).collect();
    let mut dense = logs[0][..HEADER].to_vec();
    all.iter().cycle().take(chunks).for_each(|chunk| dense.extend_from_slice(chunk));
    dense
}

/// Every record as text.
struct Texts {
    routes: Vec<Route>,
    only: Option<u32>,
}

impl Texts {
    fn new(needs: Needs) -> Self {
        Self { routes: vec![Route { first: None, needs }], only: None }
    }

    fn read(&self, bytes: impl Read + Send, threads: usize, recover: bool) -> (Vec<(Origin, String)>, Outcome) {
        let mut all = Vec::new();
        let outcome = harvest(bytes, &ReadOptions { threads, recover }, self, &mut |part| {
            all.extend(part);
            true
        });
        (all, outcome)
    }
}

impl Harvest for Texts {
    type Worker = Vec<(Origin, String)>;
    type Part = Vec<(Origin, String)>;

    fn worker(&self) -> Self::Worker {
        Vec::new()
    }

    fn routes(&self) -> &[Route] {
        &self.routes
    }

    fn route(&self, _provider: &str, _channel: &str, id: u32) -> Option<usize> {
        self.only.is_none_or(|only| only == id).then_some(0)
    }

    fn is_wanted(&self, _worker: &mut Self::Worker, _route: usize, event: &Event<'_>, _origin: Origin) -> bool {
        event.value("Image").is_some_and(|image| image.ends_with("cmd.exe"))
    }

    fn take(&self, worker: &mut Self::Worker, _route: usize, event: &Event<'_>, origin: Origin) {
        worker.push((origin, format!("{event:?}")));
    }

    fn finish(&self, worker: &mut Self::Worker) -> Self::Part {
        std::mem::take(worker)
    }
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let bytes = dense(100);
    let texts = Texts::new(Needs::all());
    let (events, outcome) = texts.read(bytes.as_slice(), 1, false);
    let mut plain = Vec::new();
    let whole = LogReader.read(&bytes, &Wanted::all(), &mut |event| plain.push((Origin::Log, format!("{event:?}"))));
    assert!(events == plain && outcome == whole && events.len() > 5000, "{}", events.len());
    for threads in [2, 3, 8, 0] {
        let (same, outcome) = texts.read(bytes.as_slice(), threads, false);
        assert!(same == events && outcome == whole, "{threads} threads");
    }
}

#[test]
fn only_what_is_needed_is_decoded() {
    let bytes = log("sysmon.evtx");
    let mut needs = Needs::nothing();
    needs.field("Image").part(Part::Computer);
    let (events, _) = Texts::new(needs.clone()).read(bytes.as_slice(), 1, false);
    let mut at = 0;
    LogReader.read(&bytes, &Wanted::all(), &mut |event| {
        let mut expect = Event { record_id: event.record_id, event_id: event.event_id, ..Event::default() };
        expect.computer = event.computer.clone();
        expect.data = event.data.iter().filter(|field| field.name == "Image").cloned().collect();
        assert_eq!(events[at].1, format!("{expect:?}"));
        at += 1;
    });
    assert_eq!(at, events.len());

    let mut texts = Texts::new(needs);
    let mut first = Needs::nothing();
    first.field("Image");
    texts.routes[0].first = Some(first);
    let (few, outcome) = texts.read(bytes.as_slice(), 1, false);
    assert!(few.len() < events.len() && !few.is_empty() && outcome.records == 358, "{}", few.len());
    assert!(few.iter().all(|(_, text)| text.contains("cmd.exe") && text.contains("DESKTOP")));
    texts.only = Some(99_999);
    assert_eq!(texts.read(bytes.as_slice(), 1, false).0.len(), 0);
}

#[test]
fn reading_ends_when_the_caller_has_enough() {
    let bytes = dense(100);
    for threads in [1, 4] {
        let mut parts = 0;
        harvest(bytes.as_slice(), &ReadOptions { threads, recover: false }, &Texts::new(Needs::nothing()), &mut |_| {
            parts += 1;
            parts < 3
        });
        assert_eq!(parts, 3);
    }
}

/// Fails after some bytes.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0.is_empty() { Err(io::Error::other("the disk is broken")) } else { self.0.read(buffer) }
    }
}

#[test]
fn what_comes_before_a_bad_sector_is_read() {
    let bytes = dense(60);
    for threads in [1, 4] {
        let (events, outcome) =
            Texts::new(Needs::nothing()).read(Failing(&bytes[..HEADER + 40 * CHUNK]), threads, false);
        assert!(events.len() > 2000);
        let last = outcome.issues.last().unwrap();
        assert_eq!((last.offset, last.is_note()), (Some((HEADER + 40 * CHUNK) as u64), false));
        assert!(last.text.contains("the disk is broken"));
    }
}

/// The texts of a sound log, to compare with.
fn all_of(bytes: &[u8]) -> Vec<String> {
    Texts::new(Needs::all()).read(bytes, 1, false).0.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn records_of_a_damaged_chunk_are_carved() {
    let whole = log("sysmon.evtx");
    let all = all_of(&whole);
    // The second chunk's own header is gone.
    let mut bytes = whole.clone();
    bytes[HEADER + CHUNK..HEADER + CHUNK + 512].fill(0xEE);
    let (lost, outcome) = Texts::new(Needs::all()).read(bytes.as_slice(), 1, false);
    assert!(lost.len() < all.len() && outcome.recovered == 0);
    for threads in [1, 3] {
        let (found, outcome) = Texts::new(Needs::all()).read(bytes.as_slice(), threads, true);
        let texts: Vec<String> = found.iter().map(|(_, text)| text.clone()).collect();
        assert_eq!(texts, all);
        assert_eq!(outcome.recovered as usize, all.len() - lost.len());
        assert_eq!(outcome.recovered as usize, found.iter().filter(|(o, _)| *o == Origin::Recovered).count());
        assert!(outcome.issues.iter().any(|issue| issue.text.contains("were carved")));
    }
}

#[test]
fn records_after_the_last_in_use_are_carved() {
    let whole = log("new-user-security.evtx");
    let all = all_of(&whole);
    let mut bytes = whole;
    // The chunk says that it ends after its first record.
    let length = u32::from_le_bytes(bytes[HEADER + 516..HEADER + 520].try_into().unwrap());
    bytes[HEADER + 48..HEADER + 52].copy_from_slice(&(512 + length).to_le_bytes());
    let (found, outcome) = Texts::new(Needs::all()).read(bytes.as_slice(), 1, true);
    assert_eq!((outcome.records, outcome.recovered), (1, 3));
    assert_eq!(found.iter().map(|(_, text)| text.clone()).collect::<Vec<_>>(), all);
}

#[test]
fn a_sound_log_gives_nothing_more() {
    let (found, outcome) = Texts::new(Needs::nothing()).read(log("MSExchange_Management_wec.evtx").as_slice(), 1, true);
    assert_eq!((found.len(), outcome.recovered), (1, 0));
}

#[test]
fn pieces_of_a_disk() {
    let sysmon = log("sysmon.evtx");
    let chunk = &sysmon[HEADER..HEADER + CHUNK];
    let first = all_of(&sysmon[..HEADER + CHUNK]);
    let check = |bytes: Vec<u8>, expect: &[String]| {
        let mut found = Vec::new();
        let outcome = carve(bytes.as_slice(), &Texts::new(Needs::all()), &mut |part| {
            found.extend(part);
            true
        });
        assert_eq!(outcome.recovered as usize, found.len());
        assert!(found.iter().all(|(origin, _)| *origin == Origin::Recovered));
        assert_eq!(found.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), expect);
    };
    check(b"no log at all".repeat(1000), &[]);
    // At any place, also over the end of what is looked at together.
    for before in [0, 7, 100_000, 16 * CHUNK - 300, 17 * CHUNK + 13] {
        let bytes = [vec![b'x'; before], chunk.to_vec(), vec![b'y'; 5000]].concat();
        check(bytes, &first);
    }
    // Without its header, a chunk is told by its records.
    check([vec![0; 1234], chunk[512..].to_vec()].concat(), &first);
    // Two chunks, and the second one's header is gone.
    let second = all_of(&sysmon[..HEADER + 2 * CHUNK]);
    check([chunk.to_vec(), sysmon[HEADER + CHUNK + 512..HEADER + 2 * CHUNK].to_vec()].concat(), &second);
}
