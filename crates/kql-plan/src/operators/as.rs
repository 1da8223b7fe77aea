//! `as Name`: the rows so far under a name, for the rest of the pipeline.

use crate::binder::Binder;
use crate::env::Binding;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["as"], starts: false, row_local: true, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::As { name, .. } = &op.kind else { return input };
    let mut relation = input?;
    relation.name = Some(name.text.clone());
    b.env = b.env.with(&name.text, Binding::Table(Arc::new(relation.clone())));
    Some(relation)
}
