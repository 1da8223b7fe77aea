//! Which process stands behind a record, and which processes behind that one.

use crate::identity::Host;
use crate::run::Runner;
use std::collections::{BTreeMap, BTreeSet};

/// How many parents are followed: deeper chains are not known from real attacks, and a cycle of process ids ends.
const MOST_PARENTS: usize = 12;

/// Programs that serve requests: what they start acts for whoever sent the request.
const WEB_WORKERS: &[&str] = &["w3wp.exe", "php-cgi.exe", "umworkerprocess.exe"];

#[derive(Debug, Clone, Default)]
struct Start {
    time: i64,
    file: String,
    parent: Option<i64>,
    parent_file: String,
    grandparent_file: String,
}

/// One record's actor: the process that did it.
#[derive(Debug, Clone)]
struct Act {
    host: String,
    time: i64,
    process: Option<i64>,
    file: String,
    parent_file: String,
}

/// Processes of all hosts, by host and process id, and the actors of records.
#[derive(Debug, Default)]
pub(crate) struct Actors {
    starts: BTreeMap<(String, i64), Vec<Start>>,
    acts: BTreeMap<u64, Act>,
}

impl Actors {
    /// Gathers the process starts, and the actors of the records that findings cite.
    pub(crate) fn gather(runner: &Runner<'_>, cited: &BTreeSet<u64>) -> Self {
        let mut actors = Self::default();
        for table in crate::needs::ACTOR_TABLES {
            let own = if *table == "DeviceProcessEvents" { ", ProcessId, FileName" } else { "" };
            let query = format!(
                "{table} | project TimeGenerated, DeviceName, InitiatingProcessId, InitiatingProcessFileName, \
                 InitiatingProcessParentFileName{own}"
            );
            for (row, lineage) in runner.facts(&query) {
                let number = |column: &str| row.get(column).and_then(kql_functions::Value::as_i64);
                let act = Act {
                    host: Host::new(&row.text("DeviceName")).key(),
                    time: row.time().unwrap_or(0),
                    process: number("InitiatingProcessId"),
                    file: row.text("InitiatingProcessFileName"),
                    parent_file: row.text("InitiatingProcessParentFileName"),
                };
                let act = match number("ProcessId") {
                    Some(process) => actors.started(process, row.text("FileName"), act),
                    None => act,
                };
                actors.acts.extend(lineage.ids.iter().filter(|id| cited.contains(*id)).map(|id| (*id, act.clone())));
            }
        }
        actors.gather_config_changes(runner, cited);
        for starts in actors.starts.values_mut() {
            starts.sort_by_key(|s| s.time);
        }
        actors
    }

    /// Keeps the start of a process. The new process is the one that acts: by its command.
    fn started(&mut self, process: i64, file: String, by: Act) -> Act {
        let start = Start {
            time: by.time,
            file: file.clone(),
            parent: by.process,
            parent_file: by.file.clone(),
            grandparent_file: by.parent_file,
        };
        self.starts.entry((by.host.clone(), process)).or_default().push(start);
        Act { host: by.host, time: by.time, process: Some(process), file, parent_file: by.file }
    }

    /// Events 29 and 50 name their process by id only.
    fn gather_config_changes(&mut self, runner: &Runner<'_>, cited: &BTreeSet<u64>) {
        for (row, lineage) in runner.facts("IisConfigChanges | project TimeGenerated, Computer, ProcessId") {
            let act = Act {
                host: Host::new(&row.text("Computer")).key(),
                time: row.time().unwrap_or(0),
                process: row.get("ProcessId").and_then(kql_functions::Value::as_i64),
                file: String::new(),
                parent_file: String::new(),
            };
            self.acts.extend(lineage.ids.iter().filter(|id| cited.contains(*id)).map(|id| (*id, act.clone())));
        }
    }

