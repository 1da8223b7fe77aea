//! Differences between kept configurations as rows of `IisConfigChanges`.

use super::components::moment;
use super::configuration::Sources;
use crate::value::Value;
use crate::{ReadError, Reading};
use evtx_arrow::ticks;
use serde_json::{Map, Value as Json};
use server::Change;
use std::collections::BTreeMap;

/// Where the configuration of the server itself stands.
const APPHOST: &str = "MACHINE/WEBROOT/APPHOST";
/// Attributes that name the file that is loaded or started.
const IMAGES: [&str; 4] = ["image", "scriptProcessor", "fullPath", "processPath"];

pub(super) fn write(
    reading: &mut Reading<'_, '_>,
    sources: &Sources,
    host: &str,
    changes: &[Change],
) -> Result<(), ReadError> {
    let Some(slot) = reading.sink.slot("IisConfigChanges") else { return Ok(()) };
    for change in changes {
        let Some(source) = sources.get(&change.file) else { continue };
        let image = IMAGES.iter().find_map(|name| change.new.get(*name));
        let is_filter = change.section.ends_with("isapiFilters");
        let image = image.or_else(|| change.new.get("path").filter(|_| is_filter));
        let mut cells = vec![
            ("Computer", Value::text(host)),
            ("ChangeSource", Value::text(change.source)),
            ("Operation", Value::text(change.operation)),
            ("Section", Value::text(&change.section)),
            ("Element", Value::text(&change.element)),
            ("ElementName", Value::text(&change.name)),
            ("Attributes", object(&change.new)),
            ("OldAttributes", object(&change.old)),
            ("Image", Value::text(image.map_or("", String::as_str))),
            ("TypeName", Value::text(change.new.get("type").map_or("", String::as_str))),
            ("ConfigPath", Value::text(APPHOST)),
            ("Location", Value::text(&change.location)),
            ("PhysicalPath", Value::text(&change.physical_path)),
        ];
        cells.extend(change.window_start.map(|time| ("WindowStart", moment(time))));
        for (name, value) in &cells {
            reading.sink.set_named(slot, name, value);
        }
        let time = change.time.map(|time| time.saturating_add(ticks::UNIX_EPOCH));
        reading.sink.finish_row(slot, source.row(change.line.into()), time)?;
    }
    Ok(())
}

fn object(values: &BTreeMap<String, String>) -> Value<'static> {
    let map: Map<String, Json> = values.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    Value::Json(Json::Object(map).to_string())
}
