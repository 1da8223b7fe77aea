//! `sample-distinct n of column`: some of its values, each once: those that come first.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use crate::template::assign;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["sample-distinct"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::SampleDistinct { count, of } = &op.kind else { return input };
    let distinct = super::distinct::distinct(b, input?, &[assign(None, of.clone())], op.span)?;
    super::take::take(b, distinct, count, op.span)
}
