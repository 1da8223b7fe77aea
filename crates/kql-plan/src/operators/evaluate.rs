//! `evaluate plugin(…) [: schema]`: see the plugins' own files.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::plugin::{self, PluginCall, Schema};
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind, TypeSpec};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["evaluate"], starts: false, row_local: true, within: false, bind };

/// Plugins that run programs or reach out of the machine: this engine does neither.
pub(crate) const OUTSIDE: &[&str] = &[
    "R",
    "ai_chat_completion",
    "ai_chat_completion_prompt",
    "ai_embed_text",
    "ai_embeddings",
    "azure_digital_twins_query_request",
    "cosmosdb_sql_request",
    "csharp",
    "dax_request",
    "execute_query",
    "execute_show_command",
    "external_datatable",
    "http_request",
    "http_request_post",
    "mysql_request",
    "postgresql_request",
    "python",
    "r",
    "sql_request",
];

/// Plugins that exist and that this engine does not have.
pub(crate) const MISSING: &[&str] = &[
    "activity_engagement",
    "activity_metrics",
    "autocluster",
    "basket",
    "diffpatterns",
    "diffpatterns_text",
    "funnel_sequence",
    "funnel_sequence_completion",
    "infer_storage_schema",
    "new_activity_metrics",
    "preview",
    "schema_merge",
    "session_count",
];

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Evaluate { plugin: name, args, schema, .. } = &op.kind else { return input };
    let relation = input?;
    let Some(found) = plugin::find(&name.text) else {
        if OUTSIDE.contains(&name.text.as_str()) {
            let message =
                format!("unsupported: the plugin {}: nothing is run or asked outside of the query", name.text);
            return b.error("unsupported", name.span, message);
        }
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
