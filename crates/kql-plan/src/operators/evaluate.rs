//! `evaluate plugin(…) [: schema]`: see the plugins' own files.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::plugin::{self, PluginCall, Schema};
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind, TypeSpec};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["evaluate"], starts: false, row_local: true, within: false, bind };

/// Plugins that exist and that this engine does not have: they cluster, forecast, or reach out of the machine.
const MISSING: &[&str] = &[
    "active_users_count",
    "activity_counts_metrics",
    "activity_engagement",
    "activity_metrics",
    "autocluster",
    "azure_digital_twins_query_request",
    "basket",
    "cosmosdb_sql_request",
    "dcount_intersect",
    "diffpatterns",
    "diffpatterns_text",
    "funnel_sequence",
    "funnel_sequence_completion",
    "http_request",
    "http_request_post",
    "infer_storage_schema",
    "ipv6_lookup",
    "mysql_request",
    "new_activity_metrics",
    "postgresql_request",
    "preview",
    "python",
    "R",
    "rolling_percentile",
    "rows_near",
    "schema_merge",
    "sequence_detect",
    "session_count",
    "sliding_window_counts",
    "sql_request",
];

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Evaluate { plugin: name, args, schema, .. } = &op.kind else { return input };
    let relation = input?;
    let Some(found) = plugin::find(&name.text) else {
        if MISSING.contains(&name.text.as_str()) {
            return b.unsupported(&format!("the plugin {}", name.text), name.span);
        }
        let known: Vec<&str> = plugin::names().collect();
        return b.unknown("unknown-function", "plugin", &name.text, name.span, &known);
    };
    let (open, declared) = match schema {
        None => (false, None),
        Some(TypeSpec::Schema(columns)) => (false, Some(columns)),
        Some(TypeSpec::AnySchema(columns)) => (true, Some(columns)),
        Some(TypeSpec::Scalar(ty)) => {
            return b.error("type-mismatch", ty.span, "a list of columns is wanted here");
        }
    };
    let mut columns = Vec::new();
    for column in declared.into_iter().flatten() {
        columns.push((column.name.text.clone(), b.type_name(&column.ty)?));
    }
    let schema = declared.map(|_| Schema { open, columns });
    if !found.row_local {
        b.analysis.row_local = false;
    }
    (found.bind)(b, relation, &PluginCall { name, args, schema, span: op.span })
}
