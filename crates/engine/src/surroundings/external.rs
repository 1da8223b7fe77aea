//! `externaldata`: rows of the files that stand for addresses, in the columns that the query names.

use super::external_map::ExternalMap;
use super::held::table;
use crate::rows::{Batches, RowSource};
use crate::user_table::cells::{batch_of, schema_of, value_of};
use crate::user_table::json::{Objects, cell};
use csv::{ByteRecord, ReaderBuilder};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::{DataFusionError, Result};
use kql_functions::{KqlType, OwnedValue};
use kql_plan::{ExternalData, Refusal, TableInfo};
use serde_json::Value as Json;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const BATCH: usize = 8192;

/// A line or a raw file longer than this is cut.
const LONGEST: u64 = 64 << 20;

/// The code of everything that goes wrong here before rows are read.
const CODE: &str = "external-data";

/// How a file's records are told apart, and how their cells find columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// Cells by place.
    Delimited(u8),
    /// Objects, their members by name.
    Json,
    /// A line is the first column.
    Lines,
    /// The file is the first column.
    Raw,
}

/// Formats by their names in `with (format = …)`, which are the usual endings of files, too.
const FORMATS: &[(&str, Format)] = &[
    ("csv", Format::Delimited(b',')),
    ("tsv", Format::Delimited(b'\t')),
    ("tsve", Format::Delimited(b'\t')),
    ("psv", Format::Delimited(b'|')),
    ("scsv", Format::Delimited(b';')),
    ("sohsv", Format::Delimited(1)),
    ("json", Format::Json),
    ("jsonl", Format::Json),
    ("multijson", Format::Json),
    ("singlejson", Format::Json),
    ("txt", Format::Lines),
    ("raw", Format::Raw),
];

/// One file.
#[derive(Debug, Clone)]
struct Part {
    path: PathBuf,
    format: Format,
}

#[derive(Debug)]
struct Files {
    parts: Vec<Part>,
    columns: Vec<(String, KqlType)>,
    skip_first: bool,
}

/// The table that the query asks for. Nothing is fetched.
pub(super) fn open(map: Option<&ExternalMap>, wanted: &ExternalData) -> std::result::Result<TableInfo, Refusal> {
    let mut parts = Vec::new();
    for address in &wanted.addresses {
        let plain = address.split([';', '?']).next().unwrap_or(address);
        let Some(path) = map.and_then(|map| map.find(address)) else {
            let message = format!("external data are not fetched, and no file stands for `{plain}`");
            let help = format!("save it, write `{plain} = PATH` into a file, and name that: `--external FILE`");
            return Err(Refusal::new(CODE, message, help));
        };
        let format = match &wanted.format {
            Some(name) => Some(name.as_str()),
            None => Path::new(plain).extension().and_then(|e| e.to_str()).filter(|e| known(e).is_some()),
        };
        let name = format.unwrap_or("csv");
        let Some(format) = known(name) else {
            let names: Vec<&str> = FORMATS.iter().map(|(name, _)| *name).collect();
            let message = format!("unsupported: external data in the format `{name}`");
            return Err(Refusal::new("unsupported", message, format!("there are {}", names.join(", "))));
        };
        if let Err(error) = File::open(&path).and_then(|f| f.metadata()).map(|m| m.is_file()) {
            let message = format!("cannot read {}, which stands for `{plain}`: {error}", path.display());
            return Err(Refusal { code: CODE, message, help: None });
        }
        parts.push(Part { path, format });
    }
    let files = Files { parts, columns: wanted.columns.clone(), skip_first: wanted.ignore_first_record };
    Ok(table("externaldata", &wanted.columns, Arc::new(files)))
}

fn known(name: &str) -> Option<Format> {
    FORMATS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, format)| *format)
}

type Rows = Box<dyn Iterator<Item = Result<Vec<OwnedValue>>> + Send>;

