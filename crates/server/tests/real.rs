//! Configurations of honest servers, real ones and those in `honest/`, which have what many products register where
//! their documentation puts it: nothing speaks against any of it.

use server::{InputFile, facts, inspect_files};
use std::path::{Path, PathBuf};

fn configurations(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            configurations(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "config") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_speaks_against_what_honest_servers_register() {
    let mut paths = Vec::new();
    for folder in ["../../fixtures/real/iis-configs", "tests/honest"] {
        configurations(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut paths);
    }
    assert!(paths.len() >= 10, "{paths:?}");
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let state = inspect_files(vec![InputFile { path: name, bytes, ..InputFile::default() }]);
        for (component, facts) in state.components.iter().zip(facts::judge(&state.components)) {
            assert!(!facts.speaks_against(), "{}: {component:?} {facts:?}", path.display());
            assert!(component.notes.is_empty(), "{}: {component:?}", path.display());
        }
    }
}
