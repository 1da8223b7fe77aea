//! CSV with a header line.

use super::cells::{Guess, batch_of, schema_of, value_of};
use super::{Opened, UserTableError, declared, note};
use crate::rows::{Batches, RowSource};
use csv::{ByteRecord, ReaderBuilder};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::{DataFusionError, Result};
use kql_functions::KqlType;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const BATCH: usize = 8192;

#[derive(Debug)]
struct CsvSource {
    path: PathBuf,
    columns: Vec<(String, KqlType)>,
    delimiter: u8,
}

pub(super) fn open(path: &Path, table: &str) -> std::result::Result<Opened, UserTableError> {
    let io = |source| UserTableError::Io { path: path.to_owned(), source };
    let format = |reason: String| UserTableError::Format { path: path.to_owned(), reason };
    let delimiter = delimiter_of(path).map_err(io)?;
    let mut reader = reader(path, delimiter).map_err(io)?;
    let header = reader.byte_headers().map_err(|e| format(e.to_string()))?.clone();
    let mut names: Vec<String> = Vec::new();
    for (i, name) in header.iter().enumerate() {
        let text = String::from_utf8_lossy(name);
        let text = text.trim_start_matches('\u{feff}').trim();
        let base = if text.is_empty() { format!("Column{}", i + 1) } else { text.to_owned() };
        let mut name = base.clone();
        let mut number = 1;
        while names.contains(&name) {
            name = format!("{base}{number}");
            number += 1;
        }
        names.push(name);
    }
    if names.is_empty() {
        return Err(format("it has no header line".to_owned()));
    }
    let mut guesses = vec![Guess::default(); names.len()];
    let mut problems = Vec::new();
    let mut record = ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                if record.len() != names.len() {
                    let line = record.position().map_or(0, csv::Position::line);
                    note(&mut problems, path, line, format!("{} cells instead of {}", record.len(), names.len()));
                }
                for (cell, guess) in record.iter().zip(&mut guesses) {
                    guess.see(&String::from_utf8_lossy(cell));
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                note(&mut problems, path, line, error.to_string());
                if error.is_io_error() {
                    break;
                }
            }
        }
    }
    let columns: Vec<(String, KqlType)> = names
        .into_iter()
        .zip(guesses)
        .map(|(name, guess)| {
            let ty = declared(table, &name).unwrap_or_else(|| guess.ty());
            (name, ty)
        })
        .collect();
    let source = CsvSource { path: path.to_owned(), columns: columns.clone(), delimiter };
    Ok((Arc::new(source), columns, problems))
}

/// Tabs and semicolons are told by the header line.
fn delimiter_of(path: &Path) -> std::io::Result<u8> {
    let head = super::head(path)?;
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |byte: u8| line.iter().filter(|b| **b == byte).count();
    let best = [b',', b'\t', b';'].into_iter().rev().max_by_key(|b| count(*b));
    Ok(best.filter(|b| count(*b) > 0).unwrap_or(b','))
}

fn reader(path: &Path, delimiter: u8) -> std::io::Result<csv::Reader<BufReader<File>>> {
    let file = BufReader::new(File::open(path)?);
    Ok(ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file))
}

impl RowSource for CsvSource {
    fn schema(&self) -> SchemaRef {
        schema_of(&self.columns)
    }

    fn read(&self, positions: &[usize]) -> Result<Batches> {
        let reader = reader(&self.path, self.delimiter)?;
        let wanted = positions
            .iter()
            .filter_map(|p| self.columns.get(*p).map(|(name, ty)| (*p, name.clone(), *ty)))
            .collect::<Vec<_>>();
        Ok(Box::new(CsvBatches { reader, wanted, done: false }))
    }
}

struct CsvBatches {
    reader: csv::Reader<BufReader<File>>,
    wanted: Vec<(usize, String, KqlType)>,
    done: bool,
}

impl Iterator for CsvBatches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let mut cells: Vec<Vec<_>> = vec![Vec::new(); self.wanted.len()];
        let mut record = ByteRecord::new();
        let mut rows = 0;
        while rows < BATCH {
            match self.reader.read_byte_record(&mut record) {
                Ok(true) => {
                    rows += 1;
                    for ((position, _, ty), column) in self.wanted.iter().zip(&mut cells) {
                        column.push(value_of(&String::from_utf8_lossy(record.get(*position).unwrap_or_default()), *ty));
                    }
                }
                Ok(false) => {
                    self.done = true;
                    break;
                }
                Err(error) if error.is_io_error() => {
                    self.done = true;
                    return Some(Err(DataFusionError::External(Box::new(error))));
                }
                // Listed when the file was opened.
                Err(_) => {}
            }
        }
        if rows == 0 {
            return None;
        }
        let columns: Vec<(String, KqlType)> = self.wanted.iter().map(|(_, n, ty)| (n.clone(), *ty)).collect();
        if columns.is_empty() {
            let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(rows));
            return Some(Ok(RecordBatch::try_new_with_options(schema_of(&columns), Vec::new(), &options).ok()?));
        }
        Some(batch_of(&columns, cells))
    }
}
