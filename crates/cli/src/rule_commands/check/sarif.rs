//! What was found as SARIF 2.1.0, the form that code hosts read.

use super::Checked;
use super::lints;
use diagnostics::Severity;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One document for all texts.
pub(super) fn document(checked: &[Checked]) -> Value {
    let codes: BTreeSet<&str> = checked.iter().flat_map(|c| c.diagnostics.iter().map(|d| d.code)).collect();
    let rules: Vec<Value> = codes
        .into_iter()
        .map(|code| match lints::ALL.iter().find(|lint| lint.code == code) {
            Some(lint) => json!({ "id": code, "shortDescription": { "text": lint.about } }),
            None => json!({ "id": code }),
        })
        .collect();
    let results: Vec<Value> = checked.iter().flat_map(results).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "iiswarden", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn results(checked: &Checked) -> Vec<Value> {
    let source = &checked.source;
    let result = |diagnostic: &diagnostics::Diagnostic| {
        let span = diagnostic.span();
        let (start, end) = (source.line_column(span.start), source.line_column(span.end.max(span.start)));
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        let text = match &diagnostic.help {
            Some(help) => format!("{} ({help})", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        json!({
            "ruleId": diagnostic.code,
            "level": level,
            "message": { "text": text },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": uri(&source.name) },
                "region": {
                    "startLine": start.line,
                    "startColumn": start.column,
                    "endLine": end.line,
                    "endColumn": end.column,
                },
            } }],
        })
    };
    checked.diagnostics.iter().map(result).collect()
}

/// A path as an address: what has a meaning there is escaped.
fn uri(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
