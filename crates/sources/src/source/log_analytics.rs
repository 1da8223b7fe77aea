use crate::export::{Export, column_name, table_of_columns, table_of_name};
use crate::recognise::{Head, Read, Source};
use crate::told::undecoded;
use crate::{Input, ReadError, Reading, text};
use diagnostics::Problem;
use serde::Deserialize;
use serde_json::Value as Json;

/// The answer of the Log Analytics query API: `tables[0].columns` and `rows`.
pub(super) static SOURCE: Source = Source {
    name: "log-analytics-json",
    reference: "https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format",
    recognise: |head: &Head<'_>| {
        let has = |name: &str| head.json_keys().iter().any(|key| key == name);
        has("tables") && has("tables[].columns") && has("tables[].columns[].name")
    },
    endings: &[],
    noun: "answer of Log Analytics",
    read: Read::Events(read),
};

#[derive(Deserialize)]
struct Answer {
    tables: Vec<Result>,
}

#[derive(Deserialize)]
struct Result {
    columns: Vec<Column>,
    #[serde(default)]
    rows: Vec<Vec<Json>>,
}

#[derive(Deserialize)]
struct Column {
    name: String,
}

fn read(reading: &mut Reading<'_, '_>, input: &Input<'_>) -> std::result::Result<(), ReadError> {
    let (text, bad) = text::decode(&reading.bytes(input));
    let sink = &mut reading.sink;
    let path = input.item.path.as_str();
    undecoded(sink, path, bad);
    let answer: Answer = match serde_json::from_str(&text) {
        Ok(answer) => answer,
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            sink.problem(Problem::error(path, place, format!("cannot be read: {error}")));
            return Ok(());
        }
    };
    let mut export = Export::new(path, input.item.root);
    let mut number = 0;
    for result in answer.tables {
        let names = || result.columns.iter().map(|column| column_name(&column.name));
        let action_at = names().position(|name| name == "ActionType");
        let action = action_at.and_then(|at| result.rows.first()?.get(at)?.as_str()).unwrap_or("").to_owned();
        let Some(table) = table_of_name(path).or_else(|| table_of_columns(names(), &action).map(|(table, _)| table))
        else {
            continue;
        };
        for cells in result.rows {
            number += 1;
            let object = names().map(str::to_owned).zip(cells).collect();
            // The answer has no lines to speak of: the row's number is its place.
            export.object(sink, table, &object, input.source.row(number), number)?;
        }
    }
    export.finish(sink);
    Ok(())
}
