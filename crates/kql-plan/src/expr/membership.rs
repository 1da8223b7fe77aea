//! `in` and its family, `has_any`, `has_all`.
//!
//! The right side is a list of values, of dynamic arrays, or one table, of which the first column counts. `in` follows `==`: null is
//! in no list. Constants become one list; a table becomes an array that is computed once a query.

use super::{Bound, Cx};
use crate::binder::Binder;
use crate::expr::compare::{any_comparison, common_type};
use crate::relation::Relation;
use datafusion::common::Spans;
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::{Expr, LogicalPlan, Subquery};
use diagnostics::{Diagnostic, Span};
use kql_functions::{KqlType, OwnedValue, Value};
use kql_syntax::ast::{self, BinaryOp, InOp};
use std::sync::Arc;

/// The right side of `in`.
pub(crate) enum List {
    Values(Vec<Bound>),
    Table(Relation),
}

impl Binder<'_> {
    pub(crate) fn membership(
        &mut self,
        op: InOp,
        op_span: Span,
        left: &ast::Expr,
        list: &[ast::Expr],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        if matches!(left.kind, ast::ExprKind::Star) {
            return self.any_column_in(op, op_span, left.span, list, span, cx);
        }
        let left = self.scalar(left, cx);
        let list = self.list(list, cx);
        self.member_of(op, op_span, left?, list?, span)
    }

    fn any_column_in(
        &mut self,
        op: InOp,
        op_span: Span,
        star: Span,
        list: &[ast::Expr],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        let Some(relation) = cx.relation else {
            return self.error("not-a-value", star, "`*` means the columns of a table, and there is none here");
        };
        let list = match self.list(list, cx)? {
            List::Values(values) => values,
            List::Table(table) => vec![self.table_as_array(table, span)?],
        };
        let mut parts = Vec::new();
        for column in relation.columns.iter().filter(|c| !c.poisoned) {
            let text = self.convert(super::name::column(relation, column), KqlType::String, star)?;
            parts.push(self.member_of(op, op_span, text, List::Values(list.clone()), span)?);
        }
        Some(Self::combine(false, parts))
    }

    /// Binds the right side.
    pub(crate) fn list(&mut self, list: &[ast::Expr], cx: &mut Cx<'_>) -> Option<List> {
        if let [only] = list
            && self.is_table(only)
        {
            let mut table = self.table(only)?;
            // Of several columns the first is looked in.
            table.columns.truncate(1);
            let Some(first) = table.columns.first() else {
                return self.error("type-mismatch", only.span, "the table has no column to look in");
            };
            if first.poisoned {
                return None;
            }
            if let Some(rows) = &table.constant {
                let ty = first.ty;
                let values =
                    rows.iter().filter_map(|row| row.first()).map(|v| Bound::constant(v.clone(), ty)).collect();
                return Some(List::Values(values));
            }
            self.analysis.row_local = false;
            return Some(List::Table(table));
        }
        let bound: Vec<Option<Bound>> = list.iter().map(|item| self.scalar(item, cx)).collect();
        Some(List::Values(bound.into_iter().collect::<Option<_>>()?))
    }

    pub(crate) fn member_of(&mut self, op: InOp, op_span: Span, left: Bound, list: List, span: Span) -> Option<Bound> {
        let symbol = match op {
            InOp::In | InOp::NotIn => {
                let found = match list {
                    List::Values(values) => self.in_values(left, values, op_span)?,
                    List::Table(table) => self.in_table(left, table, span)?,
                };
                return Some(if op == InOp::NotIn { negated(found) } else { found });
            }
            InOp::InTilde => "in~",
            InOp::NotInTilde => "!in~",
            InOp::HasAny => "has_any",
            InOp::HasAll => "has_all",
            InOp::NotHasAny => return self.unsupported("!has_any", op_span),
        };
        let mut args = vec![left];
        match list {
            List::Values(values) => args.extend(values),
            List::Table(table) => args.push(self.table_as_array(table, span)?),
        }
        self.operator_call(symbol, args, op_span)
    }

    fn in_values(&mut self, left: Bound, values: Vec<Bound>, span: Span) -> Option<Bound> {
        let mut constants: Vec<Expr> = Vec::new();
        let mut others: Vec<Bound> = Vec::new();
        let flat: Vec<Bound> = values.iter().flat_map(flatten).collect();
        for value in &flat {
            if matches!(value.constant, Some(Value::Null)) {
                continue;
            }
            if value.ty == KqlType::Dynamic && value.constant.is_none() {
                others.push(self.operator_call("in", vec![left.clone(), value.clone()], span)?);
                continue;
            }
            let common = common_type(left.ty, value.ty);
            if value.constant.is_some() && common == Some(left.ty) && left.ty.is_key() {
                let value = self.convert(value.clone(), left.ty, span)?;
                if !matches!(value.constant, Some(Value::Null)) {
                    constants.push(value.expr);
                }
            } else {
                others.push(self.compare(BinaryOp::Equal, span, left.clone(), value.clone(), span)?);
            }
        }
        if !constants.is_empty() {
            let list = Expr::InList(InList::new(Box::new(left.expr.clone()), constants, false));
            let mut found = Bound::new(list, KqlType::Bool).inherit([&left]);
            if left.nullable {
                found.filter = Some(Box::new(found.expr.clone()));
                found.expr = found.expr.is_true();
            }
            found.nullable = false;
            others.insert(0, found);
        }
        let found = match others.len() {
            0 => Bound::constant(Value::Bool(false), KqlType::Bool),
            1 => others.remove(0),
            _ => any_comparison(others),
        };
        Some(found.inherit(std::iter::once(&left).chain(&flat)))
    }

    /// `x in (table)` anywhere in an expression.
    fn in_table(&mut self, left: Bound, table: Relation, span: Span) -> Option<Bound> {
        let (left, table) = self.common_key(left, table, span)?;
        let array = self.table_as_array(table, span)?;
        let text = self.convert(left, KqlType::String, span)?;
        let mut bound = self.operator_call("in", vec![text, array], span)?;
        bound.nullable = false;
        Some(bound)
    }

    /// Brings the left side and the table's only column to one type.
    pub(crate) fn common_key(&mut self, left: Bound, table: Relation, span: Span) -> Option<(Bound, Relation)> {
        let column = table.columns.first()?.clone();
        let key = super::name::column(&table, &column);
        let ty = common_type(left.ty, key.ty).unwrap_or_else(|| {
            // Microsoft's engine takes it, too, and finds nothing.
            let message = format!("a value of type {} is never among values of type {}", left.ty, key.ty);
            let help = format!("the table's first column counts, and that is `{}`", column.name);
            self.report(Diagnostic::warning("type-mismatch", message).at(span, "").help(help));
            KqlType::String
        });
        let left = self.convert(left, ty, span)?;
        if key.ty == ty {
            return Some((left, table));
        }
        let key = self.convert(key, ty, span)?;
        let physical = self.fresh(&column.name);
        let mut table = self.add_columns(table, vec![(physical.clone(), key.expr)], span)?;
        if let Some(first) = table.columns.first_mut() {
            (first.ty, first.physical) = (ty, physical);
        }
        Some((left, table))
    }

    /// The distinct values of a table's only column as a dynamic array of texts, computed once a query.
    fn table_as_array(&mut self, table: Relation, span: Span) -> Option<Bound> {
        let column = table.columns.first()?.clone();
        let text = self.convert(super::name::column(&table, &column), KqlType::String, span)?;
        let set = self.gather(&table, "make_set", text, span)?;
        Some(self.subquery_value(set, KqlType::Dynamic))
    }

    /// A plan of one row and one column as a value.
    pub(crate) fn subquery_value(&mut self, plan: LogicalPlan, ty: KqlType) -> Bound {
        self.analysis.row_local = false;
        let expr = Expr::ScalarSubquery(subquery_of(plan));
        let mut bound = Bound::new(crate::expr::never_null_text(expr, ty), ty);
        bound.nullable = ty != KqlType::String;
        bound
    }
}

pub(crate) fn subquery_of(plan: LogicalPlan) -> Subquery {
    Subquery { subquery: Arc::new(plan), outer_ref_columns: Vec::new(), spans: Spans::new() }
}

/// `not(x)` of a value that is never null.
fn negated(found: Bound) -> Bound {
    let mut result = Bound::new(Expr::Not(Box::new(found.expr.clone())), KqlType::Bool).inherit([&found]);
    result.nullable = found.nullable;
    result
}

/// The elements of a constant array, each as a constant; anything else as it is.
fn flatten(value: &Bound) -> Vec<Bound> {
    let Some(Value::Dynamic(text)) = &value.constant else { return vec![value.clone()] };
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(serde_json::Value::Array(items)) => {
            items.iter().map(|i| constant_of(kql_functions::json::to_value(i))).collect()
        }
        Ok(single) => vec![constant_of(kql_functions::json::to_value(&single))],
        Err(_) => vec![value.clone()],
    }
}

fn constant_of(value: OwnedValue) -> Bound {
    let ty = value.kql_type().unwrap_or(KqlType::Dynamic);
    Bound::constant(value, ty)
}
