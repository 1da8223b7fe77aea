//! Would we have seen it? Which steps of an attack the records at hand could have shown, host by host.

mod signal;
mod steps;

use crate::identity::Host;
use crate::model::{Coverage, Covered};
use crate::run::Runner;
use signal::Signal;
use std::collections::{BTreeMap, BTreeSet};
use tables::{Columns, Filter, Request, TableRequest, TextTest};

/// Hosts that are listed; a collection of forwarded events names as many as it likes.
const MOST_HOSTS: usize = 50;

/// How many records of each kind a host has.
pub(crate) type Counts = BTreeMap<(String, Signal), u64>;

/// Columns that tell which sensor a row is from.
pub(crate) fn add_needs(request: &mut Request) {
    for table in ["DeviceEvents", "DeviceFileEvents", "DeviceNetworkEvents", "DeviceRegistryEvents"] {
        request.want_of_every_row(
            table,
            ["TimeGenerated", "DeviceName", "ActionType", "DeviceId", "InitiatingProcessAccountSid"],
        );
    }
    request.want_of_every_row("DeviceImageLoadEvents", ["DeviceId"]);
    request.want_of_every_row("DeviceProcessEvents", ["DeviceId", "ActionType", "InitiatingProcessLogonId"]);
    let columns = ["TimeGenerated", "Computer", "Channel"].into_iter().map(str::to_owned).collect();
    let values = signal::CHANNELS.iter().map(|(channel, _)| (*channel).to_owned()).collect();
    let filter = Filter::Text { column: "Channel".into(), test: TextTest::Equals, values };
    request.add("WindowsEvent", TableRequest { columns: Columns::Some(columns), filter });
}

/// The coverage of each host, step and source.
pub(crate) fn of(runner: &Runner<'_>) -> Vec<Coverage> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut counts = Counts::new();
    for query in signal::QUERIES {
        for (row, _) in runner.facts(query) {
            let host = Host::new(&row.text("Host"));
            let Some(signal) = Signal::parse(&row.text("Signal")) else { continue };
            let records = row.get("Records").and_then(kql_functions::Value::as_i64).unwrap_or(0);
            // Evidence often spells one host in two ways: the one in capitals is the usual one.
            let name = host.short().to_owned();
            let shown = names.entry(host.key()).or_insert_with(|| name.clone());
            if name < *shown {
                *shown = name;
            }
            *counts.entry((host.key(), signal)).or_default() += u64::try_from(records).unwrap_or(0);
        }
    }
    let hosts: BTreeSet<&String> = names.keys().collect();
    let rows = hosts.into_iter().take(MOST_HOSTS).flat_map(|key| {
        let shown = names.get(key).cloned().unwrap_or_default();
        steps::CELLS.iter().map(|cell| row(cell, key, &shown, &counts)).collect::<Vec<_>>()
    });
    rows.collect()
}

fn row(cell: &steps::Cell, key: &str, host: &str, counts: &Counts) -> Coverage {
    let count = |signal: Signal| counts.get(&(key.to_owned(), signal)).copied().unwrap_or(0);
    let missing: Vec<Signal> = cell.signals.iter().copied().filter(|signal| count(*signal) == 0).collect();
    let status = if missing.is_empty() {
        Covered::Yes
    } else if missing.len() == cell.signals.len() {
        Covered::No
    } else {
        Covered::Partial
    };
    // A count of command lines counts process starts again.
    let records = cell.signals.iter().filter(|signal| !signal.is_detail()).map(|signal| count(*signal)).sum();
    let mut switch_on: Vec<&'static str> = Vec::new();
    for signal in &missing {
        let advice = signal.switch_on();
        if !switch_on.contains(&advice) {
            switch_on.push(advice);
        }
    }
    Coverage {
        host: host.to_owned(),
        step: cell.step,
        source: cell.source,
        // A source that shows a step only in passing never covers it.
        status: if cell.in_part && status == Covered::Yes { Covered::Partial } else { status },
        records,
        missing: missing.iter().map(|signal| signal.doc()).collect(),
        switch_on,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(counts: &Counts, step: &str, source: &str) -> Coverage {
        let cell = steps::CELLS.iter().find(|c| c.step == step && c.source == source).expect("a cell");
        row(cell, "web01", "WEB01", counts)
    }

    fn counts(signals: &[Signal]) -> Counts {
        signals.iter().map(|signal| (("web01".to_owned(), *signal), 3)).collect()
    }

    #[test]
    fn process_starts_without_command_lines_cover_in_part() {
        let bare = status(&counts(&[Signal::SecurityProcess]), "register", "security");
        assert_eq!(bare.status, Covered::Partial);
        assert_eq!(bare.records, 3);
        assert!(bare.switch_on.iter().any(|s| s.contains("command line")), "{bare:?}");
        let nothing = status(&Counts::new(), "register", "security");
        assert_eq!((nothing.status, nothing.records), (Covered::No, 0));
        let full = counts(&[Signal::SecurityProcess, Signal::SecurityCommand, Signal::SecurityRegistry]);
        let full = status(&full, "register", "security");
        assert_eq!(full.status, Covered::Yes);
        assert!(full.missing.is_empty() && full.switch_on.is_empty());
    }

    #[test]
    fn image_loads_cover_loading() {
        assert_eq!(status(&counts(&[Signal::SysmonLoad]), "load", "sysmon").status, Covered::Yes);
        assert_eq!(status(&counts(&[Signal::SysmonProcess]), "load", "sysmon").status, Covered::No);
        // Logs of load errors show loading only when it goes wrong.
        let logs = counts(&[Signal::ApplicationLog, Signal::SystemLog]);
        assert_eq!(status(&logs, "load", "windows-logs").status, Covered::Partial);
    }

    #[test]
    fn cells_are_sorted_as_an_attack_goes_and_unique() {
        let order = ["drop", "register", "load", "act", "clean_up"];
        let places: Vec<(usize, &str)> =
            steps::CELLS.iter().map(|c| (order.iter().position(|s| *s == c.step).expect("a step"), c.source)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
    }

    #[test]
    fn queries_bind_and_name_signals() {
        for query in signal::QUERIES {
            let planned = engine::check(query, &crate::described(), &kql_plan::Options::default());
            let errors: Vec<&str> =
                planned.diagnostics.iter().filter(|d| d.is_error()).map(|d| d.message.as_str()).collect();
            assert!(errors.is_empty(), "{query}: {errors:?}");
            assert_eq!(crate::needs::unknown_columns(query), Vec::<String>::new(), "{query}");
        }
        for &signal in Signal::ALL {
            assert_eq!(Signal::parse(signal.id()), Some(signal));
            let counted = |query: &&str| {
                let halves = signal.id().split_once('-').is_some_and(|(sensor, kind)| {
                    query.contains(&format!("'{sensor}'")) && query.contains(&format!("'-{kind}'"))
                });
                halves || query.contains(&format!("'{}'", signal.id()))
            };
            assert!(signal::QUERIES.iter().any(counted), "no query counts {}", signal.id());
        }
    }
}
