//! What a tabular operator is to the planner.

use crate::binder::Binder;
use crate::operators::ALL;
use crate::relation::Relation;
use kql_syntax::ast;

/// A tabular operator.
pub(crate) struct Operator {
    pub(crate) keywords: &'static [&'static str],
    /// It may begin a pipeline.
    pub(crate) starts: bool,
    /// Each row of its result depends on one row of its input only, or it is `union` or `sort`.
    pub(crate) row_local: bool,
    /// It knows how to work within each row of a `mv-apply` and within each partition.
    pub(crate) within: bool,
    pub(crate) bind: for<'b> fn(&mut Binder<'b>, Option<Relation>, &ast::Operator) -> Option<Relation>,
}

/// The operator that a keyword names.
pub(crate) fn find(keyword: &str) -> Option<&'static Operator> {
    ALL.iter().copied().find(|o| o.keywords.contains(&keyword))
}

/// The keywords of all operators.
pub(crate) fn keywords() -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(|o| o.keywords.iter().copied())
}

/// Binds the operators of a subquery that has no source of its own: those of `partition`, `mv-apply`, `fork`.
pub(crate) fn subquery(b: &mut Binder<'_>, input: Relation, body: &ast::Expr) -> Option<Relation> {
    let mut at = body;
    while let ast::ExprKind::Paren(nested) = &at.kind {
        at = nested;
    }
    let ast::ExprKind::Pipeline { source: None, operators } = &at.kind else {
        if matches!(at.kind, ast::ExprKind::Error) {
            return None;
        }
        return b.unsupported("a subquery here that starts with a table", body.span);
    };
    let within = input.group.is_some();
    let mut relation = input;
    for operator in operators {
        let keyword = operator.kind.keyword();
        let Some(found) = find(keyword) else {
            if matches!(operator.kind, ast::OperatorKind::Error) {
                return None;
            }
            return b.unsupported(keyword, operator.span);
        };
        if within && !found.within {
            return b.unsupported(&format!("{keyword} in the subquery of mv-apply or partition"), operator.span);
        }
        if !found.row_local {
            b.analysis.row_local &= within;
        }
        relation = (found.bind)(b, Some(relation), operator)?;
    }
    Some(relation)
}
