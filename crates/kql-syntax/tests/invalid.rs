//! Broken queries and what is said of them: for each `invalid/NAME.kql`, `invalid/NAME.txt` holds the diagnostics as
//! a user sees them. Queries are separated by lines of `---`. Set `UPDATE_EXPECTED=1` to write the files anew, then
//! read what changed.

use diagnostics::SourceText;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of broken queries")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "kql"))
        .collect();
    files.sort();
    files
}

fn report(text: &str) -> String {
    let mut out = String::new();
    let mut first_line = 1;
    for query in text.split("\n---\n") {
        let parsed = kql_syntax::parse(query);
        let source = SourceText { name: "query".to_owned(), text: query.to_owned(), first_line };
        assert!(!parsed.diagnostics.is_empty(), "no diagnostic for: {query}");
        for diagnostic in &parsed.diagnostics {
            let _ = writeln!(out, "{}\n", diagnostic.render(&source, false));
        }
        first_line += query.matches('\n').count() + 2;
    }
    out
}

#[test]
fn diagnostics_are_as_recorded() {
    let files = files();
    assert!(files.len() >= 5, "{files:?}");
    let mut stale = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a broken query");
        let found = report(text.trim_end_matches('\n'));
        let expected_path = path.with_extension("txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(&expected_path, &found).expect("writing what is expected");
        }
        let expected = std::fs::read_to_string(&expected_path).unwrap_or_default();
        if expected != found {
            stale.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

/// A query with one mistake gets one diagnostic; only the file of several mistakes may have more.
#[test]
fn one_mistake_is_one_diagnostic() {
    for path in files().iter().filter(|path| !path.ends_with("several.kql")) {
        let text = std::fs::read_to_string(path).expect("a broken query");
        for query in text.trim_end_matches('\n').split("\n---\n") {
            let found = kql_syntax::parse(query).diagnostics;
            assert_eq!(found.len(), 1, "{query}\n{found:#?}");
        }
    }
}
