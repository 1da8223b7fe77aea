//! `project-by-names dynamic(['a', 'b*'])`: the columns that a list of names and patterns gives, in its order.

use super::project_away::matches_wildcard;
use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::{Col, Relation};
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{self, ExprKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["project-by-names"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::ProjectByNames(items) = &op.kind else { return input };
    let mut relation = input?;
    let mut patterns: Vec<String> = Vec::new();
    for item in items {
        match &item.kind {
            ExprKind::Name(name) | ExprKind::Wildcard(name) if b.env.get(&name.text).is_none() => {
                patterns.push(name.text.clone());
            }
            _ => match b.constant(item, KqlType::Dynamic, "the list of names")? {
                Value::Dynamic(json) => match serde_json::from_str(&json) {
                    Ok(serde_json::Value::Array(list)) => {
                        patterns.extend(list.iter().filter_map(|v| v.as_str().map(str::to_owned)));
                    }
                    Ok(serde_json::Value::String(one)) => patterns.push(one),
                    _ => return b.error("type-mismatch", item.span, "a list of names is wanted here"),
                },
                _ => return b.error("type-mismatch", item.span, "a list of names is wanted here"),
            },
        }
    }
    // A name that no column has is passed over.
    let mut kept: Vec<Col> = Vec::new();
    for pattern in &patterns {
        for column in relation.columns.iter().filter(|c| matches_wildcard(pattern, &c.name)) {
            if !kept.contains(column) {
                kept.push(column.clone());
            }
        }
    }
    relation.columns = kept;
    relation.constant = None;
    relation.prune_hidden();
    Some(relation)
}
