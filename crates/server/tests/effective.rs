//! Small configurations and what they come to: the cases are in `effective/*.md`.
//!
//! A heading starts a case. Blocks `file PATH` are its files; a path that starts with a drive letter and `/` is that
//! of the server (`C/inetpub/x` is `C:\inetpub\x`). The block `components` lists what is expected, one line each:
//!
//! ```text
//! class name = image or type @ path -> sites (pools) !notes
//! ```
//!
//! `off` after the name says that nothing enables it; `?` that the evidence has no sites or pools; the path is that
//! below the server, or `MACHINE`, `MACHINE/WEBROOT`, or `.` for the server itself. With a block `order`, the names of
//! one path's components are listed by their place in the pipeline. The block `problems` lists
//! `file place: start of the text`; without it there must be none. A block `settings` lists `section element
//! attribute=value @ path` lines that must be among the settings.

use server::{Component, InputFile, MoreFiles, ServerState, inspect_with};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

const APPHOST: &str = "MACHINE/WEBROOT/APPHOST";

#[derive(Default)]
struct Case {
    name: String,
    blocks: Vec<(String, String)>,
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => {
                let block = open.take().unwrap();
                cases.last_mut().expect("a heading before the first block").blocks.push(block);
            }
            (Some((_, body)), None) => {
                body.push_str(line);
                body.push('\n');
            }
            (None, Some(info)) => open = Some((info.trim().to_owned(), String::new())),
            (None, None) => {
                if let Some(name) = line.strip_prefix("## ") {
                    cases.push(Case { name: name.to_owned(), ..Case::default() });
                }
            }
        }
    }
    assert!(open.is_none(), "a block is not closed");
    cases
}

fn input(path: &str, text: &str) -> InputFile {
    let letter = path.split_once('/').filter(|(drive, _)| drive.len() == 1);
    let windows_path = letter.map(|(drive, rest)| format!("{drive}:\\{}", rest.replace('/', "\\")));
    InputFile { path: path.to_owned(), windows_path, bytes: text.as_bytes().to_vec(), ..InputFile::default() }
}

/// The files of a case that are no configuration files by themselves.
struct Others(BTreeMap<String, InputFile>);

impl MoreFiles for Others {
    fn get(&mut self, path: &str, _: Option<&str>) -> Option<InputFile> {
        self.0.get(&path.to_lowercase()).cloned()
    }
}

fn state(case: &Case) -> ServerState {
    let files = case.blocks.iter().filter_map(|(info, body)| Some(input(info.strip_prefix("file ")?, body)));
    let (configurations, others): (Vec<_>, Vec<_>) = files.partition(|file| server::is_config(&file.bytes));
    let others = others.into_iter().map(|file| (file.path.to_lowercase(), file)).collect();
    inspect_with(configurations, &mut Others(others))
}

fn short(scope: &str) -> String {
    match scope.strip_prefix(APPHOST) {
        Some("") => ".".to_owned(),
        Some(rest) => rest.trim_start_matches('/').to_owned(),
        None => scope.to_owned(),
    }
}

fn line(component: &Component) -> String {
    let what = if component.image.is_empty() { &component.type_name } else { &component.image };
    let mut line = format!("{} {}", component.class.as_str(), component.name);
    if !component.enabled_in_modules() {
        line.push_str(" off");
    }
    let list = |names: &Option<Vec<String>>| names.as_ref().map_or("?".to_owned(), |names| names.join(", "));
    let scopes: Vec<String> = component.scope.iter().map(|scope| short(scope)).collect();
    write!(line, " = {what} @ {} -> {} ({})", scopes.join(","), list(&component.sites), list(&component.pools))
        .unwrap();
    if !component.notes.is_empty() {
        write!(line, " !{}", component.notes.join(" ")).unwrap();
    }
    line
}

/// The names at each path by their place in the pipeline.
fn order(state: &ServerState) -> String {
    let mut by_path: BTreeMap<(String, String), Vec<(usize, &str)>> = BTreeMap::new();
    for component in &state.components {
        let kind = if component.class.as_str().contains("module") { "modules" } else { component.class.as_str() };
        if let Some(position) = component.pipeline_position {
            let path = short(component.scope.first().map_or("", String::as_str));
            by_path.entry((path, kind.to_owned())).or_default().push((position, &component.name));
        }
    }
    let mut text = String::new();
    for ((path, kind), mut names) in by_path {
        names.sort();
        let names: Vec<String> = names.iter().map(|(position, name)| format!("{position} {name}")).collect();
        writeln!(text, "{kind} @ {path}: {}", names.join(", ")).unwrap();
    }
    text
}

fn check(file: &str, text: &str, failures: &mut Vec<String>) -> usize {
    let cases = cases(text);
    let mut fail = |what: &str, got: &str, expect: &str| {
        failures.push(format!("{what}\n--- got\n{got}--- expected\n{expect}"));
    };
    for case in &cases {
        let state = state(case);
        let what = format!("{file}: {}", case.name);
        let block = |name: &str| case.blocks.iter().find(|(info, _)| info == name).map(|(_, body)| body.as_str());
        if let Some(expect) = block("components") {
            let got: String = state.components.iter().map(|component| line(component) + "\n").collect();
            if got != expect {
                fail(&what, &got, expect);
            }
        }
        if let Some(expect) = block("order").filter(|expect| order(&state) != *expect) {
            fail(&what, &order(&state), expect);
        }
        let problems: Vec<String> =
            state.problems.iter().map(|p| format!("{} {}: {}", p.path, p.place, p.text)).collect();
        let expect: Vec<&str> = block("problems").unwrap_or("").lines().collect();
        let fits = problems.len() == expect.len() && problems.iter().zip(&expect).all(|(got, e)| got.starts_with(e));
        if !fits {
            fail(&what, &format!("{}\n", problems.join("\n")), block("problems").unwrap_or(""));
        }
        let settings: Vec<String> = state
            .settings
            .iter()
            .map(|s| format!("{} {} {}={} @ {}", s.section, s.element, s.attribute, s.value, short(&s.scope)))
            .collect();
        for expect in block("settings").unwrap_or("").lines() {
            if !settings.iter().any(|setting| setting == expect) {
                fail(&what, &format!("{}\n", settings.join("\n")), expect);
            }
        }
        let known =
            |info: &str| info.starts_with("file ") || ["components", "order", "problems", "settings"].contains(&info);
        assert!(case.blocks.iter().all(|(info, _)| known(info)), "{what}: a block of no known kind");
        assert!(case.blocks.len() > 1, "{what}: nothing is expected");
    }
    cases.len()
}

#[test]
fn cases_of_all_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/effective");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut count, mut failures) = (0, Vec::new());
    for file in files {
        count += check(&file.display().to_string(), &std::fs::read_to_string(&file).unwrap(), &mut failures);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(count >= 30, "{count} cases");
}
