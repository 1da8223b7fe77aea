use crate::export::Export;
use crate::json::{Piece, Pieces, find_array};
use crate::recognise::{Head, Read, Source};
use crate::told::undecoded;
use crate::{Input, ReadError, Reading, text};
use serde_json::Value as Json;
use tables::{Kind, registry};

/// The streaming API's records, as storage accounts and event hubs keep them: an envelope with the table's name in
/// `category` and the row in `properties`, alone or several under `records`.
pub(super) static SOURCE: Source = Source {
    name: "defender-stream",
    reference: "https://learn.microsoft.com/defender-xdr/streaming-api-storage",
    recognise,
    endings: &[],
    noun: "Defender export",
    read: Read::Events(read),
};

const PREFIX: &str = "AdvancedHunting-";

fn recognise(head: &Head<'_>) -> bool {
    let keys = head.json_keys();
    let has =
        |name: &str| ["", "[].", "records[].", "[].records[]."].iter().any(|at| keys.contains(&format!("{at}{name}")));
    has("category") && has("properties") && head.text().is_some_and(|text| text.contains(PREFIX))
}

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> Result<(), ReadError> {
    let (text, bad) = text::decode(&reading.bytes(input));
    undecoded(&mut reading.sink, &input.item.path, bad);
    let mut export = Export::new(&input.item.path, input.item.root);
    for outer in Pieces::new(&text) {
        match find_array(outer.text, &["records"]) {
            None => one(reading, input, &mut export, outer)?,
            Some(at) => {
                let before = outer.text.get(..at).unwrap_or("").bytes().filter(|&b| b == b'\n').count() as u64;
                for inner in Pieces::from(outer.text, at, outer.line + before) {
                    one(reading, input, &mut export, inner)?;
                }
            }
        }
    }
    export.finish(&mut reading.sink);
    Ok(())
}

fn one(
    reading: &mut Reading<'_, '_>,
    input: &Input<'_>,
    export: &mut Export<'_>,
    piece: Piece<'_>,
) -> Result<(), ReadError> {
    let sink = &mut reading.sink;
    if let Some((line, text)) = piece.error() {
        export.problem(sink, line, text);
    }
    let line = piece.line;
    let Ok(mut envelope) = piece.value else { return Ok(()) };
    let category = envelope.get("category").and_then(Json::as_str).unwrap_or("").to_owned();
    let name = category.strip_prefix(PREFIX).unwrap_or(&category);
    // Some pipelines write the row as text.
    let properties = match envelope.get_mut("properties").map(Json::take) {
        Some(Json::String(text)) => serde_json::from_str(&text).unwrap_or_default(),
        other => other.unwrap_or_default(),
    };
    let Json::Object(mut object) = properties else {
        export.problem(sink, line, "an envelope without `properties`; passed over");
        return Ok(());
    };
    let Some(table) = registry().get(name).filter(|table| table.kind == Kind::Events) else {
        export.strange(sink, name);
        return Ok(());
    };
    if !object.contains_key("Timestamp")
        && let Some(time) = envelope.get_mut("time").map(Json::take)
    {
        object.insert("Timestamp".to_owned(), time);
    }
    export.object(sink, table, &object, input.source.row(line), line)
}
