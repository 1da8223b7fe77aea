//! A column that the tables of one dialect lack: `TimeGenerated` in Defender XDR, `LogonID` in Sentinel.

use crate::rule_commands::check::lint::{Found, Lint, Subject};
use detect::rules::Rule;
use diagnostics::Diagnostic;
use kql_syntax::ast::ExprKind;

const CODE: &str = "dialect-column";

pub(super) static LINT: Lint =
    Lint { code: CODE, about: "the query names a column that the tables of its dialect lack", run };

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Sentinel,
    Defender,
}

/// Columns that one dialect's tables lack: the beginning of the tables' names, the columns, and what to write
/// instead. From the schemas that Microsoft publishes of both.
const LACKING: &[(Dialect, &str, &[&str], &str)] = &[
    (Dialect::Defender, "Device", &["TimeGenerated"], "write `Timestamp`"),
    (Dialect::Defender, "Alert", &["TimeGenerated"], "write `Timestamp`"),
    (
        Dialect::Defender,
        "Device",
        &["TenantId", "SourceSystem", "Type", "_BilledSize", "_IsBillable", "MachineGroup"],
        "",
    ),
    (Dialect::Defender, "Alert", &["TenantId", "SourceSystem", "Type", "_BilledSize", "_IsBillable"], ""),
    (Dialect::Sentinel, "AlertEvidence", &["ResourceID", "ResourceType", "SubscriptionId"], ""),
    (Dialect::Sentinel, "DeviceFileEvents", &["LogonID"], ""),
    (Dialect::Sentinel, "DeviceInfo", &["ConnectivityType", "DiscoverySources", "Site"], ""),
    (Dialect::Sentinel, "DeviceNetworkEvents", &["LogonID"], ""),
    (Dialect::Sentinel, "DeviceProcessEvents", &["LogonID"], ""),
];

/// The dialects that a rule says it runs on; a scheduled rule that says nothing is one of Sentinel's.
fn dialects(rule: &Rule) -> Vec<Dialect> {
    let says =
        |words: &[&str]| rule.runs_on.iter().any(|on| words.iter().any(|word| on.to_ascii_lowercase().contains(word)));
    let mut all = Vec::new();
    if says(&["sentinel"]) || rule.runs_on.is_empty() {
        all.push(Dialect::Sentinel);
    }
    if says(&["defender", "365", "xdr"]) {
        all.push(Dialect::Defender);
    }
    all
}

fn run(subject: &Subject<'_>, found: &mut Found) {
    let Some(rule) = subject.rule else { return };
    let tables = &subject.planned.tables;
    for dialect in dialects(rule) {
        let product = if dialect == Dialect::Sentinel { "Sentinel" } else { "Defender XDR" };
        subject.each_expr(&mut |expr| {
            let ExprKind::Name(name) = &expr.kind else { return };
            let lacking = |table: &str| {
                LACKING.iter().find(|(of, begin, columns, _)| {
                    *of == dialect && table.starts_with(begin) && columns.contains(&name.text.as_str())
                })
            };
            // Another table of the query may be the one that has it.
            let Some((.., help)) =
                tables.iter().map(|t| lacking(t)).collect::<Option<Vec<_>>>().and_then(|l| l.first().copied())
            else {
                return;
            };
            let message = format!("the tables of {product} have no column `{}`", name.text);
            let mut diagnostic = Diagnostic::warning(CODE, message).at(expr.span, "not there");
            if !help.is_empty() {
                diagnostic = diagnostic.help(*help);
            }
            found.in_query.push(diagnostic);
        });
    }
}
