//! `sample n`: some rows. They are the first ones, so that an answer can be had again.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["sample"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Sample(count) = &op.kind else { return input };
    super::take::take(b, input?, count, op.span)
}
