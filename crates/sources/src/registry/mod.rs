//! Registry hives and exports to rows of `RegistryValues`, and the computer's name that a `SYSTEM` hive has.
//!
//! Hives are read before all state: their name is the host of everything else under the same argument. What they say
//! becomes rows once the hosts are known.

mod com;
mod components;
mod export;
mod hive;
mod interest;

pub(crate) use com::resolve as resolve_com;
pub(crate) use components::components;
pub(crate) use export::read as read_export;
pub(crate) use hive::read as read_hive;

use crate::value::Value;
use crate::{Host, Input, ReadError, Reading};
use com::ComClasses;
use evidence::Evidence;
use tables::SourceId;

/// Tables whose rows need what hives say: the host, if nothing else.
const TABLES: [&str; 6] =
    ["DeviceFileCertificateInfo", "IisComponents", "IisConfigChanges", "IisSettings", "PeFiles", "RegistryValues"];

/// What one hive or export holds.
pub(crate) struct Registry {
    pub(crate) root: usize,
    pub(crate) source: SourceId,
    pub(crate) path: String,
    /// By key and name.
    pub(crate) values: Vec<Found>,
    /// The files of COM classes; none where nobody asks for components.
    pub(crate) com: ComClasses,
}

/// One value.
pub(crate) struct Found {
    pub(crate) hive: String,
    /// From `HKEY_LOCAL_MACHINE` on.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) data: String,
    /// In ticks since 0001-01-01.
    pub(crate) last_written: Option<i64>,
    /// Its number in the hive's list, or its line in the export.
    pub(crate) record: u64,
}

/// How a kind of registry file is read. Logs are those beside a hive.
pub(crate) type ReadRegistry = fn(&mut Reading<'_, '_>, &Input<'_>, &[&Input<'_>]) -> Option<Registry>;

/// Reads all hives and exports that somebody needs.
pub(crate) fn read_all(
    reading: &mut Reading<'_, '_>,
    evidence: &Evidence,
    inputs: &[(ReadRegistry, Input<'_>)],
) -> Vec<Registry> {
    if TABLES.iter().all(|table| reading.sink.slot(table).is_none()) {
        return Vec::new();
    }
    let wants_values = reading.sink.slot("RegistryValues").is_some();
    let wants_components = reading.sink.slot("IisComponents").is_some();
    let mut found = Vec::new();
    for (read, input) in inputs {
        let is_log = log_of(input).is_some_and(|hive| {
            inputs.iter().any(|(_, other)| other.item.root == input.item.root && same_name(&other.item.path, hive))
        });
        if is_log || (!wants_values && !may_matter_elsewhere(input, wants_components)) {
            continue;
        }
        if let Some(newer) = live_copy(evidence, input) {
            let text = format!("an older copy of {newer}; not read");
            reading.sink.info(&input.item.path, "", text);
            continue;
        }
        let logs: Vec<&Input<'_>> = inputs
            .iter()
            .map(|(_, other)| other)
            .filter(|other| other.item.root == input.item.root)
            .filter(|other| log_of(other).is_some_and(|hive| same_name(hive, &input.item.path)))
            .collect();
        found.extend(read(reading, input, &logs));
    }
    found
}

/// The path of the hive that a log of this name belongs to.
fn log_of<'i>(input: &Input<'i>) -> Option<&'i str> {
    let path: &'i str = &input.item.path;
    let (stem, ending) = path.rsplit_once('.')?;
    let is_log = ["log", "log1", "log2"].iter().any(|log| ending.eq_ignore_ascii_case(log));
    is_log.then_some(stem)
}

fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// Only `SYSTEM` tells the host and registers components, and only `SOFTWARE` the files of COM classes that they name.
fn may_matter_elsewhere(input: &Input<'_>, wants_components: bool) -> bool {
    let name = input.item.file_name().to_lowercase();
    name.contains("system") || name.ends_with(".reg") || (wants_components && name.contains("software"))
}

/// The hive in force, when this is a copy that Windows or a snapshot kept of it.
fn live_copy(evidence: &Evidence, input: &Input<'_>) -> Option<String> {
    let place = input.item.windows_path()?;
    let drive = place.get(..2)?;
    let live = format!(r"{drive}\Windows\System32\config\{}", input.item.file_name());
    let item = evidence.locate(input.item.root, &live)?;
    (item.path != input.item.path).then(|| item.path.clone())
}

/// The name of a root's computer, as its `SYSTEM` hive has it.
pub(crate) fn computer_name(registries: &[Registry], root: usize) -> Option<&str> {
    let values = registries.iter().filter(|registry| registry.root == root).flat_map(|registry| &registry.values);
    let mut named = values.filter(|value| {
        value.name.eq_ignore_ascii_case("ComputerName")
            && value
                .key
                .eq_ignore_ascii_case(r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\ComputerName\ComputerName")
    });
    let first = named.next().map(|value| value.data.as_str()).filter(|name| !name.is_empty())?;
    // Two computers under one argument: neither names it.
    named.all(|value| value.data.eq_ignore_ascii_case(first)).then_some(first)
}

/// Writes the rows of `RegistryValues`.
pub(crate) fn write(reading: &mut Reading<'_, '_>, registries: &[Registry], hosts: &[Host]) -> Result<(), ReadError> {
    let Some(slot) = reading.sink.slot("RegistryValues") else { return Ok(()) };
    for registry in registries {
        let host = hosts.get(registry.root).map_or("", |host| host.name.as_str());
        for value in &registry.values {
            let cells = [
                ("Host", Value::text(host)),
                ("Hive", Value::text(&value.hive)),
                ("Key", Value::text(&value.key)),
                ("ValueName", Value::text(&value.name)),
                ("ValueType", Value::text(&value.kind)),
                ("Data", Value::text(&value.data)),
                ("HivePath", Value::text(&registry.path)),
            ];
            for (name, cell) in &cells {
                reading.sink.set_named(slot, name, cell);
            }
            if let Some(time) = value.last_written {
                reading.sink.set_named(slot, "LastWriteTime", &Value::Ticks(time));
            }
            reading.sink.finish_row(slot, registry.source.row(value.record), None)?;
        }
    }
    Ok(())
}
