//! What must hold for any bytes: one function for each kind of hostile input. The fuzzer calls them, and so do the
//! ordinary tests, over the seeds in `corpus/` and mutations of them.

mod evtx;
mod signed;

use diagnostics::{Diagnostic, SourceText};
use engine::testing::table_of_rows;
use engine::{Engine, EngineConfig, Options, Tables};
use evidence::{Evidence, Limits};
pub use evtx::{evtx, evtx_batches, evtx_binxml, evtx_carve};
use kql_functions::{KqlType, OwnedValue, Value};
pub use signed::{authenticode, catalog, clr};
use std::io::Write;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use tempfile::TempDir;

/// The longest that one query may run.
const LONGEST: Duration = Duration::from_secs(10);

/// Configuration: a tree whose links hold, no deeper and no larger than promised.
pub fn iis_xml(bytes: &[u8]) {
    let document = formats::iis_xml::parse(bytes);
    assert!(document.elements.len() <= formats::iis_xml::MAX_ELEMENTS);
    assert!(document.issues.len() <= formats::iis_xml::MAX_ISSUES + 2);
    let mut depths = Vec::with_capacity(document.elements.len());
    for (index, element) in document.elements.iter().enumerate() {
        let depth = element.parent.map_or(1, |parent| depths.get(parent).map_or(0, |depth| depth + 1));
        assert!((1..=formats::iis_xml::MAX_DEPTH).contains(&depth), "a parent comes before its children");
        depths.push(depth);
        assert!(element.attributes.len() <= formats::iis_xml::MAX_ATTRIBUTES);
        for child in &element.children {
            assert_eq!(document.element(*child).and_then(|child| child.parent), Some(index));
        }
    }
    let roots: Vec<usize> =
        document.elements.iter().enumerate().filter(|(_, e)| e.parent.is_none()).map(|(index, _)| index).collect();
    assert_eq!(roots, document.roots);
}

/// The effective configuration of a server: the input is its files, each after a line `=== path`. What is registered
/// was written in one of them, at a configuration path, and reaches sites and pools once each.
pub fn server_config(bytes: &[u8]) {
    let mut files: Vec<server::InputFile> = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(path) = line.strip_prefix(b"=== ") {
            let path = String::from_utf8_lossy(path).trim().to_owned();
            let windows_path = path.strip_prefix("C/").map(|rest| format!("C:\\{}", rest.replace('/', "\\")));
            // Hours apart, so that the files have a past.
            let modified =
                i64::try_from(files.len()).ok().map(|number| 17_000_000_000_000_000 + number * 36_000_000_000);
            files.push(server::InputFile { path, windows_path, modified, ..server::InputFile::default() });
        } else if let Some(file) = files.last_mut() {
            file.bytes.extend_from_slice(line);
        }
    }
    let mut named = Named(files.clone());
    let state = server::inspect_with(files.clone(), &mut named);
    let is_sorted = |list: &Option<Vec<String>>| list.as_ref().is_none_or(|list| list.is_sorted_by(|a, b| a < b));
    for component in &state.components {
        assert!(component.position < component.siblings);
        assert!(component.scope.iter().all(|scope| scope.starts_with("MACHINE")), "{:?}", component.scope);
        assert!(files.iter().any(|file| file.path == component.file), "{}", component.file);
        assert!(is_sorted(&component.pools) && is_sorted(&component.sites), "{component:?}");
        assert!(component.seen.first <= component.seen.last || component.seen.last.is_none());
    }
    for change in &state.changes {
        assert!(!change.source.is_empty() && !change.operation.is_empty());
        assert!(files.iter().any(|file| file.path == change.file), "{}", change.file);
    }
    assert_eq!(server::facts::judge(&state.components).len(), state.components.len());
}

/// The input's own files, for those that name others.
struct Named(Vec<server::InputFile>);

impl server::MoreFiles for Named {
    fn get(&mut self, path: &str, _: Option<&str>) -> Option<server::InputFile> {
        self.0.iter().find(|file| file.path.eq_ignore_ascii_case(path)).cloned()
    }
}

/// Programs: lists no longer than promised.
pub fn pe(bytes: &[u8]) {
    if let Ok(pe) = formats::pe::Pe::parse(bytes) {
        assert!(pe.exports.len() <= formats::pe::MAX_EXPORTS);
        assert!(u64::from(pe.signature_size) <= bytes.len() as u64);
        let _ = (pe.machine_name(), pe.iis_classes());
    }
}

