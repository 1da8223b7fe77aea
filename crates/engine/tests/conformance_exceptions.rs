//! The list of conformance cases that need not pass is in order, and each line has a reason.

use std::path::Path;

#[test]
fn each_exception_has_a_reason() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance-exceptions.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
    assert!(lines.is_sorted(), "the lines are not sorted");
    for line in lines {
        let parts: Vec<&str> = line.splitn(3, ' ').collect();
        let [_, _, reason] = parts.as_slice() else { panic!("not `file case reason`: {line}") };
        assert!(reason.split_whitespace().count() > 2, "no reason: {line}");
    }
}
