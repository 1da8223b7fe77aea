//! Binding of scalar expressions: names and types are found, constants folded, and what remains is an expression of
//! the plan.

mod arithmetic;
mod between;
mod bound;
pub(crate) mod call;
mod columns;
pub(crate) mod compare;
mod convert;
mod logic;
pub(crate) mod membership;
pub(crate) mod name;
mod path;
pub(crate) mod planner;
pub(crate) mod row_function;
mod user;
pub(crate) mod window;

pub(crate) use bound::{AggregateCall, Aggregates, Bound, Cx, NowUse};
pub(crate) use columns::Made;
pub(crate) use convert::{missing, never_null_text};
pub(crate) use logic::{all_of, any_of};

use crate::binder::Binder;
use kql_functions::{KqlType, OwnedValue, Value};
use kql_syntax::ast::{Expr, ExprKind, Literal, LogicalOp, UnaryOp};

impl Binder<'_> {
    /// Binds a scalar expression. `None` means that a diagnostic stands somewhere inside it.
    pub(crate) fn scalar(&mut self, expr: &Expr, cx: &mut Cx<'_>) -> Option<Bound> {
        self.deeper(expr.span, |b| b.scalar_inner(expr, cx))
    }

    fn scalar_inner(&mut self, expr: &Expr, cx: &mut Cx<'_>) -> Option<Bound> {
        match &expr.kind {
            ExprKind::Literal(literal) => self.literal(literal, expr),
            ExprKind::Name(name) => self.name(name, cx),
            ExprKind::Paren(inner) => self.scalar(inner, cx),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, expr.span, cx),
            ExprKind::Binary { op, op_span, left, right } => self.binary(*op, *op_span, left, right, cx),
            ExprKind::Logical { op: LogicalOp::And, operands } => self.logical(true, operands, cx),
            ExprKind::Logical { op: LogicalOp::Or, operands } => self.logical(false, operands, cx),
            ExprKind::In { op, op_span, left, list } => self.membership(*op, *op_span, left, list, expr.span, cx),
            ExprKind::Between { negated, left, low, high } => self.between(*negated, left, low, high, expr.span, cx),
            ExprKind::Call { name, args } => self.call(name, args, expr.span, cx),
            ExprKind::Path { .. } | ExprKind::Index { .. } => self.path(expr, cx),
            ExprKind::Star => self.error("not-a-value", expr.span, "`*` cannot stand for one value here"),
            ExprKind::Wildcard(name) => {
                let message = format!("`{}` names several columns where one value is wanted", name.text);
                self.error("not-a-value", expr.span, message)
            }
            ExprKind::Typeof(_) => self.error("not-a-value", expr.span, "`typeof` cannot stand here"),
            ExprKind::Pipeline { .. } => self.error_help(
                "not-a-value",
                expr.span,
                "a table stands where a value is wanted",
                "`toscalar(…)` takes the first value of a table",
            ),
            ExprKind::List(_) => {
                self.error_help("not-a-value", expr.span, "a list cannot stand here", "write `dynamic([…])`")
            }
            ExprKind::Error => None,
        }
    }

    fn literal(&mut self, literal: &Literal, expr: &Expr) -> Option<Bound> {
        let (value, ty): (OwnedValue, KqlType) = match literal {
            Literal::Bool(v) => (Value::Bool(*v), KqlType::Bool),
            Literal::Int(v) => (Value::Int(*v), KqlType::Int),
            Literal::Long(v) => (Value::Long(*v), KqlType::Long),
            Literal::Real(v) => (Value::Real(*v), KqlType::Real),
            Literal::String(v) => (Value::string(v.clone()), KqlType::String),
            Literal::DateTime(v) => (Value::DateTime(*v), KqlType::DateTime),
            Literal::TimeSpan(v) => (Value::TimeSpan(*v), KqlType::TimeSpan),
            Literal::Guid(v) => (Value::Guid(v.clone().into()), KqlType::Guid),
            Literal::Dynamic(v) => (Value::Dynamic(v.clone().into()), KqlType::Dynamic),
            Literal::Decimal(text) => {
                let text = Bound::constant(Value::string(text.clone()), KqlType::String);
                return self.convert(text, KqlType::Decimal, expr.span);
            }
            Literal::Null(name) => {
                let ty = KqlType::parse(name).unwrap_or(KqlType::Dynamic);
                let value = if ty == KqlType::String { Value::string("") } else { Value::Null };
                (value, ty)
            }
        };
        Some(Bound::constant(value, ty))
    }

    fn unary(&mut self, op: UnaryOp, operand: &Expr, span: diagnostics::Span, cx: &mut Cx<'_>) -> Option<Bound> {
        let bound = self.scalar(operand, cx)?;
        if !(bound.ty.is_numeric() || matches!(bound.ty, KqlType::TimeSpan | KqlType::Dynamic)) {
            let message = format!("a sign cannot stand before a value of type {}", bound.ty);
            return self.error("type-mismatch", span, message);
        }
        if op == UnaryOp::Plus {
            return Some(bound);
        }
        let folded = match (&bound.constant, bound.now) {
            (Some(Value::Int(v)), NowUse::None) => v.checked_neg().map(Value::Int),
            (Some(Value::Long(v)), NowUse::None) => v.checked_neg().map(Value::Long),
            (Some(Value::Real(v)), NowUse::None) => Some(Value::Real(-v)),
            (Some(Value::TimeSpan(v)), NowUse::None) => v.checked_neg().map(Value::TimeSpan),
            _ => None,
        };
        if let Some(value) = folded {
            return Some(Bound::constant(value, bound.ty));
        }
        let zero = match bound.ty {
            KqlType::TimeSpan => Bound::constant(Value::TimeSpan(0), KqlType::TimeSpan),
            KqlType::Real => Bound::constant(Value::Real(-0.0), KqlType::Real),
            _ => Bound::constant(Value::Long(0), KqlType::Long),
        };
        self.arithmetic("-", zero, bound, span)
    }

    /// A constant of a type, for `take 5`, `bin` sizes and the like.
    pub(crate) fn constant(&mut self, expr: &Expr, ty: KqlType, what: &str) -> Option<OwnedValue> {
        let bound = self.scalar(expr, &mut Cx::none())?;
        let bound = self.convert(bound, ty, expr.span)?;
        match bound.constant {
            Some(value) => Some(value),
            None => self.error("not-constant", expr.span, format!("{what} must be a constant")),
        }
    }

    /// A constant number of rows: not negative.
    pub(crate) fn count(&mut self, expr: &Expr, what: &str) -> Option<usize> {
        let value = self.constant(expr, KqlType::Long, what)?;
        Some(value.as_i64().and_then(|v| usize::try_from(v).ok()).unwrap_or(0))
    }
}
