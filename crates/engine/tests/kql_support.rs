//! `docs/kql-support.md` is written from the code: `UPDATE_DOCS=1 cargo test -p engine --test kql_support` writes it,
//! and without the variable the test fails when it is stale.

use engine::{Options, Tables};
use kql_functions::{Doc, Eval};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

/// Every tabular operator of the language, so that the page also says what is missing. From Microsoft's
/// documentation of tabular operators.
const OPERATORS: &[&str] = &[
    "as",
    "assert",
    "consume",
    "count",
    "datatable",
    "distinct",
    "evaluate",
    "execute-and-cache",
    "extend",
    "externaldata",
    "facet",
    "find",
    "fork",
    "getschema",
    "graph-mark-components",
    "graph-match",
    "graph-shortest-paths",
    "graph-to-table",
    "graph-where-edges",
    "graph-where-nodes",
    "invoke",
    "join",
    "lookup",
    "macro-expand",
    "make-graph",
    "make-series",
    "mv-apply",
    "mv-expand",
    "parse",
    "parse-kv",
    "parse-where",
    "partition",
    "print",
    "project",
    "project-away",
    "project-by-names",
    "project-keep",
    "project-rename",
    "project-reorder",
    "range",
    "reduce",
    "render",
    "sample",
    "sample-distinct",
    "scan",
    "search",
    "serialize",
    "sort",
    "summarize",
    "take",
    "top",
    "top-hitters",
    "top-nested",
    "union",
    "where",
];

/// What `tests/kql/manual-*.md` say of each heading; their examples run with the other literate cases.
fn manual(part: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/kql/manual-{part}.md"));
    let text = std::fs::read_to_string(path).unwrap();
    let entries = text.split("\n## ").skip(1).filter_map(|entry| entry.split_once('\n'));
    entries.map(|(name, body)| (name.to_owned(), body.trim().to_owned())).collect()
}

/// The manual's entries of a kind of thing: each has one, and none is left over.
fn entries(part: &str, names: impl IntoIterator<Item = &'static str>) -> Vec<(&'static str, String)> {
    let mut manual = manual(part);
    let entries = names.into_iter().map(|name| {
        let body = manual.remove(name).unwrap_or_else(|| panic!("`{name}` has no entry in manual-{part}.md"));
        (name, body)
    });
    let entries = entries.collect();
    assert!(manual.is_empty(), "manual-{part}.md has entries of nothing: {:?}", manual.keys());
    entries
}

