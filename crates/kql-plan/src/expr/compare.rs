//! Comparisons, and the dispatch of binary operators.
//!
//! `==` of null and a value is false, `!=` is true; of null and null, both are null. Where false and null mean the
//! same (a filter), the plain comparison is used, because it can be pushed into the scan.

use super::{Bound, Cx};
use crate::binder::Binder;
use crate::expr::any_of;
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, Operator, binary_expr, when};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{self, BinaryOp, ExprKind, StringOp};

impl Binder<'_> {
    pub(crate) fn binary(
        &mut self,
        op: BinaryOp,
        op_span: Span,
        left: &ast::Expr,
        right: &ast::Expr,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        if matches!(left.kind, ExprKind::Star) {
            return self.any_column(op, op_span, left.span, right, cx);
        }
        let (l, r) = (self.scalar(left, cx), self.scalar(right, cx));
        self.binary_bound(op, op_span, l?, r?, [left.span, right.span])
    }

    pub(crate) fn binary_bound(
        &mut self,
        op: BinaryOp,
        op_span: Span,
        left: Bound,
        right: Bound,
        spans: [Span; 2],
    ) -> Option<Bound> {
        let symbol = symbol(op);
        let span = op_span;
        match op {
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
                self.arithmetic(symbol, left, right, span)
            }
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessOrEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterOrEqual => self.compare(op, op_span, left, right, spans[0].to(spans[1])),
            BinaryOp::String { .. } => self.operator_call_at(symbol, vec![left, right], &spans, op_span),
        }
    }

    /// `* has "x"`: true when it is true of any column's text.
    fn any_column(
        &mut self,
        op: BinaryOp,
        op_span: Span,
        star: Span,
        right: &ast::Expr,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        let Some(relation) = cx.relation else {
            return self.error("not-a-value", star, "`*` means the columns of a table, and there is none here");
        };
        let right_span = right.span;
        let right = self.scalar(right, cx)?;
        let mut parts = Vec::new();
        for column in relation.columns.iter().filter(|c| !c.poisoned) {
            let value = super::name::column(relation, column);
            let text = self.convert(value, KqlType::String, star)?;
            parts.push(self.binary_bound(op, op_span, text, right.clone(), [star, right_span])?);
        }
        Some(Self::combine(false, parts))
    }

    /// `==`, `!=`, `<` and so on.
    pub(crate) fn compare(
        &mut self,
        op: BinaryOp,
        op_span: Span,
        left: Bound,
        right: Bound,
        span: Span,
    ) -> Option<Bound> {
        let Some(ty) = common_type(left.ty, right.ty) else {
            let message = format!("`{}` cannot compare {} with {}", symbol(op), left.ty, right.ty);
            let mut help = None;
            if left.ty == KqlType::DateTime && right.ty == KqlType::String {
                help = Some("write `datetime(…)` for a constant, `todatetime(…)` for a text");
            }
            let mut diagnostic = diagnostics::Diagnostic::error("type-mismatch", message).at(op_span, "");
            if let Some(help) = help {
                diagnostic = diagnostic.help(help);
            }
            self.report(diagnostic);
            return None;
        };
        if ty.is_numeric() && (left.ty == KqlType::Dynamic || right.ty == KqlType::Dynamic) {
            // The number in a `dynamic` keeps its fraction, whatever it is compared with.
            return self.operator_call(symbol(op), vec![left, right], op_span);
        }
        let left = self.convert(left, ty, span)?;
        let right = self.convert(right, ty, span)?;
        if ty == KqlType::Real {
            // To KQL a NaN equals nothing and comes before and after nothing; to the plan's operators it is the
            // greatest number.
            return self.operator_call(symbol(op), vec![left, right], op_span);
        }
        Some(comparison(op, left, right))
    }
}

/// Compares two values of one type.
pub(crate) fn comparison(op: BinaryOp, left: Bound, right: Bound) -> Bound {
    let (l, r) = (left.expr.clone(), right.expr.clone());
    let plain = |op| binary_expr(l.clone(), op, r.clone());
    let both_nullable = left.nullable && right.nullable;
    let none_nullable = !left.nullable && !right.nullable;
    let (expr, filter, nullable) = match op {
        BinaryOp::Equal if none_nullable => (plain(Operator::Eq), None, false),
        BinaryOp::Equal => {
            let exact = plain(Operator::IsNotDistinctFrom);
            let exact = if both_nullable { unless_both_null(&l, &r, exact) } else { exact };
            (exact, Some(plain(Operator::Eq)), both_nullable)
        }
        BinaryOp::NotEqual if none_nullable => (plain(Operator::NotEq), None, false),
        BinaryOp::NotEqual => {
            let distinct = plain(Operator::IsDistinctFrom);
            let exact = if both_nullable { unless_both_null(&l, &r, distinct.clone()) } else { distinct.clone() };
            // Of null and null, "is distinct" is false where `!=` is null: the same to a filter.
            (exact, Some(distinct), both_nullable)
        }
        BinaryOp::Less => (plain(Operator::Lt), None, !none_nullable),
        BinaryOp::LessOrEqual => (plain(Operator::LtEq), None, !none_nullable),
        BinaryOp::Greater => (plain(Operator::Gt), None, !none_nullable),
        _ => (plain(Operator::GtEq), None, !none_nullable),
    };
    let mut bound = Bound::new(expr, KqlType::Bool).inherit([&left, &right]);
    bound.nullable = nullable;
    bound.filter = filter.map(Box::new);
    bound
}

