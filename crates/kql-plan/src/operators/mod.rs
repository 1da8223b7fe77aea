//! Tabular operators, one file each: how its names are bound and what plan it becomes.

mod r#as;
mod consume;
mod count;
mod datatable;
mod distinct;
mod extend;
mod getschema;
mod join;
mod lookup;
mod mv_apply;
mod mv_expand;
mod parse;
mod print;
mod project;
mod project_away;
mod project_keep;
mod project_rename;
mod project_reorder;
mod range;
mod render;
mod serialize;
mod sort;
mod summarize;
mod take;
mod top;
mod union;
mod r#where;

static ALL: &[&Operator] = &[
    &r#as::OPERATOR,
    &consume::OPERATOR,
    &count::OPERATOR,
    &datatable::OPERATOR,
    &distinct::OPERATOR,
    &extend::OPERATOR,
    &getschema::OPERATOR,
    &join::OPERATOR,
    &lookup::OPERATOR,
    &mv_apply::OPERATOR,
    &mv_expand::OPERATOR,
    &parse::OPERATOR,
    &print::OPERATOR,
    &project::OPERATOR,
    &project_away::OPERATOR,
    &project_keep::OPERATOR,
    &project_rename::OPERATOR,
    &project_reorder::OPERATOR,
    &range::OPERATOR,
    &render::OPERATOR,
    &serialize::OPERATOR,
    &sort::OPERATOR,
    &summarize::OPERATOR,
    &take::OPERATOR,
    &top::OPERATOR,
    &union::OPERATOR,
    &r#where::OPERATOR,
];

use crate::binder::Binder;
use crate::relation::Relation;
use kql_syntax::ast;

/// A tabular operator.
pub(crate) struct Operator {
    pub(crate) keywords: &'static [&'static str],
    /// It may begin a pipeline.
    pub(crate) starts: bool,
    /// Each row of its result depends on one row of its input only, or it is `union` or `sort`.
    pub(crate) row_local: bool,
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
