//! `count`: how many rows there are.

use crate::aggregate::aggregate_plan;
use crate::binder::Binder;
use crate::lineage;
use crate::operator::Operator;
use crate::relation::{Col, LINEAGE, Relation, col};
use kql_functions::KqlType;
use kql_syntax::ast;
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["count"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let relation = input?;
    let physical = b.fresh("Count");
    let mut calls = vec![crate::aggregate::count_rows().alias(&physical)];
    if relation.lineage {
        calls.push(lineage::merge(col(LINEAGE)).alias(LINEAGE));
    }
    let mut keys = Vec::new();
    calls.extend(super::summarize::carry(&relation, &mut keys));
    let keys = keys.iter().map(|k| col(k)).collect();
    let plan = b.built(aggregate_plan(Arc::clone(&relation.plan), keys, calls), op.span)?;
    let columns = vec![Col { name: "Count".to_owned(), ty: KqlType::Long, physical, nullable: false, poisoned: false }];
    let scope = b.fresh_scope();
    let mut result = Relation::new(plan, columns, scope);
    result.lineage = relation.lineage;
    result.group = relation.group;
    result.nodes = relation.nodes.saturating_add(1);
    Some(result)
}