fn unless_both_null(left: &Expr, right: &Expr, exact: Expr) -> Expr {
    let both = binary_expr(left.clone().is_null(), Operator::And, right.clone().is_null());
    let null = Expr::Literal(ScalarValue::Boolean(None), None);
    when(both, null).otherwise(exact.clone()).unwrap_or(exact)
}

/// The type in which values of two types are compared.
pub(crate) fn common_type(left: KqlType, right: KqlType) -> Option<KqlType> {
    use KqlType::{Bool, Dynamic, Guid, String};
    if left == right {
        // Two dynamic values are compared by their text.
        return Some(if left == Dynamic { String } else { left });
    }
    if let Some(wider) = left.wider(right) {
        return Some(wider);
    }
    Some(match (left, right) {
        (Dynamic, other) | (other, Dynamic) => other,
        (String, other) | (other, String) if other.is_numeric() || matches!(other, Bool | Guid) => other,
        (Bool, other) | (other, Bool) if other.is_numeric() => other,
        _ => return None,
    })
}

/// Any of several comparisons, by the filter forms too.
pub(crate) fn any_comparison(parts: Vec<Bound>) -> Bound {
    let filter = any_of(parts.iter().map(Bound::filter_form).collect());
    let mut bound = Bound::new(any_of(parts.iter().map(|p| p.expr.clone()).collect()), KqlType::Bool).inherit(&parts);
    bound.nullable = parts.iter().any(|p| p.nullable);
    bound.filter = Some(Box::new(filter));
    bound
}

/// The operator as KQL spells it.
pub(crate) const fn symbol(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Modulo => "%",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessOrEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterOrEqual => ">=",
        BinaryOp::String { op, negated } => string_symbol(op, negated),
    }
}

const fn string_symbol(op: StringOp, negated: bool) -> &'static str {
    match (op, negated) {
        (StringOp::EqualTilde, false) => "=~",
        (StringOp::EqualTilde, true) => "!~",
        (StringOp::Contains, false) => "contains",
        (StringOp::Contains, true) => "!contains",
        (StringOp::ContainsCs, false) => "contains_cs",
        (StringOp::ContainsCs, true) => "!contains_cs",
        (StringOp::StartsWith, false) => "startswith",
        (StringOp::StartsWith, true) => "!startswith",
        (StringOp::StartsWithCs, false) => "startswith_cs",
        (StringOp::StartsWithCs, true) => "!startswith_cs",
        (StringOp::EndsWith, false) => "endswith",
        (StringOp::EndsWith, true) => "!endswith",
        (StringOp::EndsWithCs, false) => "endswith_cs",
        (StringOp::EndsWithCs, true) => "!endswith_cs",
        (StringOp::Has, false) => "has",
        (StringOp::Has, true) => "!has",
        (StringOp::HasCs, false) => "has_cs",
        (StringOp::HasCs, true) => "!has_cs",
        (StringOp::HasPrefix, false) => "hasprefix",
        (StringOp::HasPrefix, true) => "!hasprefix",
        (StringOp::HasPrefixCs, false) => "hasprefix_cs",
        (StringOp::HasPrefixCs, true) => "!hasprefix_cs",
        (StringOp::HasSuffix, false) => "hassuffix",
        (StringOp::HasSuffix, true) => "!hassuffix",
        (StringOp::HasSuffixCs, false) => "hassuffix_cs",
        (StringOp::HasSuffixCs, true) => "!hassuffix_cs",
        (StringOp::MatchesRegex, false) => "matches regex",
        (StringOp::MatchesRegex, true) => "!matches regex",
        (StringOp::Like, false) => "like",
        (StringOp::Like, true) => "notlike",
        (StringOp::LikeCs, false) => "like_cs",
        (StringOp::LikeCs, true) => "notlike_cs",
    }
}
