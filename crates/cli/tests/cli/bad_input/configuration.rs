//! Configuration in odd encodings, ill-formed and hostile.

use super::{COMPONENTS, CONFIGURATION, Case, problems_of, shipped_text};

const COUNT: &str = "IisComponents | summarize dcount(Line)";

/// What a configuration gives: components, and its problems, each of which names it.
#[track_caller]
fn read(bytes: impl AsRef<[u8]>) -> (u64, Vec<String>) {
    let case = Case::new().with("config/applicationHost.config", bytes);
    let (count, said) = case.number(COUNT);
    let problems = problems_of(&said, "config/applicationHost.config, line ");
    assert_eq!(problems.len(), said.lines().count(), "{said}");
    (count, problems.into_iter().map(str::to_owned).collect())
}

#[track_caller]
fn check(bytes: impl AsRef<[u8]>, components: u64, expect: &[&str]) {
    let (count, problems) = read(bytes);
    assert_eq!(count, components, "{problems:?}");
    assert_eq!(problems.len(), expect.len(), "{problems:?}");
    for (problem, expect) in problems.iter().zip(expect) {
        assert!(problem.contains(expect), "no `{expect}`: {problem}");
    }
}

fn wide(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn utf16() {
    let text = shipped_text(CONFIGURATION);
    let (declaration, bare) = text.split_once("?>").expect("a declaration");
    let true_one = format!("<?xml version=\"1.0\" encoding=\"utf-16\"?>{bare}");
    assert!(declaration.to_lowercase().contains("utf-8"));
    for big in [false, true] {
        for mark in ["\u{feff}", ""] {
            for body in [bare.trim_start(), &true_one] {
                check(wide(&format!("{mark}{body}"), big), COMPONENTS, &[]);
            }
            check(wide(&format!("{mark}{text}"), big), COMPONENTS, &["line 1, column 1: the file is UTF-16, yet"]);
        }
    }
}

#[test]
fn what_is_not_closed() {
    let text = shipped_text(CONFIGURATION);
    let (count, problems) = read(text.replacen("</globalModules>", "", 1));
    assert!(count >= COMPONENTS - 10, "{count}");
    assert!(problems.iter().any(|p| p.contains("`globalModules`")), "{problems:?}");

    let line = text.lines().count() as u64;
    let cut = text.trim_end().strip_suffix("</configuration>").expect("its last tag");
    check(cut, COMPONENTS, &["the file ends inside `configuration` of line 2"]);

    let (count, problems) = read(&text[..text.len() * 2 / 3]);
    assert!(count > 30 && count < COMPONENTS, "{count}");
    let last = problems.last().expect("a problem");
    assert!(last.contains("the file ends inside `") && !last.contains(&format!("line {line},")), "{problems:?}");
}

#[test]
fn two_hundred_thousand_nested_elements() {
    let (open, close) = ("<a>".repeat(200_000), "</a>".repeat(200_000));
    let text = shipped_text(CONFIGURATION);
    let at = text.find("<system.webServer>").expect("the section");
    let (before, after) = text.split_at(at);
    let expect = ["elements nested more than 256 deep are left out"];
    check(format!("{before}{open}{close}\n{after}"), COMPONENTS, &expect);
    let (_, problems) = read(format!("<configuration><system.webServer>{open}"));
    assert!(problems.iter().any(|p| p.contains(expect[0])), "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("the file ends inside")), "{problems:?}");
}

#[test]
fn a_document_type_expands_nothing() {
    let mut entities = String::from("<!ENTITY a0 \"aaaaaaaaaaaaaaaa\">");
    for n in 1..40 {
        entities += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(16));
    }
    let document = format!("?>\n<!DOCTYPE configuration [{entities}<!ENTITY file SYSTEM \"file:///etc/hostname\">]>");
    let text = shipped_text(CONFIGURATION).replacen("?>", &document, 1);
    check(&text, COMPONENTS, &["line 2, column 1: a document type definition"]);
    let text = text.replacen("name=\"StaticFileModule\"", "name=\"&a39;&file;\"", 1);
    check(&text, COMPONENTS, &["line 2, column 1: a document type definition", "`&a39;` is not expanded"]);
    let names = Case::new().with("applicationHost.config", &text).query("IisComponents | where Name has 'a39'");
    assert!(names.exits(0).stdout.contains("\"Name\":\"&a39;&file;\""));
}

#[test]
fn a_configuration_that_holds_nothing_is_named() {
    let sound = shipped_text(CONFIGURATION);
    for (bytes, expect) in [(vec![], "empty"), (vec![0; 5_000], "zero bytes"), (b"MZ\0".to_vec(), "program")] {
        let case = Case::new().with("site/web.config", &bytes).with("applicationHost.config", &sound);
        let (count, said) = case.number(COUNT);
        assert_eq!(count, COMPONENTS);
        assert!(problems_of(&said, "site/web.config").iter().any(|problem| problem.contains(expect)), "{said}");
    }
}