    /// The chain `w3wp.exe > cmd.exe > appcmd.exe` behind any of the records; none when no web worker is in it.
    pub(crate) fn hostile_chain(&self, records: &[u64]) -> Option<String> {
        records.iter().filter_map(|id| self.acts.get(id)).find_map(|act| self.chain_of(act))
    }

    fn chain_of(&self, act: &Act) -> Option<String> {
        let mut chain: Vec<String> = Vec::new();
        let mut names = vec![act.file.clone(), act.parent_file.clone()];
        let mut process = act.process;
        let mut time = act.time;
        for _ in 0..MOST_PARENTS {
            let start = process.and_then(|p| self.start(&act.host, p, time));
            match start {
                Some(start) => {
                    chain.push(start.file.clone());
                    names = vec![start.parent_file.clone(), start.grandparent_file.clone()];
                    (process, time) = (start.parent, start.time);
                }
                None => break,
            }
            if chain.last().is_some_and(|name| is_web_worker(name)) {
                break;
            }
        }
        if !chain.last().is_some_and(|name| is_web_worker(name)) {
            for name in names.into_iter().filter(|n| !n.is_empty()) {
                let worker = is_web_worker(&name);
                chain.push(name);
                if worker {
                    break;
                }
            }
        }
        if !chain.last().is_some_and(|name| is_web_worker(name)) {
            return None;
        }
        chain.reverse();
        Some(chain.join(" > "))
    }

    /// The latest start of the process id at or before a time: ids are reused.
    fn start(&self, host: &str, process: i64, time: i64) -> Option<&Start> {
        let starts = self.starts.get(&(host.to_owned(), process))?;
        starts[..starts.partition_point(|s| s.time <= time)].last()
    }
}

fn is_web_worker(name: &str) -> bool {
    let file = crate::identity::file_name(name);
    WEB_WORKERS.iter().any(|w| file.eq_ignore_ascii_case(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(time: i64, file: &str, parent: i64, parent_file: &str) -> Start {
        Start {
            time,
            file: file.into(),
            parent: Some(parent),
            parent_file: parent_file.into(),
            grandparent_file: String::new(),
        }
    }

    fn act(process: i64, file: &str) -> Act {
        Act { host: "h".into(), time: 100, process: Some(process), file: file.into(), parent_file: String::new() }
    }

    #[test]
    fn a_chain_is_followed_through_process_starts_up_to_the_worker() {
        let mut actors = Actors::default();
        actors.starts.insert(("h".into(), 3), vec![start(50, "appcmd.exe", 2, "cmd.exe")]);
        // The id is used again later: the start that counts is the one before the act.
        actors.starts.insert(("h".into(), 2), vec![start(40, "cmd.exe", 1, "w3wp.exe"), start(90, "calc.exe", 9, "x")]);
        actors.acts.insert(7, act(3, "appcmd.exe"));
        actors.acts.insert(8, act(5, "explorer.exe"));
        assert_eq!(actors.hostile_chain(&[8, 7]).as_deref(), Some("w3wp.exe > cmd.exe > appcmd.exe"));
        assert_eq!(actors.hostile_chain(&[8]), None);
    }

    #[test]
    fn a_process_start_is_the_act_of_the_new_process() {
        let mut actors = Actors::default();
        let by = Act { parent_file: "w3wp.exe".into(), ..act(2, "cmd.exe") };
        let started = actors.started(3, "appcmd.exe".into(), by);
        actors.acts.insert(7, started);
        assert_eq!(actors.hostile_chain(&[7]).as_deref(), Some("w3wp.exe > cmd.exe > appcmd.exe"));
    }

    #[test]
    fn a_cycle_of_process_ids_ends() {
        let mut actors = Actors::default();
        actors.starts.insert(("h".into(), 1), vec![start(1, "a.exe", 1, "a.exe")]);
        actors.acts.insert(7, act(1, "a.exe"));
        assert_eq!(actors.hostile_chain(&[7]), None);
    }
}
