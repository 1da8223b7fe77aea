//! What holds for every kind of evidence: read once, deterministic, in order, nothing lost in silence, no panic.

mod common;

use common::{Triage, read_all, read_file};
use sources::{ReadOptions, read};
use std::fs;
use std::path::PathBuf;
use tables::{Request, Store, registry};
use testkit::evtx::{Event, EvtxWriter, Provider, filetime};
use testkit::pe::Dll;

fn real(name: &str) -> Vec<u8> {
    fs::read(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/real/evtx")).join(name)).unwrap()
}

fn all_tables() -> Vec<&'static str> {
    registry().iter().map(|table| table.name.as_str()).collect()
}

/// One small file of every kind.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let beat = r#"{"@timestamp":"2026-03-14T01:22:03.123Z","winlog":{"event_id":"11","provider_name":"Microsoft-Windows-Sysmon","channel":"Microsoft-Windows-Sysmon/Operational","record_id":5,"computer_name":"WEB01","event_data":{"Image":"C:\\a.exe","TargetFilename":"C:\\b.dll","n":5,"l":["a","b"]}}}"#;
    let row =
        r#"{"Timestamp":"2026-03-14T01:22:03Z","DeviceName":"WEB01","ActionType":"FileCreated","FileName":"a.dll"}"#;
    let texts = [
        ("b.ndjson", format!("{beat}\n{beat}\n")),
        ("c.json", format!("[{row},\n{row}]")),
        ("d.json", format!("{{\"records\":[{{\"category\":\"AdvancedHunting-DeviceFileEvents\",\"properties\":{row}}}]}}")),
        ("e.csv", "Timestamp,DeviceName,ActionType,FileName\n2026-03-14T01:22:03Z,WEB01,FileCreated,\"a\"\n".to_owned()),
        ("f.json", r#"{"tables":[{"columns":[{"name":"TimeGenerated"},{"name":"DeviceName"},{"name":"FileName"},{"name":"ActionType"}],"rows":[["2026-03-14T01:22:03Z","WEB01","a","FileCreated"]]}]}"#.to_owned()),
        ("g/applicationHost.config", "<configuration><system.webServer><globalModules><add name=\"A\" image=\"C:\\h.dll\"/></globalModules></system.webServer></configuration>".to_owned()),
    ];
    let mut samples = vec![("a.evtx", real("ID6-Failed-to-install-an-Exchange-transport-agent.evtx"))];
    samples.extend(texts.into_iter().map(|(name, text)| (name, text.into_bytes())));
    samples.push(("h.dll", Dll::new("h.dll").export("RegisterModule").build()));
    samples
}

fn triage() -> Triage {
    samples().into_iter().fold(Triage::new(), |triage, (name, bytes)| triage.with(name, bytes))
}

#[test]
fn each_file_is_read_once_whatever_is_asked() {
    let check = |tables: &[&str]| {
        let triage = triage();
        let evidence = triage.open();
        let outcome = read_all(&evidence, tables, &ReadOptions { hash: true, ..ReadOptions::default() });
        for item in &evidence.items {
            assert!(item.reads() <= 1, "{} was read {} times", item.path, item.reads());
        }
        outcome
    };
    let outcome = check(&all_tables());
    assert_eq!(outcome.summary.recognised, samples().len());
    assert_eq!(outcome.summary.hashes.len(), samples().len());
    let formats: Vec<_> = outcome.store.sources().iter().map(|source| source.format.as_str()).collect();
    assert_eq!(
        formats,
        [
            "evtx",
            "winlogbeat",
            "defender-json",
            "defender-stream",
            "defender-csv",
            "log-analytics-json",
            "iis-config",
            "pe"
        ]
    );
    check(&["DeviceFileEvents", "Event", "WindowsEvent"]);
    check(&["IisComponents"]);
    check(&[]);
}

#[test]
fn only_what_is_asked_for_is_built() {
    let triage = Triage::new().with("sysmon.evtx", real("sysmon.evtx"));
    let mut request = Request::default();
    request.want("DeviceProcessEvents", ["FileName", "AccountName"]);
    let mut store = Store::new(request, usize::MAX);
    let summary = read(&triage.open(), &mut store, &ReadOptions::default()).unwrap();
    assert_eq!(summary.records, 358);
    assert!(store.rows("DeviceProcessEvents") > 100);
    let batch = store.batches("DeviceProcessEvents").unwrap().next().unwrap().unwrap();
    let schema = batch.schema();
    let names: Vec<_> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert_eq!(names, ["FileName", "AccountName", "$row"]);
    assert_eq!(store.filled().count(), 1);
}

#[test]
fn a_log_that_gives_no_row_is_not_read() {
    let triage = Triage::new().with("sysmon.evtx", real("sysmon.evtx"));
    let evidence = triage.open();
    let outcome = read_all(&evidence, &["IisComponents"], &ReadOptions::default());
    assert_eq!(evidence.items[0].reads(), 0);
    assert_eq!(outcome.summary.hosts[0].name, "DESKTOP-2KGM189");
}

