//! `_GetWatchlist`: a folder of CSV files.

use super::held::{Held, table};
use super::{SurroundingsError, unreadable};
use csv::{ByteRecord, ReaderBuilder};
use kql_functions::{KqlType, OwnedValue, Value, time};
use kql_plan::{Refusal, TableInfo};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

/// Sentinel's own limit of a watchlist is far below it.
const LARGEST: u64 = 512 << 20;

/// The column by which a watchlist is joined.
const KEY: &str = "SearchKey";

#[derive(Debug)]
pub(super) struct Watchlists {
    folder: PathBuf,
    files: BTreeMap<String, PathBuf>,
    /// Those that have been asked for.
    read: Mutex<BTreeMap<String, Result<Shared, String>>>,
}

type Shared = (Arc<Held>, Vec<(String, KqlType)>);

impl Watchlists {
    pub(super) fn open(folder: &Path) -> Result<Self, SurroundingsError> {
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
            let path = entry.map_err(unreadable(folder))?.path();
            let is_csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
            if let (true, Some(name)) = (is_csv, path.file_stem().and_then(|n| n.to_str())) {
                files.insert(name.to_owned(), path);
            }
        }
        Ok(Self { folder: folder.to_owned(), files, read: Mutex::default() })
    }

    pub(super) fn aliases(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(super) fn get(&self, alias: &str) -> Result<TableInfo, Refusal> {
        // Sentinel finds an alias in whatever case.
        let found = self.files.get_key_value(alias);
        let found = found.or_else(|| self.files.iter().find(|(name, _)| name.eq_ignore_ascii_case(alias)));
        let Some((name, path)) = found else {
            let names: Vec<&str> = self.files.keys().map(String::as_str).take(20).collect();
            let there = if names.is_empty() { "no .csv file".to_owned() } else { names.join(", ") };
            let message = format!("there is no watchlist `{alias}`");
            return Err(Refusal::new("watchlist", message, format!("{} holds {there}", self.folder.display())));
        };
        let mut read = self.read.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match read.entry(name.clone()).or_insert_with(|| load(path)) {
            Ok((held, columns)) => Ok(table(&format!("_GetWatchlist('{name}')"), columns, held.clone())),
            Err(reason) => {
                let message = format!("the watchlist `{alias}` cannot be read: {reason}");
                Err(Refusal { code: "watchlist", message, help: None })
            }
        }
    }
}

/// A watchlist's rows: its own columns as strings, and those that Sentinel adds. The key is the column `SearchKey`, or
/// else the first.
fn load(path: &Path) -> Result<Shared, String> {
    let file = File::open(path).map_err(|e| e.to_string())?;
    let changed = file.metadata().and_then(|m| m.modified()).ok();
    let updated = changed
        .and_then(|t| t.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos() / 100).ok())
        .and_then(|ticks| ticks.checked_add(time::UNIX_EPOCH));
    let updated: OwnedValue = updated.map_or(Value::Null, Value::DateTime);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file.take(LARGEST)));
    let header = reader.byte_headers().map_err(|e| e.to_string())?.clone();
    let mut names: Vec<String> = Vec::new();
    for cell in &header {
        let text = String::from_utf8_lossy(cell);
        let name = text.trim_start_matches('\u{feff}').trim().to_owned();
        if name.is_empty() || names.contains(&name) {
            return Err(format!("its header line has an empty column name, or `{name}` twice"));
        }
        names.push(name);
    }
    if names.is_empty() {
        return Err("it has no header line".to_owned());
    }
    let key = names.iter().position(|n| n == KEY);
    let own: Vec<usize> = (0..names.len()).filter(|i| Some(*i) != key).collect();
    let mut columns =
        vec![("_DTItemId".to_owned(), KqlType::String), ("LastUpdatedTimeUTC".to_owned(), KqlType::DateTime)];
    columns.push((KEY.to_owned(), KqlType::String));
    columns.extend(own.iter().filter_map(|i| Some((names.get(*i)?.clone(), KqlType::String))));
    let mut cells: Vec<Vec<OwnedValue>> = vec![Vec::new(); columns.len()];
    let mut record = ByteRecord::new();
    let mut number = 0_u64;
    while reader.read_byte_record(&mut record).map_err(|e| e.to_string())? {
        number += 1;
        let cell = |i: usize| Value::string(String::from_utf8_lossy(record.get(i).unwrap_or_default()).into_owned());
        let mut row = vec![
            Value::string(format!("00000000-0000-0000-0000-{number:012x}")),
            updated.clone(),
            cell(key.unwrap_or(0)),
        ];
        row.extend(own.iter().map(|i| cell(*i)));
        for (column, value) in cells.iter_mut().zip(row) {
            column.push(value);
        }
    }
    let held = Held::new(columns.clone(), cells).map_err(|e| e.to_string())?;
    Ok((Arc::new(held), columns))
}
