//! `toscalar(table)`: the first column of the first row, computed once a query.

use super::PlannerFunction;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use crate::relation::col;
use datafusion::logical_expr::{Limit, LogicalPlan, lit};
use diagnostics::Span;
use kql_syntax::ast::{Argument, Name};
use std::sync::Arc;

pub(super) static FUNCTION: PlannerFunction = PlannerFunction { names: &["toscalar"], bind };

fn bind(b: &mut Binder<'_>, name: &Name, args: &[Argument], span: Span, cx: &mut Cx<'_>) -> Option<Bound> {
    let [argument] = args else {
        return b.error("argument-count", name.span, format!("`toscalar` takes 1 argument, not {}", args.len()));
    };
    if !b.is_table(&argument.value) {
        return Some(b.scalar(&argument.value, cx)?.named(None));
    }
    let table = b.table(&argument.value)?;
    let Some(first) = table.columns.first() else {
        return b.error("type-mismatch", argument.value.span, "the table has no column");
    };
    if first.poisoned {
        return None;
    }
    if let Some(value) = table.constant.as_ref().and_then(|rows| rows.first()?.first().cloned()) {
        return Some(Bound::constant(value, first.ty));
    }
    let (physical, ty) = (first.physical.clone(), first.ty);
    let one =
        LogicalPlan::Limit(Limit { skip: None, fetch: Some(Box::new(lit(1i64))), input: Arc::clone(&table.plan) });
    let plan = b.projected(&Arc::new(one), vec![(physical.clone(), col(&physical))], span)?;
    Some(b.subquery_value(plan, ty))
}
