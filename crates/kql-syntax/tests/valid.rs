//! Every query of `valid/*.kql` parses without a diagnostic. Queries are separated by lines of `---`; a blank line
//! is part of a query.

use diagnostics::SourceText;
use std::path::Path;

fn check_file(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/valid").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut first_line = 1;
    for query in text.split("\n---\n") {
        let parsed = kql_syntax::parse(query);
        let source = SourceText { name: name.to_owned(), text: query.to_owned(), first_line };
        let shown: Vec<String> =
            parsed.diagnostics.iter().map(|diagnostic| diagnostic.render(&source, false)).collect();
        assert!(shown.is_empty(), "{}", shown.join("\n"));
        first_line += query.matches('\n').count() + 2;
    }
}

#[test]
fn every_file_is_checked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/valid");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of valid queries")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    assert!(names.len() >= 5, "{names:?}");
    for name in names {
        check_file(&name);
    }
}
