//! What the evidence tells around accused components beside findings: loads, deletions, restarts, and what the
//! workers that loaded them did.

use super::RawMoment;
use crate::components::Known;
use crate::identity::{Host, file_name};
use crate::model::Step;
use crate::response::{assembly_of, quote};
use crate::row::Row;
use crate::run::Runner;
use crate::workers::Pools;
use ::tables::Request;
use engine::Lineage;
use std::collections::{BTreeMap, BTreeSet};

/// How long what a worker does counts as done by what it has loaded: workers are recycled daily by default, and
/// process ids are used again.
const WORKER_LIFE: i64 = 48 * super::HOUR;

/// Programs that a worker starts on any day: the compilers of ASP.NET, and the console window of any program.
const USUAL_CHILDREN: &[&str] =
    &["csc.exe", "vbc.exe", "cvtres.exe", "conhost.exe", "werfault.exe", "vbcscompiler.exe"];

pub(super) fn add_needs(request: &mut Request) {
    let who = ["TimeGenerated", "DeviceName", "InitiatingProcessId", "InitiatingProcessFileName"];
    for table in ["DeviceFileEvents", "DeviceImageLoadEvents", "DeviceNetworkEvents", "DeviceProcessEvents"] {
        request.want_of_every_row(table, who);
    }
    request.want_of_every_row("DeviceFileEvents", ["ActionType", "FileName", "FolderPath"]);
    request.want_of_every_row("DeviceImageLoadEvents", ["FolderPath"]);
    request.want_of_every_row("DeviceNetworkEvents", ["ActionType", "RemoteIP", "RemotePort", "RemoteUrl"]);
    request.want_of_every_row("DeviceProcessEvents", ["FileName", "ProcessId", "ProcessCommandLine"]);
}

/// Files of accused components: host and folded path, or file name where no path is known, to components.
type Files = BTreeMap<(String, String), BTreeSet<usize>>;

/// Processes that loaded a component: host and process id to the times and the components.
type Holders = BTreeMap<(String, i64), Vec<(i64, BTreeSet<usize>)>>;

pub(super) struct Around {
    of_components: Vec<RawMoment>,
    restarts: Vec<RawMoment>,
    acts: Vec<RawMoment>,
}

impl Around {
    pub(super) fn gather(runner: &Runner<'_>, accused: &[(usize, &Known)]) -> Self {
        let mut around = Self { of_components: Vec::new(), restarts: Vec::new(), acts: Vec::new() };
        let files = files(accused);
        let pools = Pools::gather(runner);
        let mut holders: Holders = BTreeMap::new();
        if let Some(tests) = tests(&files) {
            around.gather_loads(runner, &tests, &files, &pools, &mut holders);
            around.gather_deletions(runner, &tests, &files);
        }
        around.gather_restarts(runner);
        if !holders.is_empty() {
            around.gather_acts(runner, &holders, &pools);
        }
        around
    }

    /// Loads and deletions of the components' own files.
    pub(super) fn of_components(&self) -> &[RawMoment] {
        &self.of_components
    }

    /// Restarts of the service, of sites and of pools, by hand.
    pub(super) fn restarts(&self) -> &[RawMoment] {
        &self.restarts
    }

    /// What workers did that had loaded any of the components.
    pub(super) fn acts_of(&self, components: &BTreeSet<usize>) -> impl Iterator<Item = &RawMoment> {
        self.acts.iter().filter(move |moment| !moment.about.is_disjoint(components))
    }

    fn gather_loads(&mut self, runner: &Runner<'_>, tests: &str, files: &Files, pools: &Pools, holders: &mut Holders) {
        let query = format!(
            "DeviceImageLoadEvents | where {tests} | project TimeGenerated, DeviceName, FolderPath, \
             InitiatingProcessId, InitiatingProcessFileName"
        );
        for (row, lineage) in runner.facts(&query) {
            let Some((host, time)) = place(&row) else { continue };
            let path = row.text("FolderPath");
            let about = components_of(files, &host, &path);
            if about.is_empty() {
                continue;
            }
            let program = row.text("InitiatingProcessFileName");
            let process = number(&row, "InitiatingProcessId");
            if let Some(process) = process {
                holders.entry((host.clone(), process)).or_default().push((time, about.clone()));
            }
            let pool = process.map(|p| pools.shown(&host, p, time)).unwrap_or_default();
            let text = format!("{}{pool} loads {path}", who(&program));
            self.of_components.push(moment(time, host, Step::Load, text, about, lineage));
        }
        for loads in holders.values_mut() {
            loads.sort();
        }
    }

    fn gather_deletions(&mut self, runner: &Runner<'_>, tests: &str, files: &Files) {
        let query = format!(
            "DeviceFileEvents | where ActionType =~ 'FileDeleted' | where {tests} | project TimeGenerated, DeviceName, \
             FolderPath, InitiatingProcessFileName"
        );
        for (row, lineage) in runner.facts(&query) {
            let Some((host, time)) = place(&row) else { continue };
            let path = row.text("FolderPath");
            let about = components_of(files, &host, &path);
            if !about.is_empty() {
                let text = format!("{} deletes {path}", who(&row.text("InitiatingProcessFileName")));
                self.of_components.push(moment(time, host, Step::CleanUp, text, about, lineage));
            }
        }
    }

