//! `fork (pipeline) (pipeline) …`: several results from one table. The last one goes on.

use crate::binder::Binder;
use crate::operator::{Operator, subquery};
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["fork"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Fork(branches) = &op.kind else { return input };
    let relation = input?;
    let mut bound = Vec::new();
    for (_, body) in branches {
        let branch = subquery(b, relation.clone(), body);
        bound.push((branch, body.span));
    }
    let last = bound.pop()?.0;
    for (branch, span) in bound {
        b.extra_results.push((branch?, span));
    }
    last
}
