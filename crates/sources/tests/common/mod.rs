//! Reading small evidence and looking at the rows.
#![allow(dead_code, reason = "each test binary uses what it needs")]

use arrow::array::{
    Array, BooleanArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringViewArray, UInt64Array,
};
use evidence::{Evidence, Limits};
use evtx_arrow::ticks;
use sources::{ReadOptions, ReadSummary, read};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tables::{Request, RowId, Store, registry};
use tempfile::TempDir;

/// Evidence in a temporary folder, called `triage`.
pub(crate) struct Triage {
    folder: TempDir,
}

/// One row: its cells as text (nulls as `null`), and `$records`, the ordinals of its records.
pub(crate) type Row = BTreeMap<String, String>;

impl Triage {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("triage")).unwrap();
        Self { folder }
    }

    pub(crate) fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("triage")
    }

    /// The folder as evidence.
    pub(crate) fn open(&self) -> Evidence {
        evidence::open(&[self.path()], &Limits::default())
    }

    /// Reads the folder, asking for these tables with all columns.
    pub(crate) fn read(&self, tables: &[&str]) -> Outcome {
        read_all(&self.open(), tables, &ReadOptions::default())
    }
}

pub(crate) struct Outcome {
    pub(crate) store: Store,
    pub(crate) summary: ReadSummary,
}

pub(crate) fn read_all(evidence: &Evidence, tables: &[&str], options: &ReadOptions) -> Outcome {
    let mut request = Request::default();
    for table in tables {
        request.want_all(table);
    }
    let mut store = Store::new(request, usize::MAX);
    let summary = read(evidence, &mut store, options).unwrap();
    store.finish().unwrap();
    Outcome { store, summary }
}

/// Reads one file, named by itself.
pub(crate) fn read_file(path: &Path, tables: &[&str]) -> Outcome {
    read_all(&evidence::open(&[path], &Limits::default()), tables, &ReadOptions::default())
}

impl Outcome {
    pub(crate) fn rows(&self, table: &str) -> Vec<Row> {
        let batches = self.store.batches(table).unwrap();
        batches.flat_map(|batch| rows_of(&self.store, table, &batch.unwrap())).collect()
    }

    /// The values of one column.
    pub(crate) fn column(&self, table: &str, column: &str) -> Vec<String> {
        self.rows(table).into_iter().map(|mut row| row.remove(column).unwrap()).collect()
    }

    /// `severity path place: text` of each problem.
    pub(crate) fn problems(&self) -> Vec<String> {
        let line = |p: &diagnostics::Problem| format!("{} {} {}: {}", p.severity.as_str(), p.path, p.place, p.text);
        self.store.problems.iter().map(line).collect()
    }
}

fn rows_of(store: &Store, table: &str, batch: &RecordBatch) -> Vec<Row> {
    let table = registry().get(table).unwrap();
    (0..batch.num_rows())
        .map(|at| {
            batch
                .schema()
                .fields()
                .iter()
                .zip(batch.columns())
                .map(|(field, array)| match table.column(field.name()) {
                    Some(column) => (field.name().clone(), cell(array.as_ref(), at, column.ty)),
                    None => {
                        let id = array.as_any().downcast_ref::<UInt64Array>().unwrap().value(at);
                        let ordinals = store.records(RowId(id)).into_iter().map(|(_, ordinal)| ordinal.to_string());
                        ("$records".to_owned(), ordinals.collect::<Vec<_>>().join(","))
                    }
                })
                .collect()
        })
        .collect()
}

fn cell(array: &dyn Array, at: usize, ty: tables::ColumnType) -> String {
    if array.is_null(at) {
        return "null".to_owned();
    }
    let any = array.as_any();
    if let Some(array) = any.downcast_ref::<StringViewArray>() {
        return array.value(at).to_owned();
    }
    if let Some(array) = any.downcast_ref::<BooleanArray>() {
        return array.value(at).to_string();
    }
    if let Some(array) = any.downcast_ref::<Int32Array>() {
        return array.value(at).to_string();
    }
    if let Some(array) = any.downcast_ref::<Float64Array>() {
        return array.value(at).to_string();
    }
    let number = any.downcast_ref::<Int64Array>().unwrap().value(at);
    if ty == tables::ColumnType::DateTime { time(number) } else { number.to_string() }
}

/// A moment as text: the shortest form that has it all.
fn time(value: i64) -> String {
    let unix = i128::from(value - ticks::UNIX_EPOCH) * 100;
    jiff::Timestamp::from_nanosecond(unix).map_or_else(|_| value.to_string(), |t| t.to_string())
}