    fn gather_restarts(&mut self, runner: &Runner<'_>) {
        let query = "DeviceProcessEvents \
            | where FileName =~ 'iisreset.exe' \
                or (FileName =~ 'appcmd.exe' and (ProcessCommandLine has 'recycle' \
                    or (ProcessCommandLine has_any ('start', 'stop') and ProcessCommandLine has_any ('apppool', 'site')))) \
                or (FileName in~ ('net.exe', 'sc.exe') and ProcessCommandLine has_any ('w3svc', 'was', 'iisadmin') \
                    and ProcessCommandLine has_any ('start', 'stop', 'restart')) \
            | project TimeGenerated, DeviceName, ProcessCommandLine";
        for (row, lineage) in runner.facts(query) {
            let Some((host, time)) = place(&row) else { continue };
            let text = format!("the server or a pool restarts: {}", row.text("ProcessCommandLine"));
            self.restarts.push(moment(time, host, Step::Recycle, text, BTreeSet::new(), lineage));
        }
    }

    fn gather_acts(&mut self, runner: &Runner<'_>, holders: &Holders, pools: &Pools) {
        let ids: BTreeSet<String> = holders.keys().map(|(_, process)| process.to_string()).collect();
        let ids = ids.into_iter().collect::<Vec<_>>().join(", ");
        let usual: Vec<String> = USUAL_CHILDREN.iter().map(|name| quote::kql(name)).collect();
        let usual = usual.join(", ");
        let queries = [
            (
                "starts",
                format!(
                    "DeviceProcessEvents | where InitiatingProcessId in ({ids}) and InitiatingProcessFileName =~ \
                     'w3wp.exe' and FileName !in~ ({usual}) | project TimeGenerated, DeviceName, InitiatingProcessId, \
                     InitiatingProcessFileName, What = iff(isempty(ProcessCommandLine), FileName, ProcessCommandLine)"
                ),
            ),
            (
                "connects to",
                format!(
                    "DeviceNetworkEvents | where InitiatingProcessId in ({ids}) and InitiatingProcessFileName =~ \
                     'w3wp.exe' and ActionType !startswith 'Inbound' and isnotempty(RemoteIP) and not(ipv4_is_in_range(\
                     RemoteIP, '127.0.0.0/8')) and RemoteIP != '::1' | project TimeGenerated, DeviceName, \
                     InitiatingProcessId, InitiatingProcessFileName, What = strcat(iff(isempty(RemoteUrl), RemoteIP, \
                     strcat(RemoteUrl, ' (', RemoteIP, ')')), ' port ', tostring(RemotePort))"
                ),
            ),
            (
                "writes",
                format!(
                    "DeviceFileEvents | where InitiatingProcessId in ({ids}) and InitiatingProcessFileName =~ \
                     'w3wp.exe' and ActionType in~ ('FileCreated', 'FileModified', 'FileRenamed') and FolderPath \
                     !contains @'\\Temporary ASP.NET Files\\' and FolderPath !contains @'\\inetpub\\logs\\' | project \
                     TimeGenerated, DeviceName, InitiatingProcessId, InitiatingProcessFileName, What = FolderPath"
                ),
            ),
        ];
        for (verb, query) in queries {
            for (row, lineage) in runner.facts(&query) {
                let Some((host, time)) = place(&row) else { continue };
                let Some(process) = number(&row, "InitiatingProcessId") else { continue };
                let loaded = holders.get(&(host.clone(), process)).map(Vec::as_slice).unwrap_or_default();
                let about: BTreeSet<usize> = loaded
                    .iter()
                    .filter(|(since, _)| (*since..=since.saturating_add(WORKER_LIFE)).contains(&time))
                    .flat_map(|(_, about)| about.iter().copied())
                    .collect();
                if about.is_empty() {
                    continue;
                }
                let pool = pools.shown(&host, process, time);
                let text = format!("{}{pool} {verb} {}", who(&row.text("InitiatingProcessFileName")), row.text("What"));
                self.acts.push(moment(time, host, Step::Act, text, about, lineage));
            }
        }
    }
}

fn moment(time: i64, host: String, step: Step, text: String, about: BTreeSet<usize>, lineage: Lineage) -> RawMoment {
    // A rule says of a load only that it is odd, and of a restart that some program was started.
    let weight = match step {
        Step::Load => 100,
        Step::Recycle => 25,
        _ => 0,
    };
    RawMoment { time, until: time, host, step, text, times: 1, about, lineage, weight }
}

fn place(row: &Row) -> Option<(String, i64)> {
    Some((Host::new(&row.text("DeviceName")).key(), row.time()?))
}

fn number(row: &Row, column: &str) -> Option<i64> {
    row.get(column).and_then(kql_functions::Value::as_i64)
}

fn who(program: &str) -> &str {
    if program.is_empty() { "a process" } else { file_name(program) }
}

fn fold(path: &str) -> String {
    server::canonical_path(path).to_lowercase()
}

fn files(accused: &[(usize, &Known)]) -> Files {
    let mut files = Files::new();
    for (index, known) in accused {
        let image = fold(&known.subject.image);
        let assembly = assembly_of(&known.subject.type_name).map(|file| file.to_lowercase());
        for file in [Some(image).filter(|image| !image.is_empty()), assembly].into_iter().flatten() {
            files.entry((known.host.key(), file)).or_default().insert(*index);
        }
    }
    files
}

fn components_of(files: &Files, host: &str, path: &str) -> BTreeSet<usize> {
    let folded = fold(path);
    let name = file_name(&folded).to_owned();
    let of = |file: String| files.get(&(host.to_owned(), file)).into_iter().flatten().copied();
    of(folded).chain(of(name)).collect()
}

/// `FolderPath endswith '\x.dll' or …`: paths are compared later, as canonical ones.
fn tests(files: &Files) -> Option<String> {
    let names: BTreeSet<&str> = files.keys().map(|(_, file)| file_name(file)).filter(|n| !n.is_empty()).collect();
    let tests: Vec<String> =
        names.iter().map(|name| format!("FolderPath endswith {}", quote::kql(&format!("\\{name}")))).collect();
    (!tests.is_empty()).then(|| format!("({})", tests.join(" or ")))
}
