//! From a test's rows to a store.

use super::parse::{Case, Rows};
use diagnostics::Diagnostic;
use kql_functions::time::{parse_datetime, parse_timespan};
use std::collections::BTreeMap;
use tables::{Cell, Column, ColumnType, Request, SourceId, Store, Table, TableBuilder, registry};

/// A cell on its way into a builder; borrows nothing that ends before the row does.
enum Parsed<'a> {
    Cell(Cell<'a>),
    Wrong(&'static str),
}

/// The rows of a test, the newest time in them, and what is wrong with them. Tables that the test does not fill
/// are there and empty.
pub(super) fn store(case: &Case) -> (Store, Option<i64>, Vec<Diagnostic>) {
    let mut request = Request::default();
    for table in registry().iter() {
        request.want_all(&table.name);
    }
    let mut store = Store::new(request, 256 << 20);
    let source = store.add_source(&case.heading, "test", 0, 0);
    let mut newest = None;
    let mut wrong = Vec::new();
    let mut builders: BTreeMap<String, TableBuilder> = BTreeMap::new();
    for rows in &case.rows {
        let Some(table) = registry().get(&rows.table) else {
            let message = format!("there is no table {}", rows.table);
            wrong.push(Diagnostic::error("test-table", message).at(rows.span, ""));
            continue;
        };
        let builder = builders.entry(table.name.clone()).or_insert_with(|| TableBuilder::all(table));
        fill(rows, table, builder, source, &mut newest, &mut wrong);
    }
    for (table, mut builder) in builders {
        let kept = builder
            .finish()
            .map_err(|e| e.to_string())
            .and_then(|batch| store.append(&table, batch).map_err(|e| e.to_string()));
        if let Err(message) = kept {
            wrong.push(Diagnostic::error("test-rows", message));
        }
    }
    (store, newest, wrong)
}

fn fill(
    rows: &Rows,
    table: &Table,
    builder: &mut TableBuilder,
    source: SourceId,
    newest: &mut Option<i64>,
    wrong: &mut Vec<Diagnostic>,
) {
    let columns: Vec<Option<&Column>> = rows.columns.iter().map(|name| table.resolve(name)).collect();
    for (name, _) in rows.columns.iter().zip(&columns).filter(|(_, column)| column.is_none()) {
        let message = format!("{} has no column {name}", table.name);
        wrong.push(Diagnostic::error("test-column", message).at(rows.span, ""));
    }
    for (line, row) in &rows.rows {
        for (column, text) in columns.iter().zip(row) {
            let Some(column) = column else { continue };
            match parse(column.ty, text) {
                Parsed::Cell(cell) => {
                    if let (Cell::Int(ticks), true) = (cell, table.time.as_deref() == Some(column.name.as_str())) {
                        *newest = (*newest).max(Some(ticks));
                    }
                    builder.set_named(&column.name, cell);
                }
                Parsed::Wrong(expected) => {
                    let message = format!("line {line}: `{text}` is no {expected} for column {}", column.name);
                    wrong.push(Diagnostic::error("test-cell", message).at(rows.span, ""));
                }
            }
        }
        builder.finish_row(source.row(*line as u64));
    }
}

fn parse(ty: ColumnType, text: &str) -> Parsed<'_> {
    if text.is_empty() {
        return Parsed::Cell(Cell::Null);
    }
    let cell = match ty {
        ColumnType::String | ColumnType::Guid => Some(Cell::Str(text)),
        ColumnType::Dynamic => serde_json::from_str::<serde_json::Value>(text).is_ok().then_some(Cell::Str(text)),
        ColumnType::Bool => text.to_ascii_lowercase().parse().ok().map(Cell::Bool),
        ColumnType::Int | ColumnType::Long => text.parse().ok().map(Cell::Int),
        ColumnType::Real | ColumnType::Decimal => text.parse().ok().map(Cell::Real),
        ColumnType::DateTime => parse_datetime(text).map(Cell::Int),
        ColumnType::TimeSpan => parse_timespan(text).map(Cell::Int),
    };
    cell.map_or(Parsed::Wrong(ty.name()), Parsed::Cell)
}
