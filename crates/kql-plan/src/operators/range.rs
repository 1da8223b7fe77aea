//! `range name from a to b step s`: a column of evenly spaced values, both ends included.

use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use crate::operator::Operator;
use crate::relation::{Col, Relation};
use crate::table_functions::{self, Series};
use datafusion::logical_expr::{EmptyRelation, LogicalPlan};
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{self, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["range"], starts: true, row_local: true, within: false, bind };

/// Rows that one `range` may give.
const MOST: u64 = 10_000_000;

fn bind(b: &mut Binder<'_>, _: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Range { name, from, to, step } = &op.kind else { return None };
    let (first, last, by) =
        (b.scalar(from, &mut Cx::none()), b.scalar(to, &mut Cx::none()), b.scalar(step, &mut Cx::none()));
    let (first, last, by) = (first?, last?, by?);
    for bound in [&first, &last, &by] {
        b.note_now(bound.now);
    }
    let ty = match (first.ty, by.ty) {
        (KqlType::DateTime, KqlType::TimeSpan) => KqlType::DateTime,
        (KqlType::TimeSpan, KqlType::TimeSpan) => KqlType::TimeSpan,
        (a, s) if a.is_numeric() && s.is_numeric() && last.ty.is_numeric() => {
            if [a, s, last.ty].contains(&KqlType::Real) { KqlType::Real } else { KqlType::Long }
        }
        (a, s) => {
            return b.error("type-mismatch", op.span, format!("a range of {a} cannot go in steps of {s}"));
        }
    };
    let step_ty = if ty == KqlType::DateTime { KqlType::TimeSpan } else { ty };
    let series = match ty {
        KqlType::Real => {
            let [a, z, s] = [(first, from), (last, to), (by, step)].map(|(v, e)| real(b, v, e));
            Series::Real(a?, z?, s?)
        }
        _ => {
            let [a, z, s] = [(first, ty, from), (last, ty, to), (by, step_ty, step)].map(|(v, t, e)| ticks(b, v, t, e));
            Series::Long(a?, z?, s?)
        }
    };
    if series.rows() > MOST {
        return b.error("too-complex", op.span, format!("this range has more than {MOST} values"));
    }
    let physical = b.fresh(&name.text);
    let one = LogicalPlan::EmptyRelation(EmptyRelation {
        produce_one_row: true,
        schema: Arc::new(datafusion::common::DFSchema::empty()),
    });
    let plan = b.projected(&Arc::new(one), vec![(physical.clone(), table_functions::series(series, ty))], op.span)?;
    let plan = table_functions::unnest(b, plan, std::slice::from_ref(&physical), op.span)?;
    let column = Col { name: name.text.clone(), ty, physical: physical.clone(), nullable: false, poisoned: false };
    let scope = b.fresh_scope();
    let mut relation = Relation::new(plan, vec![column], scope);
    relation.serialized = true;
    relation.nodes = 3;
    Some(relation)
}

fn ticks(b: &mut Binder<'_>, bound: Bound, ty: KqlType, expr: &ast::Expr) -> Option<i64> {
    let bound = b.convert(bound, ty, expr.span)?;
    match bound.constant.as_ref().and_then(Value::as_i64) {
        Some(value) => Some(value),
        None => b.error("not-constant", expr.span, "the ends and the step of a range must be constants"),
    }
}

fn real(b: &mut Binder<'_>, bound: Bound, expr: &ast::Expr) -> Option<f64> {
    let bound = b.convert(bound, KqlType::Real, expr.span)?;
    match bound.constant.as_ref().and_then(Value::as_f64) {
        Some(value) => Some(value),
        None => b.error("not-constant", expr.span, "the ends and the step of a range must be constants"),
    }
}
