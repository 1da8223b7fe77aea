//! `lookup (right) on keys`: a join that adds the right side's columns, without repeating the keys.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, JoinKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["lookup"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Lookup { kind, right, on, .. } = &op.kind else { return input };
    let left = input?;
    let right = b.table(right)?;
    let kind = match kind {
        None | Some(JoinKind::LeftOuter) => JoinKind::LeftOuter,
        Some(JoinKind::Inner) => JoinKind::Inner,
        Some(_) => return b.error("type-mismatch", op.span, "`lookup` is `kind=leftouter` or `kind=inner`"),
    };
    super::join::join(b, left, right, kind, on, false, op.span)
}
