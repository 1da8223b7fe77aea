//! Which process stands behind a record, and which processes behind that one.

use crate::identity::Host;
use crate::run::Runner;
use arrow::array::{Array, Int64Array, RecordBatch, StringViewArray, UInt64Array};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// How many parents are followed: deeper chains are not known from real attacks, and a cycle of process ids ends.
const MOST_PARENTS: usize = 12;

/// Programs that serve requests: what they start acts for whoever sent the request.
const WEB_WORKERS: &[&str] = &["w3wp.exe", "php-cgi.exe", "umworkerprocess.exe"];

/// Names, each kept once: a large log names the same few programs time and again.
#[derive(Debug, Default)]
struct Names {
    known: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.known.insert(text, number);
        number
    }

    fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }
}

/// A process start; names by their numbers.
#[derive(Debug, Clone)]
struct Start {
    host: u32,
    process: i64,
    time: i64,
    file: u32,
    parent: Option<i64>,
    parent_file: u32,
    grandparent_file: u32,
}

/// One record's actor: the process that did it.
#[derive(Debug, Clone, Copy)]
struct Act {
    host: u32,
    time: i64,
    process: Option<i64>,
    file: u32,
    parent_file: u32,
}

/// Processes of all hosts, and the actors of records.
#[derive(Debug, Default)]
pub(crate) struct Actors {
    names: Names,
    /// Sorted by host, process id and time.
    starts: Vec<Start>,
    acts: BTreeMap<u64, Act>,
}

/// The columns of a batch by which actors are told; those that are missing are empty.
struct Columns<'b> {
    rows: Option<&'b UInt64Array>,
    times: Option<&'b Int64Array>,
    hosts: Option<&'b StringViewArray>,
    processes: Option<&'b Int64Array>,
    files: Option<&'b StringViewArray>,
    parents: Option<&'b StringViewArray>,
    started: Option<&'b Int64Array>,
    started_files: Option<&'b StringViewArray>,
}

impl<'b> Columns<'b> {
    fn new(batch: &'b RecordBatch) -> Self {
        fn column<'b, A: 'static>(batch: &'b RecordBatch, name: &str) -> Option<&'b A> {
            batch.column_by_name(name)?.as_any().downcast_ref()
        }
        Self {
            rows: column(batch, tables::ROW_ID_COLUMN),
            times: column(batch, "TimeGenerated"),
            hosts: column(batch, "DeviceName"),
            processes: column(batch, "InitiatingProcessId"),
            files: column(batch, "InitiatingProcessFileName"),
            parents: column(batch, "InitiatingProcessParentFileName"),
            started: column(batch, "ProcessId"),
            started_files: column(batch, "FileName"),
        }
    }
}

fn number(column: Option<&Int64Array>, row: usize) -> Option<i64> {
    column.filter(|column| row < column.len() && column.is_valid(row)).map(|column| column.value(row))
}

fn text(column: Option<&StringViewArray>, row: usize) -> &str {
    column.filter(|column| row < column.len() && column.is_valid(row)).map_or("", |column| column.value(row))
}

impl Actors {
    /// Gathers the process starts, and the actors of the records that findings cite.
    pub(crate) fn gather(runner: &Runner<'_>, cited: &BTreeSet<u64>) -> Self {
        let mut actors = Self::default();
        // Nobody asks who stands behind a record that nothing cites.
        if cited.is_empty() {
            return actors;
        }
        let mut hosts: HashMap<String, u32> = HashMap::new();
        for table in crate::needs::ACTOR_TABLES {
            let is_starts = *table == "DeviceProcessEvents";
            for batch in runner.store.batches(table).into_iter().flatten().filter_map(Result::ok) {
                let columns = Columns::new(&batch);
                for row in 0..batch.num_rows() {
                    let id = columns.rows.and_then(|rows| rows.values().get(row).copied());
                    let id = id.filter(|id| cited.contains(id));
                    if id.is_none() && !is_starts {
                        continue;
                    }
                    let host = text(columns.hosts, row);
                    let host = match hosts.get(host) {
                        Some(known) => *known,
                        None => {
                            let key = actors.names.number(&Host::new(host).key());
                            *hosts.entry(host.to_owned()).or_insert(key)
                        }
                    };
                    let mut act = Act {
                        host,
                        time: number(columns.times, row).unwrap_or(0),
                        process: number(columns.processes, row),
                        file: actors.names.number(text(columns.files, row)),
                        parent_file: actors.names.number(text(columns.parents, row)),
                    };
                    if let Some(process) = number(columns.started, row).filter(|_| is_starts) {
                        let file = actors.names.number(text(columns.started_files, row));
                        act = actors.started(process, file, act);
                    }
                    actors.acts.extend(id.map(|id| (id, act)));
                }
            }
        }
        actors.gather_config_changes(runner, cited);
        actors.sort();
        actors
    }

    /// Starts of one process id by time; those of one time stay as they came.
    fn sort(&mut self) {
        self.starts.sort_by_key(|start| (start.host, start.process, start.time));
    }