impl RowSource for Files {
    fn schema(&self) -> SchemaRef {
        schema_of(&self.columns)
    }

    fn read(&self, _: &[usize]) -> Result<Batches> {
        let columns = self.columns.clone();
        let (parts, skip, shape) = (self.parts.clone(), usize::from(self.skip_first), self.columns.clone());
        let mut rows = parts.into_iter().flat_map(move |part| match rows(&part, &shape) {
            Ok(rows) => Box::new(rows.skip(skip)) as Rows,
            Err(error) => Box::new(std::iter::once(Err(error))),
        });
        Ok(Box::new(std::iter::from_fn(move || {
            let mut cells: Vec<Vec<OwnedValue>> = vec![Vec::new(); columns.len()];
            let mut any = false;
            for row in rows.by_ref().take(BATCH) {
                any = true;
                match row {
                    Ok(row) => cells.iter_mut().zip(row).for_each(|(column, value)| column.push(value)),
                    Err(error) => return Some(Err(error)),
                }
            }
            any.then(|| batch_of(&columns, cells))
        })))
    }
}

fn failed(path: &Path, reason: impl std::fmt::Display) -> DataFusionError {
    DataFusionError::Execution(format!("cannot read {}: {reason}", path.display()))
}

/// A file's rows, each with a value for every column.
fn rows(part: &Part, columns: &[(String, KqlType)]) -> Result<Rows> {
    let path = part.path.clone();
    let columns = columns.to_vec();
    let file = BufReader::new(File::open(&path).map_err(|e| failed(&path, e))?);
    Ok(match part.format {
        Format::Delimited(delimiter) => {
            let mut reader =
                ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(file);
            let mut record = ByteRecord::new();
            let mut first = true;
            Box::new(std::iter::from_fn(move || match reader.read_byte_record(&mut record) {
                Ok(false) => None,
                Ok(true) => {
                    let begin = std::mem::take(&mut first);
                    let text = |i: usize| {
                        let cell = record.get(i).unwrap_or_default();
                        let cell =
                            if begin && i == 0 { cell.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(cell) } else { cell };
                        String::from_utf8_lossy(cell).into_owned()
                    };
                    Some(Ok(columns.iter().enumerate().map(|(i, (_, ty))| value_of(&text(i), *ty)).collect()))
                }
                Err(error) => Some(Err(failed(&path, error))),
            }))
        }
        Format::Json => {
            let objects = Objects::open(&path).map_err(|e| failed(&path, e))?;
            Box::new(objects.map(move |object| match object {
                Ok(object) => {
                    Ok(columns.iter().map(|(name, ty)| cell(object.get(name).unwrap_or(&Json::Null), *ty)).collect())
                }
                Err((line, reason)) => Err(failed(&path, format!("line {line}: {reason}"))),
            }))
        }
        Format::Lines => {
            let mut file = file;
            Box::new(std::iter::from_fn(move || {
                let mut line = Vec::new();
                match file.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
                    Ok(0) => None,
                    Ok(_) => {
                        let text = String::from_utf8_lossy(&line);
                        Some(Ok(first_only(
                            text.trim_start_matches('\u{feff}').trim_end_matches(['\n', '\r']),
                            &columns,
                        )))
                    }
                    Err(error) => Some(Err(failed(&path, error))),
                }
            }))
        }
        Format::Raw => {
            let mut bytes = Vec::new();
            file.take(LONGEST).read_to_end(&mut bytes).map_err(|e| failed(&path, e))?;
            let row = first_only(&String::from_utf8_lossy(&bytes), &columns);
            Box::new(std::iter::once(Ok(row)))
        }
    })
}

/// A row whose first column is this text and whose others are empty.
fn first_only(text: &str, columns: &[(String, KqlType)]) -> Vec<OwnedValue> {
    columns.iter().enumerate().map(|(i, (_, ty))| value_of(if i == 0 { text } else { "" }, *ty)).collect()
}
