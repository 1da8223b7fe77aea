//! Calls of functions that the query defines: their bodies are unfolded where they are called.

use super::{Bound, Cx};
use crate::binder::Binder;
use crate::env::{Binding, Env};
use crate::relation::{Col, Relation};
use crate::surroundings::is_place;
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{Argument, Expr, ExprKind, Function, Name, Parameter, ParameterKind, Statement, StatementKind};
use std::sync::Arc;

impl Binder<'_> {
    pub(crate) fn call_user_scalar(
        &mut self,
        name: &Name,
        function: &Arc<Function>,
        env: Env,
        args: &[Argument],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Bound> {
        let env = self.bind_parameters(name, function, env, args, span, cx)?;
        let mut body = cx.body();
        let outer = std::mem::replace(&mut self.body_scope, cx.scope);
        let result = self.with_env(env, |b| {
            b.deeper(span, |b| {
                let last = b.body_lets(&function.body, name.span)?;
                let bound = b.scalar(last, &mut body)?;
                Some(bound.named(None))
            })
        });
        self.body_scope = outer;
        result
    }

    pub(crate) fn call_user_table(
        &mut self,
        name: &Name,
        function: &Arc<Function>,
        env: Env,
        args: &[Argument],
        span: Span,
    ) -> Option<Relation> {
        let env = self.bind_parameters(name, function, env, args, span, &mut Cx::none())?;
        self.with_env(env, |b| {
            b.deeper(span, |b| {
                let last = b.body_lets(&function.body, name.span)?;
                let mut relation = b.table(last)?;
                relation.name = Some(name.text.clone());
                Some(relation)
            })
        })
    }

    /// Runs the `let`s of a body and gives its last expression.
    pub(crate) fn body_lets<'f>(&mut self, body: &'f [Statement], span: Span) -> Option<&'f Expr> {
        let mut last = None;
        for statement in body {
            if let StatementKind::Expr(expr) = &statement.kind {
                last = Some(expr);
            } else {
                self.statement(statement);
            }
        }
        match last {
            Some(last) => Some(last),
            None => self.error("empty-function", span, "the function's body has no expression"),
        }
    }

    /// The table with a column of type `int` as one of type `long`, which is what takes any integer.
    fn widened(&mut self, table: Relation, column: &Col, span: Span) -> Option<Relation> {
        let narrow = super::name::column(&table, column);
        let wide = self.convert(narrow, KqlType::Long, span)?;
        let physical = self.fresh(&column.name);
        let mut table = self.add_columns(table, vec![(physical.clone(), wide.expr)], span)?;
        if let Some(place) = table.columns.iter_mut().find(|c| c.physical == column.physical) {
            *place = Col { ty: KqlType::Long, physical, ..column.clone() };
        }
        Some(table)
    }

    /// The names that the body sees: those around the function's definition, and its parameters.
    pub(crate) fn bind_parameters(
        &mut self,
        name: &Name,
        function: &Arc<Function>,
        env: Env,
        args: &[Argument],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Env> {
        let parameters = &function.parameters;
        let mut given: Vec<Option<&Expr>> = vec![None; parameters.len()];
        for argument in args {
            let index = match &argument.name {
                // The first that no argument before it has named.
                None => given.iter().position(Option::is_none).unwrap_or(parameters.len()),
                Some(named) => match parameters.iter().position(|p| p.name.text == named.text) {
                    Some(index) => index,
                    None => {
                        let names: Vec<&str> = parameters.iter().map(|p| p.name.text.as_str()).collect();
                        return self.unknown("unknown-parameter", "parameter", &named.text, named.span, &names);
                    }
                },
            };
            let Some(slot) = given.get_mut(index) else {
                let (wanted, got) = (parameters.len(), args.len());
                let message = format!("`{}` takes {wanted} arguments, not {got}", name.text);
                return self.error("argument-count", argument.value.span, message);
            };
            *slot = Some(&argument.value);
        }
        let mut inner = env.clone();
        let mut failed = false;
        for (parameter, argument) in parameters.iter().zip(given) {
            match self.bind_parameter(name, parameter, argument, &env, span, cx) {
                Some(binding) => inner = inner.with(&parameter.name.text, binding),
                None => failed = true,
            }
        }
        if failed { None } else { Some(inner) }
    }

    fn bind_parameter(
        &mut self,
        name: &Name,
        parameter: &Parameter,
        argument: Option<&Expr>,
        env: &Env,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Option<Binding> {
        match (&parameter.kind, argument, &parameter.default) {
            (ParameterKind::Scalar(ty), Some(argument), _) => {
                let ty = self.type_name(ty)?;
                let bound = self.scalar(argument, cx)?;
                Some(Binding::Scalar(Box::new(self.parameter_value(bound, ty, argument.span)?)))
            }
            (ParameterKind::Scalar(ty), None, Some(default)) => {
                let ty = self.type_name(ty)?;
                let bound = self.with_env(env.clone(), |b| b.scalar(default, &mut Cx::none()))?;
                Some(Binding::Scalar(Box::new(self.parameter_value(bound, ty, default.span)?)))
            }
            (ParameterKind::Tabular(columns), Some(argument), _) => {
                let mut table = self.table(argument)?;
                for wanted in columns.iter().flatten() {
                    let ty = self.type_name(&wanted.ty)?;
                    match table.column(&wanted.name.text).cloned() {
                        Some(have) if have.ty == ty || have.poisoned => {}
                        Some(have) if (have.ty, ty) == (KqlType::Int, KqlType::Long) => {
                            table = self.widened(table, &have, argument.span)?;
                        }
                        Some(have) => {
                            let message = format!(
                                "`{}` wants column `{}` of type {ty}; this table's is {}",
                                name.text, wanted.name.text, have.ty
                            );
                            return self.error("type-mismatch", argument.span, message);
                        }
                        None if table.poisoned => return None,
                        None => {
                            let message = format!(
                                "`{}` wants a column `{}`, which this table lacks",
                                name.text, wanted.name.text
                            );
                            return self.error("unknown-column", argument.span, message);
                        }
                    }
                }
                Some(Binding::Table(Arc::new(table)))
            }
            (_, None, _) => {
                let message = format!("`{}` is called without its argument `{}`", name.text, parameter.name.text);
                self.error("argument-count", span, message)
            }
        }
    }

    fn parameter_value(&mut self, bound: Bound, ty: KqlType, span: Span) -> Option<Bound> {
        if bound.ty != ty && !kql_functions::converts(bound.ty, ty) && ty != KqlType::Dynamic {
            return self.error("type-mismatch", span, format!("a value of type {ty} is wanted, not {}", bound.ty));
        }
        self.convert(bound, ty, span)
    }

    /// Whether an expression is a table. Names decide by what they are bound to.
    pub(crate) fn is_table(&self, expr: &Expr) -> bool {
        self.is_table_in(expr, &self.env, 0)
    }

    fn is_table_in(&self, expr: &Expr, env: &Env, depth: usize) -> bool {
        if depth > 64 {
            return false;
        }
        match &expr.kind {
            ExprKind::Pipeline { .. } | ExprKind::Wildcard(_) => true,
            ExprKind::Paren(inner) => self.is_table_in(inner, env, depth + 1),
            ExprKind::Name(name) => match env.get(&name.text) {
                Some(Binding::Table(_)) => true,
                Some(Binding::Function(function, inner)) => self.gives_table(function, inner, depth),
                Some(Binding::Scalar(_) | Binding::Poisoned) => false,
                None => match self.catalog.saved_function(&name.text) {
                    Some(Ok(saved)) => self.gives_table(&saved.function, &Env::default(), depth + 1),
                    _ => name.text == "_GetWatchlistAlias" || self.catalog.table(&name.text).is_some(),
                },
            },
            ExprKind::Call { name, args } => match env.get(&name.text) {
                Some(Binding::Function(function, inner)) => self.gives_table(function, inner, depth),
                _ if name.text == "materialize" => {
                    args.first().is_some_and(|a| self.is_table_in(&a.value, env, depth + 1))
                }
                _ => match self.catalog.saved_function(&name.text) {
                    Some(Ok(saved)) => self.gives_table(&saved.function, &Env::default(), depth + 1),
                    _ => self.is_table_function(&name.text),
                },
            },
            ExprKind::Path { base, .. } => {
                matches!(&base.kind, ExprKind::Call { name, .. } if is_place(&name.text))
                    || matches!(base.kind, ExprKind::Path { .. }) && self.is_table_in(base, env, depth + 1)
            }
            _ => false,
        }
    }

    /// Built-in functions that give a table.
    pub(crate) fn is_table_function(&self, name: &str) -> bool {
        matches!(
            name,
            "table"
                | "materialize"
                | "view"
                | "external_table"
                | "materialized_view"
                | "_GetWatchlist"
                | "_GetWatchlistAlias"
        )
    }

    fn gives_table(&self, function: &Function, env: &Env, depth: usize) -> bool {
        let last = function.body.iter().rev().find_map(|s| match &s.kind {
            StatementKind::Expr(expr) => Some(expr),
            _ => None,
        });
        let Some(last) = last else { return false };
        let mut at = last;
        while let ExprKind::Paren(inner) = &at.kind {
            at = inner;
        }
        if let ExprKind::Name(name) | ExprKind::Call { name, .. } = &at.kind {
            for statement in function.body.iter().rev() {
                match &statement.kind {
                    StatementKind::LetFunction { name: n, function } if n.text == name.text && depth <= 64 => {
                        return self.gives_table(function, env, depth + 1);
                    }
                    StatementKind::Let { name: n, value } if n.text == name.text => {
                        return self.is_table_in(value, env, depth + 1);
                    }
                    _ => {}
                }
            }
            if let Some(parameter) = function.parameters.iter().find(|p| p.name.text == name.text) {
                return matches!(parameter.kind, ParameterKind::Tabular(_));
            }
        }
        self.is_table_in(at, env, depth + 1)
    }
}
