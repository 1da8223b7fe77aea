//! `render chart`: a wish about how results are drawn; the rows stay as they are.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["render"], starts: false, row_local: true, within: true, bind };

fn bind(_: &mut Binder<'_>, input: Option<Relation>, _: &ast::Operator) -> Option<Relation> {
    input
}
