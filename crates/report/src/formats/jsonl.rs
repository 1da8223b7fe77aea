//! JSON Lines: one object a line, for programs.

use crate::json::write_line;
use crate::{Format, QueryTable, Style};
use detect::model::ScanResult;
use kql_functions::Value;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::io::{Result, Write};

pub(super) static FORMAT: Format =
    Format { id: "jsonl", extension: "jsonl", doc: "One JSON object a line", scan: Some(scan), query: Some(query) };

/// An object of the scan's stream: what it is stands first.
#[derive(Serialize)]
struct Line<'a, T> {
    kind: &'static str,
    #[serde(flatten)]
    body: &'a T,
}

fn scan(result: &ScanResult, out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    write_line(&Line { kind: "run", body: &result.run }, out)?;
    lines("component", &result.components, out)?;
    lines("finding", &result.findings, out)?;
    lines("incident", &result.incidents, out)?;
    lines("coverage", &result.coverage, out)?;
    lines("posture", &result.posture, out)?;
    lines("evidence", &result.evidence, out)?;
    lines("problem", &result.problems, out)?;
    write_line(&Line { kind: "summary", body: &result.summary }, out)
}

fn lines<T: Serialize>(kind: &'static str, bodies: &[T], out: &mut (dyn Write + Send)) -> Result<()> {
    bodies.iter().try_for_each(|body| write_line(&Line { kind, body }, out))
}

/// A row as an object, its columns in order.
struct Row<'a> {
    table: &'a QueryTable<'a>,
    values: &'a [Value<'a>],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (column, value) in self.table.columns.iter().zip(self.values) {
            map.serialize_entry(&column.name, &kql_functions::json::from_value(value))?;
        }
        map.end()
    }
}

fn query(tables: &[QueryTable<'_>], out: &mut (dyn Write + Send), _: &Style) -> Result<()> {
    tables.iter().try_for_each(|table| table.rows.visit(&mut |values| write_line(&Row { table, values }, out)))
}
