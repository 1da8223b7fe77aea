//! JSON lines, JSON objects one after the other, or one JSON array of objects.

use super::cells::{Guess, batch_of, schema_of, value_of};
use super::{Opened, UserTableError, declared, note};
use crate::rows::{Batches, RowSource};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::error::Result;
use kql_functions::{KqlType, OwnedValue, Value};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const BATCH: usize = 8192;

/// A line longer than this is not read as one.
const LONGEST_LINE: u64 = 256 << 20;

#[derive(Debug)]
struct JsonSource {
    path: PathBuf,
    columns: Vec<(String, KqlType)>,
}

pub(super) fn open(path: &Path, table: &str) -> std::result::Result<Opened, UserTableError> {
    let io = |source| UserTableError::Io { path: path.to_owned(), source };
    let mut names: Vec<String> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut guesses: Vec<Guess> = Vec::new();
    let mut problems = Vec::new();
    for object in Objects::open(path).map_err(io)? {
        match object {
            Ok(object) => {
                for (name, value) in &object {
                    let at = *index.entry(name.clone()).or_insert_with(|| {
                        names.push(name.clone());
                        guesses.push(Guess::default());
                        names.len() - 1
                    });
                    if let Some(guess) = guesses.get_mut(at) {
                        see(guess, value);
                    }
                }
            }
            Err((line, text)) => note(&mut problems, path, line, text),
        }
    }
    if names.is_empty() {
        return Err(UserTableError::Format { path: path.to_owned(), reason: "it holds no JSON objects".to_owned() });
    }
    let columns: Vec<(String, KqlType)> = names
        .into_iter()
        .zip(guesses)
        .map(|(name, guess)| {
            let ty = declared(table, &name).unwrap_or_else(|| guess.ty());
            (name, ty)
        })
        .collect();
    let source = JsonSource { path: path.to_owned(), columns: columns.clone() };
    Ok((Arc::new(source), columns, problems))
}

fn see(guess: &mut Guess, value: &Json) {
    match value {
        Json::Null => {}
        Json::Bool(_) => guess.see_type(KqlType::Bool),
        Json::Number(n) => guess.see_type(if n.is_i64() { KqlType::Long } else { KqlType::Real }),
        // Of texts only times get a type of their own: JSON could have said the others itself.
        Json::String(s) => {
            let mut own = Guess::default();
            own.see(s);
            match own.ty() {
                KqlType::DateTime => guess.see_type(KqlType::DateTime),
                _ if s.is_empty() => {}
                _ => guess.see_type(KqlType::String),
            }
        }
        Json::Array(_) | Json::Object(_) => match guess {
            Guess::Is(ty) if *ty != KqlType::Dynamic => *guess = Guess::Is(KqlType::Dynamic),
            _ => guess.see_type(KqlType::Dynamic),
        },
    }
}

pub(crate) fn cell(value: &Json, ty: KqlType) -> OwnedValue {
    match (value, ty) {
        (Json::Null, KqlType::String) => Value::string(""),
        (Json::Null, _) => Value::Null,
        (_, KqlType::Dynamic) => Value::json(value),
        (Json::String(s), _) => value_of(s, ty),
        (other, _) => value_of(&other.to_string(), ty),
    }
}

impl RowSource for JsonSource {
    fn schema(&self) -> SchemaRef {
        schema_of(&self.columns)
    }

    fn read(&self, positions: &[usize]) -> Result<Batches> {
        let columns: Vec<(String, KqlType)> = positions.iter().filter_map(|p| self.columns.get(*p).cloned()).collect();
        let mut objects = Objects::open(&self.path)?.filter_map(std::result::Result::ok);
        Ok(Box::new(std::iter::from_fn(move || {
            let mut cells: Vec<Vec<OwnedValue>> = vec![Vec::new(); columns.len()];
            let mut rows = 0;
            for object in objects.by_ref().take(BATCH) {
                rows += 1;
                for ((name, ty), column) in columns.iter().zip(&mut cells) {
                    column.push(cell(object.get(name).unwrap_or(&Json::Null), *ty));
                }
            }
            if rows == 0 {
                return None;
            }
            if columns.is_empty() {
                let options = datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(rows));
                return RecordBatch::try_new_with_options(schema_of(&columns), Vec::new(), &options).ok().map(Ok);
            }
            Some(batch_of(&columns, cells))
        })))
    }
}

pub(crate) type Object = Map<String, Json>;

/// The objects of a file; an error names the line.
pub(crate) struct Objects {
    reader: BufReader<File>,
    line: u64,
    pending: VecDeque<std::result::Result<Object, (u64, String)>>,
    done: bool,
}

impl Objects {
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self { reader: BufReader::new(File::open(path)?), line: 0, pending: VecDeque::new(), done: false })
    }

    fn take_value(&mut self, value: Json, line: u64) {
        match value {
            Json::Object(object) => self.pending.push_back(Ok(object)),
            Json::Array(items) => items.into_iter().for_each(|item| self.take_value(item, line)),
            _ => self.pending.push_back(Err((line, "a JSON object is wanted here".to_owned()))),
        }
    }

    /// Reads a line; when it does not end its value, the rest of the file is read as a sequence of values.
    fn fill(&mut self) {
        let mut text = Vec::new();
        let read = (&mut self.reader).take(LONGEST_LINE).read_until(b'\n', &mut text);
        if !matches!(read, Ok(n) if n > 0) {
            self.done = true;
            return;
        }
        self.line += 1;
        let line = self.line;
        let body = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text).trim_ascii();
        if body.is_empty() {
            return;
        }
        match serde_json::from_slice::<Json>(body) {
            Ok(value) => self.take_value(value, line),
            Err(error) if error.is_eof() && line == 1 => self.fill_whole(body.to_vec()),
            Err(error) => self.pending.push_back(Err((line, error.to_string()))),
        }
    }

    /// A pretty-printed file: its values span lines.
    fn fill_whole(&mut self, mut text: Vec<u8>) {
        text.push(b'\n');
        self.done = true;
        if let Err(error) = (&mut self.reader).take(LONGEST_LINE).read_to_end(&mut text) {
            self.pending.push_back(Err((1, error.to_string())));
            return;
        }
        for value in serde_json::Deserializer::from_slice(&text).into_iter::<Json>() {
            match value {
                Ok(value) => self.take_value(value, 1),
                Err(error) => {
                    self.pending.push_back(Err((error.line() as u64, error.to_string())));
                    return;
                }
            }
        }
    }
}

impl Iterator for Objects {
    type Item = std::result::Result<Object, (u64, String)>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.pending.is_empty() && !self.done {
            self.fill();
        }
        self.pending.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_broken_line_is_listed_and_the_rest_is_read() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        writeln!(file, "{{\"a\":1}}\n{{\"a\":\n{{\"a\":3,\"b\":{{\"c\":[]}}}}").unwrap();
        let (source, columns, problems) = open(file.path(), "T").unwrap();
        assert_eq!(columns, [("a".to_owned(), KqlType::Long), ("b".to_owned(), KqlType::Dynamic)]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].place, "line 2");
        let rows: usize = source.read(&[0, 1]).unwrap().map(|b| b.unwrap().num_rows()).sum();
        assert_eq!(rows, 2);
    }

    #[test]
    fn an_array_over_several_lines() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "[\n {{\"a\": \"x\"}},\n {{\"a\": \"y\"}}\n]").unwrap();
        let (source, ..) = open(file.path(), "T").unwrap();
        let rows: usize = source.read(&[0]).unwrap().map(|b| b.unwrap().num_rows()).sum();
        assert_eq!(rows, 2);
    }
}
