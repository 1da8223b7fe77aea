//! `and`, `or`: three-valued, over any number of operands.

use super::{Bound, Cx};
use crate::binder::Binder;
use datafusion::logical_expr::{Expr, Operator, binary_expr, lit};
use kql_functions::{KqlType, Value};
use kql_syntax::ast;

/// The conjunction, as a balanced tree so that long chains stay shallow; true when empty.
pub(crate) fn all_of(operands: Vec<Expr>) -> Expr {
    balanced(operands, Operator::And).unwrap_or_else(|| lit(true))
}

/// The disjunction; false when empty.
pub(crate) fn any_of(operands: Vec<Expr>) -> Expr {
    balanced(operands, Operator::Or).unwrap_or_else(|| lit(false))
}

fn balanced(mut operands: Vec<Expr>, op: Operator) -> Option<Expr> {
    while operands.len() > 1 {
        let mut halved = Vec::with_capacity(operands.len().div_ceil(2));
        let mut rest = operands.into_iter();
        while let Some(left) = rest.next() {
            halved.push(match rest.next() {
                Some(right) => binary_expr(left, op, right),
                None => left,
            });
        }
        operands = halved;
    }
    operands.pop()
}

impl Binder<'_> {
    pub(crate) fn logical(&mut self, and: bool, operands: &[ast::Expr], cx: &mut Cx<'_>) -> Option<Bound> {
        let bound: Vec<Option<Bound>> = operands
            .iter()
            .map(|operand| {
                let bound = self.scalar(operand, cx)?;
                self.condition(bound, operand.span)
            })
            .collect();
        let bound: Vec<Bound> = bound.into_iter().collect::<Option<_>>()?;
        Some(Self::combine(and, bound))
    }

    /// Joins conditions, leaving out constants that decide nothing.
    pub(crate) fn combine(and: bool, operands: Vec<Bound>) -> Bound {
        let neutral = |b: &Bound| matches!(&b.constant, Some(Value::Bool(v)) if *v == and);
        let kept: Vec<&Bound> = operands.iter().filter(|b| !neutral(b)).collect();
        if kept.is_empty() {
            return Bound::constant(Value::Bool(and), KqlType::Bool).inherit(&operands);
        }
        let join = if and { all_of } else { any_of };
        let mut result = Bound::new(join(kept.iter().map(|b| b.expr.clone()).collect()), KqlType::Bool);
        result.nullable = kept.iter().any(|b| b.nullable);
        result.filter = Some(Box::new(join(kept.iter().map(|b| b.filter_form()).collect())));
        result.inherit(&operands)
    }

    /// A value where a condition is wanted: `bool`, or what converts to it.
    pub(crate) fn condition(&mut self, bound: Bound, span: diagnostics::Span) -> Option<Bound> {
        match bound.ty {
            KqlType::Bool => Some(bound),
            KqlType::Dynamic | KqlType::Int | KqlType::Long => self.convert(bound, KqlType::Bool, span),
            other => self.error_help(
                "type-mismatch",
                span,
                format!("a condition is wanted here, not a value of type {other}"),
                "compare it with something",
            ),
        }
    }
}