#[test]
fn the_same_evidence_gives_the_same_rows() {
    let triage = triage();
    let read = || {
        let outcome = triage.read(&all_tables());
        let rows: Vec<_> = all_tables().into_iter().map(|table| outcome.rows(table)).collect();
        (rows, outcome.problems())
    };
    assert_eq!(read(), read());
}

#[test]
fn unknown_files_are_counted_and_named_ones_are_told() {
    let outcome =
        Triage::new().with("notes.txt", "hello").with("a.evtx", real("new-user-security.evtx")).read(&["Event"]);
    assert_eq!((outcome.summary.recognised, outcome.summary.unrecognised), (1, 1));
    assert_eq!(outcome.problems(), Vec::<String>::new());
    let triage = Triage::new().with("notes.txt", "hello");
    let outcome = read_file(&triage.path().join("notes.txt"), &["Event"]);
    assert_eq!(outcome.problems(), ["error notes.txt : of no kind that is known"]);
}

#[test]
fn times_after_the_wall_clock_are_told_and_do_not_count() {
    let provider = Provider::new("Microsoft-Windows-Sysmon", "5770385f-c22a-43e0-bf4c-06f5698ffbd9").unwrap();
    let mut writer = EvtxWriter::new();
    for time in ["2026-03-14T00:00:00Z", "2026-03-15T12:00:00Z", "2036-03-14T00:00:00Z"] {
        let event = Event::new(provider.clone(), 11, "Microsoft-Windows-Sysmon/Operational", "WEB01");
        writer.event(event.time(filetime(time).unwrap()).data("TargetFilename", "C:\\a")).unwrap();
    }
    let triage = Triage::new().with("a.evtx", writer.finish());
    let clock = evtx_arrow::ticks::parse_iso("2026-03-14T12:00:00Z");
    let outcome =
        read_all(&triage.open(), &["DeviceFileEvents"], &ReadOptions { wall_clock: clock, ..ReadOptions::default() });
    assert_eq!(outcome.store.rows("DeviceFileEvents"), 3);
    let expect = |text| evtx_arrow::ticks::parse_iso(text).unwrap();
    let times = (expect("2026-03-14T00:00:00Z"), expect("2026-03-15T12:00:00Z"));
    assert_eq!(outcome.summary.times["DeviceFileEvents"], times);
    let problems = outcome.problems();
    assert_eq!(problems.len(), 1);
    assert!(problems[0].starts_with("warning a.evtx record 3: a time more than a day after"), "{problems:?}");
}

#[test]
fn real_logs_give_rows() {
    let triage = Triage::new()
        .with("exchange.evtx", real("ID11-Exchange-transport-config-modified.evtx"))
        .with("sql.evtx", real("ID4688-sqlcmd-tool-abuse-in-SQL-Server.evtx"))
        .with("user.evtx", real("new-user-security.evtx"));
    let outcome = triage.read(&["DeviceFileEvents", "DeviceProcessEvents", "SecurityEvent", "Event"]);
    assert_eq!(
        outcome.column("DeviceFileEvents", "FolderPath"),
        ["E:\\Exchange2016\\TransportRoles\\Shared\\agents.config"]
    );
    assert_eq!(outcome.column("DeviceProcessEvents", "ProcessCommandLine"), ["sqlcmd  -S .\\RADAR,2020"]);
    assert_eq!(outcome.column("SecurityEvent", "EventID"), ["4688", "4728", "4720", "4732", "4732"]);
    assert_eq!(outcome.column("Event", "EventLog"), ["Microsoft-Windows-Sysmon/Operational"]);
    assert!(outcome.column("Event", "EventData")[0].contains("<Data Name=\"TargetFilename\">E:\\Exchange2016"));
}

/// Numbers that look random and are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

#[test]
fn damaged_files_of_every_kind() {
    let mut numbers = Numbers(0xBAD5EED);
    for (name, whole) in samples() {
        let rounds = if name.ends_with(".evtx") { 12 } else { 40 };
        for round in 0..rounds {
            let mut bytes = whole.clone();
            match round % 3 {
                0 => bytes.truncate(numbers.below(whole.len())),
                1 => {
                    for _ in 0..=numbers.below(6) {
                        let at = numbers.below(bytes.len().min(12_000));
                        bytes[at] ^= 1 << numbers.below(8);
                    }
                }
                _ => {
                    let (from, length) = (numbers.below(bytes.len()), numbers.below(64));
                    let end = (from + length).min(bytes.len());
                    bytes.drain(from..end);
                }
            }
            Triage::new().with(name, bytes).read(&all_tables());
        }
    }
}

#[test]
fn deep_and_long_json() {
    let deep = format!(
        "{{\"Timestamp\":\"2026-03-14T01:22:03Z\",\"DeviceName\":\"a\",\"FileName\":\"b\",\"AdditionalFields\":{}",
        "[".repeat(200_000)
    );
    let outcome = Triage::new().with("a.json", deep).read(&["DeviceFileEvents"]);
    assert_eq!(outcome.problems().len(), 1);
    let quotes = format!("Timestamp,DeviceName,FileName\n{}", "\"\n".repeat(20_000));
    Triage::new().with("a.csv", quotes).read(&["DeviceFileEvents"]);
}
