use super::configuration::Sources;
use super::pe_file::list;
use super::programs::{Found, Programs};
use super::row;
use crate::value::Value;
use crate::{ReadError, Reading};
use evtx_arrow::ticks;
use server::signature::Signature;
use server::{Component, facts};

/// What is said of the signature of a file that is not at hand.
const NOT_EVALUATED: &str = "not evaluated";

/// Writes one row for each component and scope.
pub(super) fn write(
    reading: &mut Reading<'_, '_>,
    sources: &Sources,
    host: &str,
    components: &[Component],
    programs: &Programs,
) -> Result<(), ReadError> {
    let Some(slot) = reading.sink.slot("IisComponents") else { return Ok(()) };
    for (component, facts) in components.iter().zip(facts::judge(components)) {
        let Some(source) = sources.get(&component.file) else { continue };
        let found = programs.find(&component.image);
        let program = found.program();
        let signature = program.and_then(|program| program.signature.as_ref()).map(Signature::text);
        let (directory, file_name) = match component.image.rsplit_once('\\') {
            Some(parts) => parts,
            None => ("", component.image.as_str()),
        };
        let look_alike = facts.look_alike.as_ref().map_or("", |look_alike| look_alike.of);
        let vendor = facts.vendor.map_or("", |vendor| vendor.vendor.as_str());
        let family = facts.family.map_or("", |family| family.family.as_str());
        let number = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
        for scope in &component.scope {
            let mut cells = vec![
                ("Host", Value::text(host)),
                ("Class", Value::text(component.class.as_str())),
                ("Name", Value::text(&component.name)),
                ("Image", Value::text(&component.image)),
                ("ImageRaw", Value::text(&component.image_raw)),
                ("ImageFileName", Value::text(file_name)),
                ("ImageDirectory", Value::text(directory)),
                ("TypeName", Value::text(&component.type_name)),
                ("PreCondition", Value::text(&component.pre_condition)),
                ("Scope", Value::text(scope)),
                ("Enabled", Value::Bool(component.enabled_in_modules())),
                ("Position", number(component.position)),
                ("Siblings", number(component.siblings)),
                ("IsStock", Value::Bool(facts.is_stock)),
                ("StockName", Value::text(facts.stock_name)),
                ("StockImage", Value::text(&facts.stock_image)),
                ("IsForeignImage", Value::Bool(facts.is_foreign_image)),
                ("IsStockFileElsewhere", Value::Bool(facts.is_stock_file_elsewhere)),
                ("Vendor", Value::text(vendor)),
                ("LookAlike", Value::text(look_alike)),
                ("LookAlikeFamily", Value::text(family)),
                ("OddPlace", Value::text(facts.odd_place())),
                ("IsTwin", Value::Bool(facts.twin.is_some())),
                ("UnresolvedLocation", Value::Bool(facts.is_unresolved)),
                ("SHA256", Value::text(program.map_or("", |program| program.sha256.as_str()))),
                ("Signature", Value::text(signature.as_deref().unwrap_or(NOT_EVALUATED))),
                ("ConfigPath", Value::text(&component.file)),
                ("Line", Value::Int(component.line.into())),
                ("ColumnNumber", Value::Int(component.column.into())),
                ("Url", Value::text(&component.url)),
                ("Verbs", Value::text(&component.verbs)),
                ("Modules", Value::text(&component.modules)),
                ("Detail", Value::text(&component.detail)),
                ("Bitness", Value::text(component.bitness.as_str())),
                ("LockItem", Value::Bool(component.is_locked)),
                ("Notes", list(component.notes.iter().map(|note| (*note).to_owned()))),
            ];
            cells.extend(component.pools.as_ref().map(|pools| ("Pools", list(pools.iter().cloned()))));
            cells.extend(component.sites.as_ref().map(|sites| ("Sites", list(sites.iter().cloned()))));
            cells.extend(component.pipeline_position.map(|position| ("PipelinePosition", number(position))));
            let seen = &component.seen;
            let moments = [
                ("FirstSeen", seen.first),
                ("LastSeen", seen.last),
                ("RegisteredAfter", seen.after),
                ("RegisteredBefore", seen.before),
                ("ModifiedTime", component.modified),
            ];
            cells.extend(moments.into_iter().filter_map(|(name, time)| Some((name, moment(time?)))));
            match found {
                Found::Yes(_) | Found::Unread => cells.push(("FileFound", Value::Bool(true))),
                Found::No => cells.push(("FileFound", Value::Bool(false))),
                Found::CannotTell => {}
            }
            row(reading, slot, &cells, source.row(component.line.into()))?;
        }
    }
    Ok(())
}

/// A time in units of 100 ns since 1970 as a cell.
pub(super) fn moment(time: i64) -> Value<'static> {
    Value::Ticks(time.saturating_add(ticks::UNIX_EPOCH))
}
