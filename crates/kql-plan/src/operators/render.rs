//! `render chart`: a wish about how results are drawn; the rows stay as they are.

use super::Operator;
use crate::binder::Binder;
use crate::relation::Relation;
use kql_syntax::ast;

pub(super) static OPERATOR: Operator = Operator { keywords: &["render"], starts: false, row_local: true, bind };

fn bind(_: &mut Binder<'_>, input: Option<Relation>, _: &ast::Operator) -> Option<Relation> {
    input
}
