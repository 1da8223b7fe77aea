//! `top-hitters n of x [by y]`: the values that come most often, or whose `y` sum up to most. The counts are exact.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use crate::template::{assign, call_expr, name_expr};
use kql_syntax::ast::{self, OperatorKind, OrderKey};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["top-hitters"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::TopHitters { count, of, by } = &op.kind else { return input };
    let named = |expr: &ast::Expr| match &expr.kind {
        ast::ExprKind::Name(name) => name.text.clone(),
        _ => String::new(),
    };
    let (name, value) = match by {
        Some(by) => (format!("approximate_sum_{}", named(by)), call_expr("sum", vec![by.clone()], by.span)),
        None => (format!("approximate_count_{}", named(of)), call_expr("count", Vec::new(), of.span)),
    };
    let summed =
        super::summarize::summarize(b, input?, &[assign(Some(&name), value)], &[assign(None, of.clone())], op.span)?;
    let by = OrderKey { expr: name_expr(&name, op.span), ascending: None, nulls_first: None };
    super::top::top(b, summed, count, &by, op.span)
}
