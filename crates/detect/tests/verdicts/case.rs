//! A server and what is expected of it.

use crate::server::{Server, line, planted, scan_all};
use detect::model::ScanResult;

/// A server, and what is expected of its components beside those of an untouched stock server: `class name
/// verdict`, and words that its reasons must have.
pub(crate) struct Case {
    pub(crate) server: Server,
    pub(crate) expect: Vec<(&'static str, &'static [&'static str])>,
}

pub(crate) fn case(server: Server, expect: &[(&'static str, &'static [&'static str])]) -> Case {
    Case { server, expect: expect.to_vec() }
}

/// Scans the servers of all cases at once, each under a name of its own, and compares.
pub(crate) fn check(cases: Vec<Case>) -> ScanResult {
    let mut servers: Vec<Server> = vec![Server::stock("UNTOUCHED")];
    let mut cases = cases;
    for (i, case) in cases.iter_mut().enumerate() {
        if case.server.name.is_empty() {
            case.server.name = format!("S{i}");
        }
        servers.push(case.server.clone());
    }
    let result = scan_all(&servers);
    let mut wrong = Vec::new();
    for case in &cases {
        let found = planted(&result, &case.server, "UNTOUCHED");
        let mut lines: Vec<String> = found.iter().map(|c| line(c)).collect();
        let mut expected: Vec<&str> = case.expect.iter().map(|(line, _)| *line).collect();
        lines.sort();
        expected.sort_unstable();
        if lines != expected {
            wrong.push(format!("{}: expected {expected:?}, found {lines:?}: {found:#?}", case.server.name));
            continue;
        }
        for component in &found {
            let reasons: Vec<&str> = component.reasons.iter().map(|r| r.text.as_str()).collect();
            let here = line(component);
            let words = case.expect.iter().filter(|(line, _)| *line == here).flat_map(|(_, words)| *words);
            for word in words.filter(|word| !reasons.iter().any(|reason| reason.contains(**word))) {
                wrong.push(format!("{} {here}: no reason says {word:?}: {reasons:#?}", case.server.name));
            }
            for reason in component.reasons.iter().filter(|reason| reason.evidence.is_empty()) {
                wrong.push(format!("{} {here}: {:?} cites nothing", case.server.name, reason.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    result
}

pub(crate) const UNKNOWN: &str = "neither a component that Microsoft ships nor one of a known vendor";
