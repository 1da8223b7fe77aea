//! What a server would load: its configuration and the program files that matter to it.

mod changes;
mod components;
mod configuration;
mod pe_file;
mod programs;
mod signatures;

use crate::registry::{self, Registry};
use crate::rows::Slot;
use crate::value::{Value, wall_clock};
use crate::{Host, Input, ReadError, Reading};
use configuration::Sources;
use evidence::{Evidence, Item};
use evtx_arrow::ticks;
use programs::Programs;
use tables::RowId;

/// Files other than configuration, of all roots, in the evidence's order.
pub(crate) struct Files<'f, 'e> {
    pub(crate) programs: &'f [&'e Item],
    pub(crate) catalogs: &'f [&'e Item],
}

/// Reads the configuration of each root, then the programs that matter, and writes the rows of both.
pub(crate) fn read(
    reading: &mut Reading<'_, '_>,
    evidence: &Evidence,
    configuration: &[Input<'_>],
    files: &Files<'_, '_>,
    registries: &[Registry],
    hosts: &[Host],
) -> Result<(), ReadError> {
    let asks = |reading: &Reading<'_, '_>, tables: &[&str]| tables.iter().any(|t| reading.sink.slot(t).is_some());
    let asks_for_programs = asks(reading, &["IisComponents", "PeFiles", "DeviceFileCertificateInfo"]);
    if !asks_for_programs && !asks(reading, &["IisConfigChanges", "IisSettings"]) {
        return Ok(());
    }
    for (root, host) in hosts.iter().enumerate() {
        let (mut state, mut sources) = configuration::read(reading, evidence, root, configuration);
        for registry in registries.iter().filter(|registry| registry.root == root) {
            sources.insert(registry.path.clone(), registry.source);
            state.components.extend(registry::components(registry));
        }
        let classes = registries.iter().filter(|registry| registry.root == root).map(|registry| &registry.com);
        registry::resolve_com(&mut state.components, classes);
        changes::write(reading, &sources, &host.name, &state.changes)?;
        settings(reading, &sources, &host.name, &state.settings)?;
        if !asks_for_programs {
            continue;
        }
        let images = state.components.iter().map(|component| component.image.as_str());
        let programs = Programs::read(reading, evidence, root, files, images, &host.name)?;
        components::write(reading, &sources, &host.name, &state.components, &programs)?;
    }
    Ok(())
}

fn settings(
    reading: &mut Reading<'_, '_>,
    sources: &Sources,
    host: &str,
    settings: &[server::Setting],
) -> Result<(), ReadError> {
    let Some(slot) = reading.sink.slot("IisSettings") else { return Ok(()) };
    for setting in settings {
        let Some(source) = sources.get(&setting.file) else { continue };
        let cells = [
            ("Host", Value::text(host)),
            ("Section", Value::text(&setting.section)),
            ("Element", Value::text(&setting.element)),
            ("Attribute", Value::text(&setting.attribute)),
            ("Value", Value::text(&setting.value)),
            ("Scope", Value::text(&setting.scope)),
            ("ConfigPath", Value::text(&setting.file)),
            ("Line", Value::Int(setting.line.into())),
            ("ColumnNumber", Value::Int(setting.column.into())),
        ];
        row(reading, slot, &cells, source.row(setting.line.into()))?;
    }
    Ok(())
}

/// What time it is, in seconds since 1970: certificates without a time stamp must be valid now.
fn now(reading: &Reading<'_, '_>) -> i64 {
    let time = reading.options.wall_clock.unwrap_or_else(wall_clock);
    time.saturating_sub(ticks::UNIX_EPOCH) / ticks::SECOND
}

/// Writes one row of a state table.
fn row(reading: &mut Reading<'_, '_>, slot: Slot, cells: &[(&str, Value<'_>)], row: RowId) -> Result<(), ReadError> {
    for (name, value) in cells {
        reading.sink.set_named(slot, name, value);
    }
    reading.sink.finish_row(slot, row, None)
}
