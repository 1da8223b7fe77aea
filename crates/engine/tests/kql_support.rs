//! `docs/kql-support.md` is written from the code: `UPDATE_DOCS=1 cargo test -p engine --test kql_support` writes it,
//! and without the variable the test fails when it is stale.

use kql_functions::{Doc, Eval};
use std::collections::BTreeSet;
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

fn page() -> String {
    let mut page = String::from(
        "# KQL: what is supported\n\n\
         Written from the code by the engine's tests. The parser accepts the whole language; what is parsed and not \
         supported yet gives one `unsupported` diagnostic with its place, never a wrong answer.\n\n\
         ## Tabular operators\n\n| operator | supported |\n|---|---|\n",
    );
    let supported = kql_plan::supported_operators();
    let all: BTreeSet<&str> = OPERATORS.iter().copied().chain(supported.iter().copied()).collect();
    for operator in all {
        let _ = writeln!(page, "| `{operator}` | {} |", if supported.contains(operator) { "yes" } else { "not yet" });
    }
    page.push_str("\n## Operators of expressions\n\n| operator | meaning |\n|---|---|\n");
    for operator in kql_functions::all_operators() {
        let _ = writeln!(page, "| {} | {} |", code(operator.name), cell(operator.doc.summary));
    }
    let functions = kql_plan::supported_functions();
    page.push_str("\n## Scalar functions\n\n");
    for function in kql_functions::all_scalars().into_iter().filter(|f| !f.name.starts_with('$')) {
        let there = functions.contains(function.name) || !matches!(function.eval, Eval::Planner);
        section(&mut page, function.name, function.aliases, &function.doc, there);
    }
    let aggregates = kql_plan::supported_aggregates();
    page.push_str("## Aggregates\n\n");
    for aggregate in kql_functions::all_aggregates() {
        section(&mut page, aggregate.name, aggregate.aliases, &aggregate.doc, aggregates.contains(aggregate.name));
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

fn section(page: &mut String, name: &str, aliases: &[&str], doc: &Doc, there: bool) {
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
