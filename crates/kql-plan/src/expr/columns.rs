//! Functions that give several columns: `extend (low, at) = series_stats(x)`.
//!
//! Such a function computes a `dynamic` array once a row; each of its columns is one item of it.

use super::{Bound, Cx};
use crate::binder::Binder;
use crate::env::Binding;
use crate::relation::col;
use kql_functions::{KqlType, Scalar, Value};
use kql_syntax::ast::{Assignment, Expr, ExprKind, Name};

/// A column that an assignment makes.
pub(crate) struct Made<'a> {
    /// As written in the query.
    pub(crate) name: Option<&'a Name>,
    pub(crate) bound: Option<Bound>,
}

impl Binder<'_> {
    /// The columns of `name = value`, `(a, b) = value` or a bare value: one, unless a function gives several.
    pub(crate) fn assigned<'a>(&mut self, assignment: &'a Assignment, cx: &mut Cx<'_>) -> Vec<Made<'a>> {
        let Some(function) = self.function_of_columns(&assignment.value) else {
            if let [_, second, ..] = assignment.names.as_slice() {
                let message = "several names stand before a value that gives one column";
                self.error::<()>("several-names", second.span, message);
            }
            let bound = self.scalar(&assignment.value, cx);
            return vec![Made { name: assignment.names.first(), bound }];
        };
        let columns = self.columns_of(function, &assignment.value, cx);
        if let Some(extra) = assignment.names.get(function.columns().len()) {
            let message = format!("`{}` gives {} columns", function.name, function.columns().len());
            self.error::<()>("several-names", extra.span, message);
        }
        let names = assignment.names.iter().map(Some).chain(std::iter::repeat(None));
        // One name takes one column.
        let most = if assignment.names.len() == 1 { 1 } else { usize::MAX };
        match columns {
            Some(columns) => columns
                .into_iter()
                .take(most)
                .zip(names)
                .map(|(bound, name)| Made { name, bound: Some(bound) })
                .collect(),
            // Names that are written stay known, so that later uses of them are not reported.
            None => assignment.names.iter().map(|name| Made { name: Some(name), bound: None }).collect(),
        }
    }

    /// The function that an expression calls, when it gives several columns.
    fn function_of_columns(&self, expr: &Expr) -> Option<&'static Scalar> {
        let mut at = expr;
        while let ExprKind::Paren(inner) = &at.kind {
            at = inner;
        }
        let ExprKind::Call { name, .. } = &at.kind else { return None };
        if matches!(self.env.get(&name.text), Some(Binding::Function(..) | Binding::Poisoned)) {
            return None;
        }
        kql_functions::scalar(&name.text).filter(|f| !f.columns().is_empty())
    }

    fn columns_of(&mut self, function: &'static Scalar, expr: &Expr, cx: &mut Cx<'_>) -> Option<Vec<Bound>> {
        let mut at = expr;
        while let ExprKind::Paren(inner) = &at.kind {
            at = inner;
        }
        let ExprKind::Call { args, .. } = &at.kind else { return None };
        let args = self.arguments(args, cx)?;
        let first = args.first().and_then(|a| a.bound.as_ref()?.name.clone()).unwrap_or_default();
        let mut all = self.apply_with_types(function, args, expr.span)?;
        // Computed once, however many columns are read.
        if all.constant.is_none() && cx.windows.is_some() {
            let physical = self.window_column(function.name, all.expr.clone(), cx);
            all.expr = col(&physical);
        }
        let mut columns = Vec::with_capacity(function.columns().len());
        for ((end, ty), index) in function.columns().iter().zip(0i64..) {
            let item = self.item(all.clone(), index, *ty, expr.span)?;
            columns.push(item.named(Some(format!("{}_{first}_{end}", function.name))));
        }
        Some(columns)
    }

    /// An item of an array as a value of a type.
    pub(crate) fn item(&mut self, array: Bound, index: i64, ty: KqlType, span: diagnostics::Span) -> Option<Bound> {
        let index = Bound::constant(Value::Long(index), KqlType::Long);
        let item = self.operator_call("$path", vec![array, index], span)?;
        self.convert(item, ty, span)
    }
}
