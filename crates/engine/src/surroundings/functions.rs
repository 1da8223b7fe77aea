//! Saved functions: a folder of files, each read when the folder is opened and parsed when it is called.

use super::saved_file::{Definition, definitions};
use super::{SurroundingsError, unreadable};
use diagnostics::{Diagnostic, SourceText};
use kql_plan::{Refusal, SavedFunction};
use kql_syntax::ast::StatementKind;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A file larger than this is no function.
const LARGEST: u64 = 16 << 20;

#[derive(Debug, Default)]
pub(super) struct Functions {
    entries: BTreeMap<String, Entry>,
    pub(super) problems: Vec<(SourceText, Diagnostic)>,
}

#[derive(Debug)]
struct Entry {
    definition: Definition,
    parsed: OnceLock<Result<SavedFunction, Refusal>>,
}

impl Functions {
    pub(super) fn open(folder: &Path) -> Result<Self, SurroundingsError> {
        let mut functions = Self::default();
        let mut waiting = vec![folder.to_owned()];
        let mut files = Vec::new();
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).map_err(unreadable(&folder))? {
                let entry = entry.map_err(unreadable(&folder))?;
                let kind = entry.file_type().map_err(unreadable(&folder))?;
                // Links are not followed, so the walk ends.
                if kind.is_dir() {
                    waiting.push(entry.path());
                } else if kind.is_file() {
                    files.push(entry.path());
                }
            }
        }
        files.sort();
        for file in files {
            functions.add(&file);
        }
        Ok(functions)
    }

    fn add(&mut self, path: &Path) {
        let name = path.to_string_lossy().replace('\\', "/");
        let too_large = fs::metadata(path).is_ok_and(|m| m.len() > LARGEST);
        let read = if too_large {
            Err("it is too large".to_owned())
        } else {
            match fs::read_to_string(path) {
                Ok(text) => definitions(path, &name, &text),
                Err(error) => Err(error.to_string()),
            }
        };
        match read {
            Ok(found) => {
                for (function, definition) in found {
                    let text = format!("the function `{function}` is there already; this one is left out");
                    match self.entries.entry(function) {
                        Place::Vacant(place) => {
                            place.insert(Entry { definition, parsed: OnceLock::new() });
                        }
                        Place::Occupied(_) => self.problem(&name, text),
                    }
                }
            }
            Err(reason) => self.problem(&name, format!("no saved function: {reason}")),
        }
    }

    fn problem(&mut self, file: &str, text: String) {
        self.problems
            .push((SourceText::new(file, ""), Diagnostic::warning("saved-function", format!("{file}: {text}"))));
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.entries.keys().cloned().collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<Result<SavedFunction, Refusal>> {
        let entry = self.entries.get(name)?;
        Some(entry.parsed.get_or_init(|| parse(name, &entry.definition)).clone())
    }
}

/// The function of a definition's text.
fn parse(name: &str, definition: &Definition) -> Result<SavedFunction, Refusal> {
    // The body's lines stay where they are in their file.
    let text = format!("let f = ({}) {{{}\n}}", definition.parameters, definition.body);
    let parsed = kql_syntax::parse(&text);
    let source = SourceText { name: definition.file.clone(), text, first_line: definition.first_line };
    if let Some(error) = parsed.diagnostics.iter().find(|d| d.is_error()) {
        let line = source.line_column(error.span().start).line;
        let message = format!("the saved function `{name}` has an error: {}", error.message);
        return Err(Refusal::new("saved-function", message, format!("{}, line {line}", source.name)));
    }
    let mut statements = parsed.query.statements;
    match (statements.pop().map(|s| s.kind), statements.is_empty()) {
        (Some(StatementKind::LetFunction { function, .. }), true) => {
            Ok(SavedFunction { function: Arc::new(function), source: Arc::new(source) })
        }
        _ => {
            let message = format!("the saved function `{name}` has an error: its text is not one function");
            Err(Refusal::new("saved-function", message, source.name))
        }
    }
}
