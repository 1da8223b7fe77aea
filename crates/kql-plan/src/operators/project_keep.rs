//! `project-keep a, b*`: only these columns, in the order of the table.

use super::project_away::named_columns;
use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::{Col, Relation};
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["project-keep"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::ProjectKeep(patterns) = &op.kind else { return input };
    let mut relation = input?;
    let kept: Vec<Col> = patterns.iter().flat_map(|p| named_columns(b, &relation, p)).collect();
    relation.columns.retain(|c| c.poisoned || kept.iter().any(|k| k.name == c.name));
    relation.constant = None;
    relation.prune_hidden();
    Some(relation)
}