/// Registry hives, alone and with themselves as a log: no key twice, and as many issues as promised.
pub fn registry(bytes: &[u8]) {
    use formats::registry::{Hive, MAX_ISSUES, Walk, is_export, read_export};
    let text = String::from_utf8_lossy(bytes);
    if is_export(&text) {
        let (keys, unread) = read_export(&text);
        assert!(keys.len() + unread.len() <= text.lines().count());
    }
    for logs in [&[][..], &[bytes][..]] {
        let Ok(hive) = Hive::open(bytes, logs) else { continue };
        let mut walk = Walk::default();
        let tree = hive.root(&mut walk).map(|root| root.tree(10_000, &mut walk)).unwrap_or_default();
        let mut places: Vec<u32> = tree.iter().map(|(_, key)| key.offset()).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), tree.len(), "a key comes once");
        for (_, key) in &tree {
            for value in key.values(&mut walk) {
                let _ = (value.name(), value.kind().name(), value.text(&mut walk));
            }
        }
        assert!(walk.issues.len() <= MAX_ISSUES);
    }
}

/// Any file as evidence, with all tables wanted: each row is of a record that its source has.
pub fn sources_text(bytes: &[u8]) {
    let folder = folder("DeviceFileEvents.export", bytes);
    read_all(&evidence::open(&[folder.path()], &Limits::default()));
}

/// Web server logs: a line gives one value for each field, and each is a part of the line.
pub fn w3c(bytes: &[u8]) {
    use formats::w3c::{Fit, Layout, Line, bare, day, line, time_of_day};
    let mut layout = Layout::default();
    for text in bytes.split(|byte| *byte == b'\n') {
        let text = bare(text);
        match line(text) {
            Line::Fields(fields) => layout = Layout::parse(fields),
            Line::Date(date) => assert!(day(date).is_none_or(|day| (0..3_652_059).contains(&day))),
            Line::Entry => {
                let mut values = Vec::new();
                let fit = layout.split(text, &mut values);
                assert_eq!(values.len(), layout.names().len());
                assert!(values.iter().flatten().map(|value| value.len()).sum::<usize>() <= text.len());
                assert!(fit != Fit::Exact || values.iter().all(Option::is_some));
                let day_long = 864_010_000_000;
                assert!(
                    values.iter().flatten().all(|v| time_of_day(v).is_none_or(|time| (0..day_long).contains(&time)))
                );
            }
            Line::Empty | Line::Software(_) | Line::Remark => {}
        }
    }
}

/// Archives: no member leaves the archive or gives more than the limits.
pub fn zip(bytes: &[u8]) {
    let folder = folder("a.zip", bytes);
    let limits = Limits { max_zip_total: 4 << 20, zip_ratio_floor: 1 << 16, max_files: 1_000, ..Limits::default() };
    let evidence = evidence::open(&[folder.path()], &limits);
    let mut total = 0;
    for item in &evidence.items {
        assert!(!item.path.split('/').any(|part| part == ".."), "{}", item.path);
        assert!(item.head(16).map_or(0, |head| head.len()) <= 16);
        total += item.salvage().0.len() as u64;
    }
    assert!(total <= limits.max_zip_total + bytes.len() as u64);
    if bytes.starts_with(b"PK\x03\x04") && evidence.items.is_empty() {
        assert!(!evidence.problems.is_empty(), "an archive that gives nothing is named");
    }
}

/// KQL to a tree: every place lies in the text and can be drawn.
pub fn kql_parse(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    drawn(&text, &kql_syntax::parse(&text).diagnostics);
}

/// KQL to rows of tiny tables, with little memory and for a moment only. A fault of the planner or of a function shows
/// as a panic or as an internal error.
pub fn kql_plan_run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let config = EngineConfig { memory: 64 << 20, threads: 1, ..EngineConfig::default() };
    let engine = Engine::new(config).expect("an engine");
    let cancel = engine.cancel_handle();
    let (done, over) = channel::<()>();
    let timer = std::thread::spawn(move || {
        if over.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout) {
            cancel.cancel();
        }
    });
    let options = Options { lineage: true, now: Some(638_447_616_000_000_000), ..Options::default() };
    let outcome = engine.query(&text, &tables(), &options);
    drop(done);
    timer.join().expect("the timer");
    drawn(&text, &outcome.diagnostics);
    for diagnostic in &outcome.diagnostics {
        assert!(diagnostic.code != "internal", "{}", diagnostic.message);
    }
    if let Some(result) = outcome.result {
        for row in result.rows().take(1_000) {
            assert_eq!(row.len(), result.columns.len());
        }
    }
}

