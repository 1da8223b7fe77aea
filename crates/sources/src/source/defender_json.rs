use crate::export::{Export, looks_like_export, table_of_columns, table_of_name};
use crate::json::Pieces;
use crate::recognise::{Head, Read, Source};
use crate::told::undecoded;
use crate::{Input, ReadError, Reading, text};
use serde_json::Value as Json;

/// Results of advanced hunting as JSON: an array of rows, one row a line, or the answer of the query API with its
/// rows under `Results` or `results`.
pub(super) static SOURCE: Source = Source {
    name: "defender-json",
    reference: "https://learn.microsoft.com/defender-xdr/api-advanced-hunting",
    recognise,
    endings: &[],
    noun: "Defender export",
    read: Read::Events(read),
};

/// Where the query APIs put their rows.
const ROWS: [&str; 3] = ["Results", "results", "value"];

fn recognise(head: &Head<'_>) -> bool {
    // Events as NXLog ships them have many columns of SecurityEvent.
    columns(head.json_keys())
        .is_some_and(|columns| !super::nxlog::is_event(head) && looks_like_export(columns.into_iter()))
}

/// The names of the rows' columns, from the paths of a file's keys.
fn columns(paths: &[String]) -> Option<Vec<&str>> {
    let plain = |path: &&str| !path.contains(['.', '[']);
    let below = |prefix: &str| {
        let columns: Vec<&str> = paths.iter().filter_map(|path| path.strip_prefix(prefix)).filter(plain).collect();
        (!columns.is_empty()).then_some(columns)
    };
    let wrapped = ROWS.iter().find_map(|name| below(&format!("{name}[].")));
    let mut columns = wrapped.or_else(|| below("[].")).or_else(|| below(""))?;
    columns.sort_unstable();
    columns.dedup();
    Some(columns)
}

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> Result<(), ReadError> {
    let (text, bad) = text::decode(&reading.bytes(input));
    let sink = &mut reading.sink;
    let path = input.item.path.as_str();
    undecoded(sink, path, bad);
    let mut export = Export::new(path, input.item.root);
    let named = table_of_name(path);
    for piece in Pieces::below(&text, &ROWS) {
        if let Some((line, text)) = piece.error() {
            export.problem(sink, line, text);
            continue;
        }
        let Ok(Json::Object(object)) = piece.value else {
            export.problem(sink, piece.line, "not a row (a JSON object); passed over");
            continue;
        };
        let action = object.get("ActionType").and_then(Json::as_str).unwrap_or("");
        let columns = || object.keys().map(String::as_str);
        let Some(table) = named.or_else(|| table_of_columns(columns(), action).map(|(table, _)| table)) else {
            continue;
        };
        export.object(sink, table, &object, input.source.row(piece.line), piece.line)?;
    }
    export.finish(sink);
    Ok(())
}
