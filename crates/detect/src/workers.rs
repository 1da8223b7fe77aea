//! Which application pool a worker process serves.

use crate::identity::Host;
use crate::run::Runner;
use std::collections::BTreeMap;

pub(crate) const STARTS: &str = "DeviceProcessEvents | where FileName =~ 'w3wp.exe' \
    | extend Pool = extract('-ap \"([^\"]+)\"', 1, ProcessCommandLine) | where isnotempty(Pool) \
    | project TimeGenerated, DeviceName, ProcessId, Pool";

/// Starts of worker processes by host and process id: time and pool, which the command line names.
#[derive(Debug, Default)]
pub(crate) struct Pools(BTreeMap<(String, i64), Vec<(i64, String)>>);

impl Pools {
    pub(crate) fn gather(runner: &Runner<'_>) -> Self {
        let mut pools = Self::default();
        for (row, _) in runner.facts(STARTS) {
            let Some(process) = row.get("ProcessId").and_then(kql_functions::Value::as_i64) else { continue };
            let host = Host::new(&row.text("DeviceName")).key();
            pools.0.entry((host, process)).or_default().push((row.time().unwrap_or(0), row.text("Pool")));
        }
        for starts in pools.0.values_mut() {
            starts.sort();
        }
        pools
    }

    /// The pool of the last worker that started with the process id at or before a time: ids are used again.
    pub(crate) fn of(&self, host: &str, process: i64, time: i64) -> Option<&str> {
        let starts = self.0.get(&(host.to_owned(), process))?;
        let started = starts.get(..starts.partition_point(|(start, _)| *start <= time))?;
        started.last().map(|(_, pool)| pool.as_str())
    }

    /// ` (pool X)`, or nothing.
    pub(crate) fn shown(&self, host: &str, process: i64, time: i64) -> String {
        self.of(host, process, time).map(|pool| format!(" (pool {pool})")).unwrap_or_default()
    }
}
