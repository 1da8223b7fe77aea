//! Hostile texts: deep, long, cut short, scrambled. Parsing them ends soon, without a panic, within a test thread's
//! small stack.

use diagnostics::Diagnostic;
use kql_syntax::{Parsed, parse};
use std::time::{Duration, Instant};

const SAMPLES: &[&str] = &[
    include_str!("valid/operators.kql"),
    include_str!("valid/expressions.kql"),
    include_str!("valid/literals.kql"),
    include_str!("valid/statements.kql"),
];

fn codes(parsed: &Parsed) -> Vec<&'static str> {
    parsed.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// What a user of the tree may do must not exhaust the stack either.
fn check_tree(text: &str) -> Parsed {
    let parsed = parse(text);
    let copy = parsed.query.clone();
    assert!(copy == parsed.query || format!("{copy:?}").contains("NaN"));
    check_spans(text, &parsed.diagnostics);
    parsed
}

fn check_spans(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        assert!(!diagnostic.labels.is_empty(), "{diagnostic:?} has no place");
        for label in &diagnostic.labels {
            assert!(text.get(label.span.start..label.span.end).is_some(), "{diagnostic:?} is not a range of the text");
        }
    }
}

#[test]
fn nesting_is_limited_with_one_diagnostic() {
    for (open, close) in [
        ("(", ")"),
        ("f(", ")"),
        ("a[", "]"),
        ("x in (", ")"),
        ("toscalar(T | where ", ")"),
        ("(T | join ", ")"),
        ("T | mv-apply x on (where ", ")"),
        ("T | partition by x (fork (", "))"),
        ("1 + 2 * (", ")"),
        ("not(a and b or ", ")"),
        ("T | union (", ")"),
    ] {
        for count in [150, 500, 20_000] {
            let whole = format!("print {}1{}", open.repeat(count), close.repeat(count));
            let cut = format!("print {}", open.repeat(count));
            for text in [whole, cut] {
                let parsed = check_tree(&text);
                let found = codes(&parsed);
                assert!(found.len() <= 1 || count == 150, "{open} {count}: {found:?}");
                if count > 400 && !open.contains("T |") {
                    assert_eq!(found, ["too-deep"], "{open} {count}");
                }
            }
        }
    }
}

