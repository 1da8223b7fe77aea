//! A test over the text of the repository: nothing in it speaks of the machine that it was written on.

use std::fs;

use crate::repository;

/// The forbidden pieces of text. They are put together here, so that this file does not hold them.
fn needles() -> Vec<String> {
    let path = |name: &str| format!("/{name}/");
    vec![
        path("work"),
        path("root"),
        format!("..{}", "/shared"),
        format!("/.{}", "library"),
        format!("{}.crates.io", "index"),
        format!("{}.crates.io", "static"),
        format!("{}.org/simple", "pypi"),
        format!("registry.{}js.org", "npm"),
        format!("{}.golang.org", "proxy"),
    ]
}

/// The first forbidden piece in a text, with its line.
fn find(text: &str) -> Option<(usize, String)> {
    let needles = needles();
    // The root of WMI's names is no folder.
    text.lines().enumerate().map(|(line, text)| (line, text.replace("//./root/", ""))).find_map(|(line, text)| {
        needles.iter().find(|needle| text.contains(*needle)).map(|needle| (line + 1, needle.clone()))
    })
}

#[test]
fn no_file_speaks_of_the_machine_it_was_written_on() {
    let root = repository::root();
    let files = repository::files("").unwrap();
    assert!(files.iter().any(|file| file == "Cargo.toml"));
    let mut found = Vec::new();
    for file in files {
        let bytes = fs::read(root.join(&file)).unwrap();
        if let Some((line, needle)) = find(&String::from_utf8_lossy(&bytes)) {
            found.push(format!("{file}:{line}: `{needle}`"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn each_piece_is_found() {
    for needle in needles() {
        assert_eq!(find(&format!("first\nsee {needle}")).map(|(line, _)| line), Some(2), "{needle}");
    }
    assert_eq!(find("//./root/subscription"), None);
    assert_eq!(find("C:\\Windows\\System32 and https://example.org/rooted/workshop"), None);
}