fn page() -> String {
    let mut page = String::from(
        "# KQL: what is supported\n\n\
         Written from the code by the engine's tests, which run every example. The parser accepts the whole language; \
         what is parsed and not supported yet gives one `unsupported` diagnostic with its place, never a wrong answer. \
         In examples a `rows` block holds the columns with their types and a line for each row.\n\n\
         ## Tabular operators\n\n| operator | supported |\n|---|---|\n",
    );
    let supported = kql_plan::supported_operators();
    let all: BTreeSet<&str> = OPERATORS.iter().copied().chain(supported.iter().copied()).collect();
    for operator in all {
        let _ = writeln!(page, "| `{operator}` | {} |", if supported.contains(operator) { "yes" } else { "not yet" });
    }
    for (operator, body) in entries("operators", OPERATORS.iter().copied()) {
        let _ = write!(page, "\n### `{operator}`\n\n{body}\n");
    }
    page.push_str("\n## Plugins of evaluate\n");
    for (plugin, body) in entries("plugins", kql_plan::supported_plugins()) {
        let _ = write!(page, "\n### `{plugin}`\n\n{body}\n");
    }
    page.push_str("\n## Operators of expressions\n\n| operator | meaning | example |\n|---|---|---|\n");
    for operator in kql_functions::all_operators() {
        let (expression, value) = operator.doc.examples.first().expect("an example");
        let (name, summary) = (code(operator.name), cell(operator.doc.summary));
        let _ = writeln!(page, "| {name} | {summary} | {} is {} |", code(expression), code(value));
    }
    for (operator, body) in manual("expressions") {
        let _ = write!(page, "\n### `{operator}`\n\n{body}\n");
    }
    let functions = kql_plan::supported_functions();
    page.push_str("\n## Scalar functions\n\n");
    let scalars = kql_functions::all_scalars().into_iter().filter(|f| !f.name.starts_with('$'));
    let shown = scalars.clone().filter(|f| f.doc.examples.is_empty()).map(|f| f.name);
    let mut shown: BTreeMap<&str, String> = entries("functions", shown).into_iter().collect();
    for function in scalars {
        let there = functions.contains(function.name) || !matches!(function.eval, Eval::Planner);
        let more = shown.remove(function.name);
        section(&mut page, function.name, function.aliases, &function.doc, there, more.as_deref());
    }
    let aggregates = kql_plan::supported_aggregates();
    page.push_str("## Aggregates\n\n");
    let all = kql_functions::all_aggregates();
    let mut shown: BTreeMap<&str, String> = entries("aggregates", all.iter().map(|a| a.name)).into_iter().collect();
    for aggregate in all {
        let (there, more) = (aggregates.contains(aggregate.name), shown.remove(aggregate.name));
        section(&mut page, aggregate.name, aggregate.aliases, &aggregate.doc, there, more.as_deref());
    }
    page.push_str("## Refused by name\n\n");
    for (what, names, call) in refused() {
        let list: Vec<String> = names.iter().map(|name| code(name)).collect();
        let example = names.first().map(|name| call(name)).unwrap_or_default();
        let _ = writeln!(
            page,
            "{what}: {}. For example:\n\n```kql\n{example}   // error[unsupported]\n```\n",
            list.join(", ")
        );
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

type Refused = (&'static str, Vec<&'static str>, fn(&str) -> String);

/// What Microsoft's engines have and this one does not, and how it is called.
fn refused() -> [Refused; 3] {
    let (missing, outside) = kql_plan::refused_plugins();
    let evaluated: fn(&str) -> String = |name| format!("print x = 1 | evaluate {name}(x)");
    let called: fn(&str) -> String = |name| match name {
        "external_table" | "materialized_view" => format!("{name}('T')"),
        _ => format!("print {name}()"),
    };
    [
        ("Functions that are not there yet", kql_plan::refused_functions(), called),
        ("Plugins that are not there yet", missing.to_vec(), evaluated),
        ("Plugins that would run programs or ask other machines", outside.to_vec(), evaluated),
    ]
}

#[test]
fn what_is_refused_is_refused_by_name() {
    let tables = Tables::new();
    for (_, names, call) in refused() {
        for name in names {
            let checked = engine::check(&call(name), &tables, &Options::default());
            let codes: Vec<&str> = checked.diagnostics.iter().map(|d| d.code).collect();
            assert_eq!(codes, ["unsupported"], "{}", call(name));
        }
    }
    for operator in OPERATORS {
        let supported = kql_plan::supported_operators().contains(operator);
        let shown = manual("operators").remove(*operator).unwrap_or_default();
        assert_eq!(shown.contains("error[unsupported]"), !supported, "the manual of `{operator}`");
    }
}

fn section(page: &mut String, name: &str, aliases: &[&str], doc: &Doc, there: bool, more: Option<&str>) {
    let _ = writeln!(page, "### `{name}`{}\n", if there { "" } else { " (not yet)" });
    let _ = writeln!(page, "`{}`: {}\n", doc.syntax, doc.summary);
    if !aliases.is_empty() {
        let names: Vec<String> = aliases.iter().map(|a| format!("`{a}`")).collect();
        let _ = writeln!(page, "Also written {}.\n", names.join(", "));
    }
    if !doc.notes.is_empty() {
        let _ = writeln!(page, "{}\n", doc.notes);
    }
    if !doc.examples.is_empty() {
        page.push_str("```kql\n");
        for (expression, value) in doc.examples {
            let _ = writeln!(page, "{expression}   // {value}");
        }
        page.push_str("```\n\n");
    }
    if let Some(more) = more {
        let _ = writeln!(page, "{more}\n");
    }
}

/// Code in a table's cell: a bar would end the cell.
fn code(text: &str) -> String {
    format!("`{}`", cell(text))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[test]
fn the_support_page_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/kql-support.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/kql-support.md is stale: UPDATE_DOCS=1 cargo test -p engine --test kql_support");
}
