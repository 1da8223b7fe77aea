//! `x between (low .. high)`; a time span as the upper bound of a `datetime` counts from the lower.

use super::{Bound, Cx};
use crate::binder::Binder;
use datafusion::logical_expr::Expr;
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{self, BinaryOp};

impl Binder<'_> {
    pub(crate) fn between(
        &mut self,
        negated: bool,
        left: &ast::Expr,
        low: &ast::Expr,
        high: &ast::Expr,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        let (value, bottom, top) = (self.scalar(left, cx), self.scalar(low, cx), self.scalar(high, cx));
        let (value, bottom, mut top) = (value?, bottom?, top?);
        if bottom.ty == KqlType::DateTime && top.ty == KqlType::TimeSpan {
            top = self.arithmetic("+", bottom.clone(), top, high.span)?;
        }
        let at_least = self.compare(BinaryOp::GreaterOrEqual, span, value.clone(), bottom, low.span)?;
        let at_most = self.compare(BinaryOp::LessOrEqual, span, value, top, high.span)?;
        let inside = Self::combine(true, vec![at_least, at_most]);
        if !negated {
            return Some(inside);
        }
        let mut outside = Bound::new(Expr::Not(Box::new(inside.expr.clone())), KqlType::Bool).inherit([&inside]);
        outside.nullable = inside.nullable;
        Some(outside)
    }
}