    /// Keeps the start of a process. The new process is the one that acts: by its command.
    fn started(&mut self, process: i64, file: u32, by: Act) -> Act {
        self.starts.push(Start {
            host: by.host,
            process,
            time: by.time,
            file,
            parent: by.process,
            parent_file: by.file,
            grandparent_file: by.parent_file,
        });
        Act { host: by.host, time: by.time, process: Some(process), file, parent_file: by.file }
    }

    /// Events 29 and 50 name their process by id only.
    fn gather_config_changes(&mut self, runner: &Runner<'_>, cited: &BTreeSet<u64>) {
        for (row, lineage) in runner.facts("IisConfigChanges | project TimeGenerated, Computer, ProcessId") {
            let act = Act {
                host: self.names.number(&Host::new(&row.text("Computer")).key()),
                time: row.time().unwrap_or(0),
                process: row.get("ProcessId").and_then(kql_functions::Value::as_i64),
                file: self.names.number(""),
                parent_file: self.names.number(""),
            };
            self.acts.extend(lineage.ids.iter().filter(|id| cited.contains(*id)).map(|id| (*id, act)));
        }
    }

    /// The chain `w3wp.exe > cmd.exe > appcmd.exe` behind any of the records; none when no web worker is in it.
    pub(crate) fn hostile_chain(&self, records: &[u64]) -> Option<String> {
        records.iter().filter_map(|id| self.acts.get(id)).find_map(|act| self.chain_of(act))
    }

    fn chain_of(&self, act: &Act) -> Option<String> {
        let mut chain: Vec<&str> = Vec::new();
        let mut names = [act.file, act.parent_file];
        let mut process = act.process;
        let mut time = act.time;
        for _ in 0..MOST_PARENTS {
            let start = process.and_then(|p| self.start(act.host, p, time));
            match start {
                Some(start) => {
                    chain.push(self.names.text(start.file));
                    names = [start.parent_file, start.grandparent_file];
                    (process, time) = (start.parent, start.time);
                }
                None => break,
            }
            if chain.last().is_some_and(|name| is_web_worker(name)) {
                break;
            }
        }
        if !chain.last().is_some_and(|name| is_web_worker(name)) {
            for name in names.map(|name| self.names.text(name)).into_iter().filter(|name| !name.is_empty()) {
                let worker = is_web_worker(name);
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
    fn start(&self, host: u32, process: i64, time: i64) -> Option<&Start> {
        let end = self.starts.partition_point(|s| (s.host, s.process, s.time) <= (host, process, time));
        let start = self.starts.get(end.checked_sub(1)?)?;
        (start.host == host && start.process == process).then_some(start)
    }
}

fn is_web_worker(name: &str) -> bool {
    let file = crate::identity::file_name(name);
    WEB_WORKERS.iter().any(|w| file.eq_ignore_ascii_case(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A process start of the host `h`.
    fn start(actors: &mut Actors, process: i64, time: i64, file: &str, parent: i64, parent_file: &str) {
        let [host, file, parent_file, grandparent_file] =
            ["h", file, parent_file, ""].map(|name| actors.names.number(name));
        let parent = Some(parent);
        actors.starts.push(Start { host, process, time, file, parent, parent_file, grandparent_file });
        actors.sort();
    }

    fn act(actors: &mut Actors, process: i64, file: &str, parent_file: &str) -> Act {
        let [host, file, parent_file] = ["h", file, parent_file].map(|name| actors.names.number(name));
        Act { host, time: 100, process: Some(process), file, parent_file }
    }

    #[test]
    fn a_chain_is_followed_through_process_starts_up_to_the_worker() {
        let mut actors = Actors::default();
        start(&mut actors, 3, 50, "appcmd.exe", 2, "cmd.exe");
        // The id is used again later: the start that counts is the one before the act.
        start(&mut actors, 2, 90, "calc.exe", 9, "x");
        start(&mut actors, 2, 40, "cmd.exe", 1, "w3wp.exe");
        for (id, process, file) in [(7, 3, "appcmd.exe"), (8, 5, "explorer.exe")] {
            let act = act(&mut actors, process, file, "");
            actors.acts.insert(id, act);
        }
        assert_eq!(actors.hostile_chain(&[8, 7]).as_deref(), Some("w3wp.exe > cmd.exe > appcmd.exe"));
        assert_eq!(actors.hostile_chain(&[8]), None);
    }

    #[test]
    fn a_process_start_is_the_act_of_the_new_process() {
        let mut actors = Actors::default();
        let by = act(&mut actors, 2, "cmd.exe", "w3wp.exe");
        let file = actors.names.number("appcmd.exe");
        let started = actors.started(3, file, by);
        actors.acts.insert(7, started);
        assert_eq!(actors.hostile_chain(&[7]).as_deref(), Some("w3wp.exe > cmd.exe > appcmd.exe"));
    }

    #[test]
    fn a_cycle_of_process_ids_ends() {
        let mut actors = Actors::default();
        start(&mut actors, 1, 1, "a.exe", 1, "a.exe");
        let act = act(&mut actors, 1, "a.exe", "");
        actors.acts.insert(7, act);
        assert_eq!(actors.hostile_chain(&[7]), None);
    }
}
