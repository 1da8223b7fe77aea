//! `facet by a, b [with (pipeline)]`: for each column how often its values come, and then the pipeline's result.

use crate::binder::Binder;
use crate::operator::{Operator, subquery};
use crate::relation::Relation;
use crate::template::{assign, call_expr};
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["facet"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Facet { by, with } = &op.kind else { return input };
    let relation = input?;
    let mut results = Vec::new();
    for key in by {
        let count = assign(None, call_expr("count", Vec::new(), key.span));
        let facet = super::summarize::summarize(b, relation.clone(), &[count], &[assign(None, key.clone())], op.span)?;
        results.push((facet, key.span));
    }
    if let Some(with) = with {
        results.push((subquery(b, relation, with)?, with.span));
    }
    let last = results.pop()?.0;
    b.extra_results.extend(results);
    Some(last)
}
