//! `consume`: reads everything and returns nothing.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["consume"], starts: false, row_local: false, within: true, bind };

fn bind(_: &mut Binder<'_>, input: Option<Relation>, _: &ast::Operator) -> Option<Relation> {
    let mut relation = super::take::limit(input?, 0);
    relation.lineage = false;
    Some(relation)
}
