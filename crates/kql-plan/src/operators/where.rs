//! `where condition`.
//!
//! Conjuncts `time > ago(x)` are told apart from other uses of the clock: a rule whose clock stands only there can be
//! run once over all evidence without them.

use crate::binder::Binder;
use crate::expr::{Cx, NowUse, all_of};
use crate::operator::Operator;
use crate::relation::Relation;
use datafusion::logical_expr::Expr;
use kql_syntax::ast::{self, BinaryOp, ExprKind, LogicalOp, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["where"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Where(condition) = &op.kind else { return input };
    filtered(b, input?, condition, op.span)
}

/// The rows on which a condition holds.
pub(crate) fn filtered(
    b: &mut Binder<'_>,
    relation: Relation,
    condition: &ast::Expr,
    span: diagnostics::Span,
) -> Option<Relation> {
    let mut conjuncts = Vec::new();
    split(condition, &mut conjuncts);
    let mut filters: Vec<Expr> = Vec::new();
    let mut windows = Vec::new();
    for conjunct in conjuncts {
        if let Some(ticks) = recent(b, &relation, conjunct) {
            b.analysis.recent_filters.insert(ticks);
            if b.options.drop_recent_time_filters.is_some_and(|least| ticks >= least) {
                continue;
            }
            let mut cx = Cx::row(&relation);
            if let Some(bound) = b.scalar(conjunct, &mut cx) {
                filters.push(bound.into_filter());
            }
            continue;
        }
        let mut cx = Cx::with_windows(&relation);
        // An error here is reported; binding goes on so that later operators are checked too.
        let Some(bound) = b.scalar(conjunct, &mut cx) else { continue };
        let Some(bound) = b.condition(bound, conjunct.span) else { continue };
        b.note_now(bound.now);
        windows.extend(cx.windows.unwrap_or_default());
        filters.push(bound.into_filter());
    }
    let (serialized, constant) = (relation.serialized, None);
    let mut relation = b.apply_windows(relation, windows, span)?;
    relation.serialized = serialized;
    relation.constant = constant;
    Some(if filters.is_empty() { relation } else { Binder::filter(relation, all_of(filters)) })
}

/// The operands of `and`, also in parentheses.
fn split<'e>(expr: &'e ast::Expr, into: &mut Vec<&'e ast::Expr>) {
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match &expr.kind {
            ExprKind::Paren(inner) => pending.push(inner),
            ExprKind::Logical { op: LogicalOp::And, operands } => pending.extend(operands.iter().rev()),
            _ => into.push(expr),
        }
    }
}

/// The ticks of `x` when the conjunct is `time > ago(x)`, `time >= ago(x)` or `time between (ago(x) .. now())`.
fn recent(b: &mut Binder<'_>, relation: &Relation, conjunct: &ast::Expr) -> Option<i64> {
    let (column, bound) = match &conjunct.kind {
        ExprKind::Binary { op: BinaryOp::Greater | BinaryOp::GreaterOrEqual, left, right, .. } => (left, right),
        ExprKind::Binary { op: BinaryOp::Less | BinaryOp::LessOrEqual, left, right, .. } => (right, left),
        ExprKind::Between { negated: false, left, low, high } => {
            if clock(b, high)? != 0 {
                return None;
            }
            (left, low)
        }
        _ => return None,
    };
    let ExprKind::Name(name) = &column.kind else { return None };
    let physical = match relation.column(&name.text) {
        Some(column) => &column.physical,
        None => &relation.hidden(&name.text)?.1.physical,
    };
    if !Binder::is_time(relation, physical) {
        return None;
    }
    clock(b, bound)
}

/// How far before `now()` an expression lies, when it is `now()`, `ago(x)` or a variable that holds one of them.
fn clock(b: &mut Binder<'_>, expr: &ast::Expr) -> Option<i64> {
    let may_be = match &expr.kind {
        ExprKind::Call { name, .. } => matches!(name.text.as_str(), "ago" | "now"),
        ExprKind::Name(name) => matches!(b.env.get(&name.text), Some(crate::env::Binding::Scalar(_))),
        ExprKind::Paren(inner) => return clock(b, inner),
        _ => false,
    };
    if !may_be {
        return None;
    }
    match b.scalar(expr, &mut Cx::none())?.now {
        NowUse::Ago(ticks) => Some(ticks),
        _ => None,
    }
}