/// Rules and their pages: a rule or the reason why there is none.
pub fn rule_yaml(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (rule, diagnostics) = detect::rules::from_yaml("rule.yaml", &text, Some(text.to_string()));
    drawn(&text, &diagnostics);
    match rule {
        Some(rule) => assert!(rule.file.query_line <= text.lines().count() + 1),
        None => assert!(diagnostics::has_errors(&diagnostics)),
    }
    let (cases, diagnostics) = detect::rule_test::parse(&text);
    drawn(&text, &diagnostics);
    assert!(cases.len() <= text.lines().count());
}

fn folder(name: &str, bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut file = std::fs::File::create(folder.path().join(name)).expect("a file");
    file.write_all(bytes).expect("writes");
    folder
}

fn read_all(evidence: &Evidence) {
    let mut request = tables::Request::default();
    for table in tables::registry().iter() {
        request.want_all(&table.name);
    }
    let mut store = tables::Store::new(request, 16 << 20);
    let options = sources::ReadOptions { wall_clock: Some(638_447_616_000_000_000), ..Default::default() };
    let summary = sources::read(evidence, &mut store, &options).expect("the store keeps rows");
    store.finish().expect("the store keeps rows");
    assert_eq!(summary.recognised + summary.unrecognised, evidence.items.len());
    let names: Vec<String> = store.filled().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let rows: usize = store.batches(&name).expect("batches").map(|batch| batch.expect("a batch").num_rows()).sum();
        assert_eq!(rows, store.rows(&name), "{name}");
    }
}

/// Fails when a place is outside the text or cannot be drawn.
fn drawn(text: &str, diagnostics: &[Diagnostic]) {
    let source = SourceText::new("query", text);
    for diagnostic in diagnostics {
        for label in &diagnostic.labels {
            assert!(label.span.start <= label.span.end && label.span.end <= text.len(), "{diagnostic:?}");
        }
        assert!(!diagnostic.message.is_empty() && !diagnostic.code.is_empty());
    }
    if let Some(first) = diagnostics.first() {
        assert!(first.render(&source, false).contains(first.code));
    }
}

/// A table of events and one of numbers.
fn tables() -> Tables {
    let text = |text: &str| Value::string(text);
    let events = [
        ("TimeGenerated", KqlType::DateTime),
        ("DeviceName", KqlType::String),
        ("FileName", KqlType::String),
        ("Size", KqlType::Long),
        ("Fields", KqlType::Dynamic),
    ];
    let day = 638_447_616_000_000_000_i64;
    let rows: Vec<Vec<OwnedValue>> = vec![
        vec![
            Value::DateTime(day),
            text("web01"),
            text("a.dll"),
            Value::Long(10),
            Value::Dynamic("[1,{\"k\":2}]".into()),
        ],
        vec![Value::DateTime(day - 36_000_000_000), text("WEB02"), text("b.exe"), Value::Null, Value::Null],
        vec![Value::Null, text(""), text("C:\\c.DLL"), Value::Long(i64::MIN), Value::Dynamic("\"x\"".into())],
    ];
    let numbers = [
        ("n", KqlType::Long),
        ("i", KqlType::Int),
        ("r", KqlType::Real),
        ("b", KqlType::Bool),
        ("d", KqlType::TimeSpan),
    ];
    let more: Vec<Vec<OwnedValue>> = vec![
        vec![Value::Long(i64::MAX), Value::Int(-1), Value::Real(f64::NAN), Value::Bool(true), Value::TimeSpan(1)],
        vec![Value::Long(0), Value::Int(i32::MIN), Value::Real(-0.5), Value::Null, Value::TimeSpan(i64::MIN)],
        vec![Value::Null, Value::Null, Value::Real(f64::INFINITY), Value::Bool(false), Value::Null],
    ];
    Tables::new()
        .with_info(table_of_rows("Events", &events, &rows).expect("a table"))
        .with_info(table_of_rows("Numbers", &numbers, &more).expect("a table"))
}
