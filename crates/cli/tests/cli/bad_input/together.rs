//! A whole scan over sound evidence with every kind of damage beside it.

use super::{CONFIGURATION, CSV, Case, IIS_LOG, calm, objects, shipped};
use crate::program::{Ran, text};
use serde_json::Value;
use std::collections::BTreeSet;

/// A log of the same server that says nothing of its components.
const SYSTEM_LOG: &str = "clean-server/C/Windows/System32/winevt/logs/System.evtx";
const DLL: &str = "compromised-server/C/inetpub/orders/bin/Orders.Telemetry.dll";

fn sound() -> Case {
    Case::new()
        .with("C/Windows/System32/inetsrv/config/applicationHost.config", shipped(CONFIGURATION))
        .with("logs/iis.evtx", shipped(IIS_LOG))
        .with("DeviceFileEvents.csv", shipped(CSV))
}

/// What is said of the server, without the numbers of components and records, which depend on what else there is.
fn told(scanned: &Ran, kind: &str) -> BTreeSet<String> {
    let keys = ["host", "class", "name", "image", "type", "scope", "verdict", "score", "rule", "severity", "time"];
    let short = |object: Value| keys.iter().map(|key| format!("{key}={} ", object[key])).collect();
    objects(scanned, kind).into_iter().map(short).collect()
}

fn problems(scanned: &Ran) -> Vec<String> {
    let line = |p: Value| [&p["path"], &p["place"], &p["text"]].map(|v| v.as_str().unwrap_or("").to_owned()).join(", ");
    objects(scanned, "problem").into_iter().map(line).collect()
}

#[test]
fn damage_beside_sound_evidence_changes_nothing_but_the_problems() {
    let alone = sound().scan().exits(14).silent();
    assert_eq!(problems(&alone), Vec::<String>::new());
    let log = shipped(SYSTEM_LOG);
    let damaged = |damage: &dyn Fn(&mut Vec<u8>)| {
        let mut log = log.clone();
        damage(&mut log);
        log
    };
    let case = sound()
        .with("bad/truncated.evtx", damaged(&|log| log.truncate(5_000)))
        .with("bad/flipped.evtx", damaged(&|log| log[6_000] ^= 4))
        .with("bad/checksum.evtx", damaged(&|log| log[4096 + 52] ^= 0xFF))
        .with("bad/magic.evtx", damaged(&|log| log[4096] ^= 0xFF))
        .with("bad/length.evtx", damaged(&|log| log[4096 + 516..4096 + 520].fill(0)))
        .with("bad/empty.evtx", "")
        .with("bad/open/web.config", "<configuration><system.webServer><modules>")
        .with("bad/deep/web.config", format!("<configuration>{}", "<a>".repeat(200_000)))
        .with("bad/dtd/web.config", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hosts'>]><configuration/>")
        .with("bad/wide/web.config", wide("<?xml version=\"1.0\" encoding=\"utf-8\"?><configuration/>"))
        .with("bad/DeviceRegistryEvents.csv", "Timestamp,DeviceName,ActionType\n2026-03-14T01:00:00Z,WEB01\n")
        .with(
            "bad/DeviceEvents.json",
            "{\"Timestamp\":\"2026-03-14T01:00:00Z\",\"DeviceName\":\"WEB01\",\"ActionType\":\"x\"}\n{\"Timestamp\":\n",
        )
        .with("bad/cut.zip", b"PK\x03\x04cut")
        .with("bad/module.dll", &shipped(DLL)[..200]);
    let scanned = case.scan().exits(14).silent();
    let problems = problems(&scanned);
    let expect = [
        ("bad/truncated.evtx", "chunk 0 at 0x1"),
        ("bad/flipped.evtx", "chunk 0 at 0x1000"),
        ("bad/checksum.evtx", "chunk 0 at 0x1000"),
        ("bad/magic.evtx", "chunk 0 at 0x1000"),
        ("bad/length.evtx", "chunk 0 at 0x1200"),
        ("bad/empty.evtx", "empty"),
        ("bad/open/web.config", "line 1, column 43"),
        ("bad/deep/web.config", "line 1, column 781"),
        ("bad/dtd/web.config", "line 1, column 1"),
        ("bad/wide/web.config", "line 1, column 1"),
        ("bad/DeviceRegistryEvents.csv", "line 2"),
        ("bad/DeviceEvents.json", "line 2"),
        ("bad/cut.zip", "zip"),
        ("bad/module.dll", ""),
    ];
    for (file, place) in expect {
        let of = |problem: &&String| problem.starts_with(&format!("{file}, ")) && problem.contains(place);
        assert!(problems.iter().find(of).is_some(), "{file} at {place}: {problems:#?}");
    }
    for problem in &problems {
        assert!(expect.iter().any(|(file, _)| problem.starts_with(&format!("{file}, "))), "{problem}");
    }
    for kind in ["component", "finding"] {
        let (alone, beside) = (told(&alone, kind), told(&scanned, kind));
        let changed: Vec<_> = alone.symmetric_difference(&beside).collect();
        assert!(changed.is_empty() && !alone.is_empty(), "{changed:#?}");
    }
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn one_mebibyte_of_memory_changes_nothing() {
    let case = sound();
    let usual = case.scan().exits(14);
    let small = calm(["scan", text(case.path()), "-f", "jsonl", "--memory", "1MiB"]).exits(14);
    assert_eq!(small.stdout, usual.stdout);
}
