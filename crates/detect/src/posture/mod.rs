//! What makes attacks easier on this server: what it lacks of the mitigations of T1505.004. Nothing here is a
//! finding; a default that is merely not written down is not listed.

mod accounts;
mod checks;
mod integrity;
mod logs;
mod settings;
mod signatures;

use crate::identity::Host;
use crate::model::{Coverage, Posture};
use crate::row::Row;
use crate::run::Runner;
use crate::scan::ScanConfig;
use engine::Lineage;
use std::collections::{BTreeMap, BTreeSet};
use tables::{Request, RowId};

/// Lines per host.
const MOST_LINES: usize = 60;

/// Who looks for lines, in the order in which the first of two with the same remedy wins.
const LOOKS: &[fn(&mut Lines<'_>)] = &[settings::look, accounts::look, signatures::look, logs::look, integrity::look];

pub(crate) fn add_needs(request: &mut Request) {
    request.want_all("IisSettings");
    request.want_all("RegistryValues");
    request.want_of_every_row("DeviceProcessEvents", ["DeviceId", "AccountSid", "InitiatingProcessLogonId"]);
}

/// The posture of each host.
pub(crate) fn of(runner: &Runner<'_>, coverage: &[Coverage], config: &ScanConfig) -> Vec<Posture> {
    let mut hosts: BTreeMap<String, String> = BTreeMap::new();
    for row in coverage {
        hosts.entry(Host::new(&row.host).key()).or_insert_with(|| row.host.clone());
    }
    let mut lines = Lines { runner, coverage, config, hosts, found: BTreeSet::new() };
    LOOKS.iter().for_each(|look| look(&mut lines));
    let mut number: BTreeMap<String, usize> = BTreeMap::new();
    let found = lines.found.into_iter();
    found
        .filter(|line| {
            let count = number.entry(line.host.clone()).or_default();
            *count += 1;
            *count <= MOST_LINES
        })
        .collect()
}

/// The lines so far, and what they are made from.
struct Lines<'a> {
    runner: &'a Runner<'a>,
    coverage: &'a [Coverage],
    config: &'a ScanConfig,
    /// How a host is called elsewhere in the result, by its key.
    hosts: BTreeMap<String, String>,
    found: BTreeSet<Posture>,
}

impl Lines<'_> {
    fn host(&self, raw: &str) -> String {
        let host = Host::new(raw);
        self.hosts.get(&host.key()).cloned().unwrap_or_else(|| host.short().to_owned())
    }

    /// Rows of a query, each with its host.
    fn rows(&self, query: &str) -> Vec<(String, Row, Lineage)> {
        let rows = self.runner.facts(query).into_iter();
        rows.map(|(row, lineage)| (self.host(&row.text("Host")), row, lineage)).collect()
    }

    /// Adds a line. One that the same command would mend is there already, from a better source.
    fn add(&mut self, line: Posture) {
        let mended =
            |other: &Posture| line.command.is_some() && other.host == line.host && other.command == line.command;
        if !self.found.iter().any(|other| mended(other) && other.mitigation == line.mitigation) {
            self.found.insert(line);
        }
    }

    /// A line whose evidence is the first record behind a row.
    fn cited(&self, line: Posture, lineage: &Lineage) -> Posture {
        let store = self.runner.store;
        let first = lineage.ids.iter().flat_map(|row| store.records(RowId(*row))).next();
        let Some((source, ordinal)) = first else { return line };
        let Some(entry) = store.source(source) else { return line };
        let number = (ordinal > 0).then_some(ordinal);
        let is_log = entry.format == "evtx";
        Posture {
            path: entry.path.clone(),
            record: number.filter(|_| is_log),
            line: number.filter(|_| !is_log).and_then(|line| i64::try_from(line).ok()),
            ..line
        }
    }
}

/// A line without evidence of its own.
fn line(host: String, mitigation: &'static str, text: String, command: Option<String>) -> Posture {
    Posture { host, mitigation, text, command, path: String::new(), record: None, line: None }
}

/// The line of a file that a row names.
fn line_number(row: &Row) -> Option<i64> {
    row.get("Line").and_then(kql_functions::Value::as_i64)
}

#[cfg(test)]
mod tests {
    use super::{accounts, integrity, logs, settings, signatures};

    #[test]
    fn queries_bind() {
        let queries = [
            accounts::SYSTEM_POOLS,
            accounts::REMOTE_MANAGEMENT,
            signatures::UNSIGNED,
            signatures::NOT_JUDGED,
            logs::CHANNELS_OFF,
            integrity::COMPONENTS,
            settings::SETTINGS,
        ];
        for query in queries {
            let planned = engine::check(query, &crate::described(), &kql_plan::Options::default());
            let errors: Vec<&str> =
                planned.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.message.as_str()).collect();
            assert!(errors.is_empty(), "{query}: {errors:?}");
            assert_eq!(crate::needs::unknown_columns(query), Vec::<String>::new(), "{query}");
        }
    }
}
