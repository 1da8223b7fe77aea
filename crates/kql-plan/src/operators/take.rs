//! `take n`, `limit n`: the first rows.

use crate::binder::Binder;
use crate::expr::Cx;
use crate::expr::window::window_call;
use crate::operator::Operator;
use crate::relation::{Relation, col};
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::{EmptyRelation, Expr, Limit, LogicalPlan, WindowFunctionDefinition, lit};
use kql_functions::KqlType;
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["take"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Take(count) = &op.kind else { return input };
    take(b, input?, count, op.span)
}

/// As many rows as an expression says. Where a table has to be read for that and nothing can run yet, the plan tells
/// what it reads, and does not run.
pub(crate) fn take(
    b: &mut Binder<'_>,
    mut relation: Relation,
    count: &ast::Expr,
    span: diagnostics::Span,
) -> Option<Relation> {
    match b.row_count(count) {
        Some(RowCount::Known(count)) if relation.group.is_some() => limit_within(b, relation, count, span),
        Some(RowCount::Known(count)) => Some(limit(relation, count)),
        Some(RowCount::Unknown(expr)) => {
            let input = Arc::clone(&relation.plan);
            relation.set_plan(LogicalPlan::Limit(Limit { skip: None, fetch: Some(Box::new(expr)), input }), 1);
            Some(relation)
        }
        None => Some(relation),
    }
}

/// A number of rows.
pub(crate) enum RowCount {
    Known(usize),
    /// It comes out of a table, and nothing can run while planning.
    Unknown(Expr),
}

impl Binder<'_> {
    pub(crate) fn row_count(&mut self, count: &ast::Expr) -> Option<RowCount> {
        let bound = self.scalar(count, &mut Cx::none())?;
        let bound = self.convert(bound, KqlType::Long, count.span)?;
        let value = match bound.constant {
            Some(value) => value,
            None => {
                let one = LogicalPlan::EmptyRelation(EmptyRelation {
                    produce_one_row: true,
                    schema: Arc::new(datafusion::common::DFSchema::empty()),
                });
                let plan =
                    self.projected(&Arc::new(one), vec![("count".to_owned(), bound.expr.clone())], count.span)?;
                match self.preview_value(plan, KqlType::Long, count.span)? {
                    Some(value) => value,
                    None => return Some(RowCount::Unknown(bound.expr)),
                }
            }
        };
        Some(RowCount::Known(value.as_i64().and_then(|v| usize::try_from(v).ok()).unwrap_or(0)))
    }
}

/// The first `count` rows.
pub(crate) fn limit(mut relation: Relation, count: usize) -> Relation {
    let fetch = Some(Box::new(lit(i64::try_from(count).unwrap_or(i64::MAX))));
    let plan = LogicalPlan::Limit(Limit { skip: None, fetch, input: Arc::clone(&relation.plan) });
    relation.set_plan(plan, 1);
    relation
}

/// The first `count` rows of each row around; see `mv-apply`.
pub(crate) fn limit_within(
    b: &mut Binder<'_>,
    relation: Relation,
    count: usize,
    span: diagnostics::Span,
) -> Option<Relation> {
    let row = relation.group.as_ref()?.row.clone();
    let (place, number) = (b.fresh("place"), b.fresh("number"));
    let function = || WindowFunctionDefinition::WindowUDF(row_number_udwf());
    let order = window_call(function(), Vec::new(), Vec::new(), None);
    let call = window_call(function(), Vec::new(), vec![col(&row)], Some(col(&place)));
    let relation = b.apply_windows(relation, vec![(place, order), (number.clone(), call)], span)?;
    let most = u64::try_from(count).unwrap_or(u64::MAX);
    Some(Binder::filter(relation, col(&number).lt_eq(lit(most))))
}
