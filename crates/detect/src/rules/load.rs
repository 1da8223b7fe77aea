use super::{Rule, from_yaml};
use crate::generated;
use diagnostics::{Diagnostic, SourceText};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rules, and what was wrong with files that should hold some.
#[derive(Debug, Default)]
pub struct LoadedRules {
    /// In order of their ids.
    pub rules: Vec<Rule>,
    pub problems: Vec<(SourceText, Diagnostic)>,
}

impl LoadedRules {
    fn add(&mut self, path: &str, text: &str, page: Option<String>) {
        let (rule, diagnostics) = from_yaml(path, text, page);
        let source = SourceText::new(path, text);
        self.problems.extend(diagnostics.into_iter().map(|d| (source.clone(), d)));
        self.rules.extend(rule);
    }

    /// Takes over other rules. A rule whose id is already there is left out, with a diagnostic.
    pub fn extend(&mut self, other: Self) {
        self.problems.extend(other.problems);
        let have: BTreeSet<String> = self.rules.iter().map(|r| r.name_id.clone()).collect();
        for rule in other.rules {
            if have.contains(&rule.name_id) {
                let message = format!("a rule called `{}` is there already; this one is left out", rule.name_id);
                let source = SourceText::new(&rule.file.path, &rule.file.text);
                self.problems.push((source, Diagnostic::error("rule-duplicate", message)));
            } else {
                self.rules.push(rule);
            }
        }
        self.rules.sort_by(|a, b| a.name_id.cmp(&b.name_id));
    }
}

/// The rules that ship with the program.
pub fn builtin() -> LoadedRules {
    let mut loaded = LoadedRules::default();
    for (path, yaml, page) in generated::RULES {
        loaded.add(path, yaml, Some((*page).to_owned()));
    }
    loaded.rules.sort_by(|a, b| a.name_id.cmp(&b.name_id));
    loaded
}

/// The rules of a file, or of a folder and the folders in it.
///
/// # Errors
/// When the path itself cannot be read. Files inside a folder that cannot be read are listed as problems.
pub fn load_path(path: &Path) -> std::io::Result<LoadedRules> {
    let mut files = Vec::new();
    if fs::metadata(path)?.is_dir() {
        collect(path, &mut files)?;
    } else {
        files.push(path.to_owned());
    }
    let mut loaded = LoadedRules::default();
    for file in files {
        let shown = file.to_string_lossy().replace('\\', "/");
        match fs::read_to_string(&file) {
            Ok(text) => loaded.add(&shown, &text, fs::read_to_string(file.with_extension("md")).ok()),
            Err(error) => {
                let message = format!("cannot read the rule: {error}");
                loaded.problems.push((SourceText::new(shown, ""), Diagnostic::error("rule-unreadable", message)));
            }
        }
    }
    loaded.rules.sort_by(|a, b| a.name_id.cmp(&b.name_id));
    Ok(loaded)
}

/// YAML files below a folder, in order of their paths. Links are not followed, so the walk ends.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&path, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|e| e == "yaml" || e == "yml") {
            files.push(path);
        }
    }
    Ok(())
}