#[test]
fn dynamic_literals_are_limited_too() {
    let text = format!("print dynamic({}{})", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(codes(&check_tree(&text)), ["too-deep"]);
    let text = format!("print dynamic({}1{})", "{\"a\":".repeat(100), "}".repeat(100));
    assert_eq!(codes(&check_tree(&text)), [""; 0]);
}

#[test]
fn functions_in_functions_are_limited() {
    let text = "let f = () { ".repeat(5_000);
    assert_eq!(codes(&check_tree(&text)), ["too-deep"]);
}

#[test]
fn chains_that_lean_are_limited() {
    for link in [" + 1", " - a", ".b", "[0]", ".f(1)"] {
        let text = format!("print a{}", link.repeat(900));
        assert_eq!(codes(&check_tree(&text)), [""; 0], "{link}");
        let text = format!("print a{}", link.repeat(100_000));
        assert_eq!(codes(&check_tree(&text)), ["too-deep"], "{link}");
    }
}

#[test]
fn siblings_do_not_count_as_height() {
    let text = format!("print f({})", vec!["a + b * c.d"; 20_000].join(", "));
    assert_eq!(codes(&check_tree(&text)), [""; 0]);
    let text = format!("T {}", "| where a + 1 > b.c ".repeat(20_000));
    assert_eq!(codes(&check_tree(&text)), [""; 0]);
}

#[test]
fn a_megabyte_takes_moments() {
    let terms: String = (0..40_000).map(|i| format!(" or x == \"value {i}\"")).collect();
    let list = vec!["'0123456789'"; 80_000].join(",");
    let texts = [
        format!("T | where a == 1{terms}"),
        format!("T | where a in ({list})"),
        format!("print dynamic([{list}])"),
        "(".repeat(1 << 20),
        ")".repeat(1 << 20),
        "([{".repeat(1 << 18),
        "([)]".repeat(1 << 18),
        "|".repeat(1 << 20),
        "T | ".repeat(1 << 18),
        "a ".repeat(1 << 19),
        "datetime(".repeat(1 << 17),
        "datetime('".repeat(1 << 17),
        "\"a\\q".repeat(1 << 18),
        "@'".repeat(1 << 19),
        "a-".repeat(1 << 19),
        "let a = (".repeat(1 << 17),
        "a*".repeat(1 << 19),
        "; ".repeat(1 << 19),
        "-".repeat(1 << 20),
        "!x ".repeat(1 << 18),
        "in (".repeat(1 << 18),
        "x in (T | where ".repeat(1 << 16),
        "union (".repeat(1 << 17),
        "T | join (A | where x == ".repeat(1 << 15),
        "let f = (a: long) {".repeat(1 << 16),
        "{ ( }".repeat(1 << 18),
        "h".repeat(1 << 20),
        "1".repeat(1 << 20),
        "é".repeat(1 << 19),
    ];
    for text in texts {
        let start = Instant::now();
        let parsed = parse(&text);
        let taken = start.elapsed();
        check_spans(&text, &parsed.diagnostics);
        let head: String = text.chars().take(20).collect();
        assert!(parsed.diagnostics.len() <= 100, "{head}: {} diagnostics", parsed.diagnostics.len());
        assert!(taken < Duration::from_secs(20), "{head}: {taken:?}");
    }
}

#[test]
fn long_conditions_stay_flat() {
    let terms: String = (0..40_000).map(|i| format!(" or x == \"value {i}\"")).collect();
    assert_eq!(codes(&check_tree(&format!("T | where a == 1{terms}"))), [""; 0]);
}

#[test]
fn every_prefix_parses() {
    for sample in SAMPLES {
        for (at, _) in sample.char_indices().step_by(3) {
            let text = &sample[..at];
            check_spans(text, &parse(text).diagnostics);
        }
    }
}

#[test]
fn every_suffix_parses() {
    for sample in SAMPLES {
        for (at, _) in sample.char_indices().step_by(7) {
            let text = &sample[at..];
            check_spans(text, &parse(text).diagnostics);
        }
    }
}

/// A small generator of repeatable numbers (xorshift), so that a failure can be had again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }
}

#[test]
fn scrambled_queries_parse() {
    const PIECES: &[&str] = &[
        "|",
        ";",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "@\"",
        "```",
        "=",
        "==",
        "!",
        "!in~",
        "in",
        "..",
        ".",
        "*",
        ",",
        "-",
        "let ",
        "by ",
        "on ",
        " where ",
        "dynamic(",
        "datetime(",
        "1d",
        "0x",
        "\\",
        "\n",
        "//",
        "é",
        "\u{1F600}",
        "$",
        "has_any",
        "union ",
        "T | ",
        " and ",
        "=>",
        ":",
        "h'",
        "~~~",
        "\0",
    ];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for sample in SAMPLES {
        let queries: Vec<&str> = sample.split("\n---\n").collect();
        for _ in 0..1500 {
            let mut text: Vec<char> = queries[random.below(queries.len())].chars().collect();
            for _ in 0..=random.below(6) {
                let at = random.below(text.len());
                match random.below(3) {
                    0 => drop(text.drain(at..text.len().min(at + 1 + random.below(12)))),
                    1 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
                    _ => text.swap_with(at, random.below(text.len().max(1))),
                }
            }
            let text: String = text.into_iter().collect();
            let parsed = parse(&text);
            check_spans(&text, &parsed.diagnostics);
        }
    }
}

trait SwapWith {
    fn swap_with(&mut self, a: usize, b: usize);
}

impl SwapWith for Vec<char> {
    fn swap_with(&mut self, a: usize, b: usize) {
        if a < self.len() && b < self.len() {
            self.swap(a, b);
        }
    }
}
