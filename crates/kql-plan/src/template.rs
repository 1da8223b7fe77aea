//! Operators that mean the same as a few simpler ones: their meaning is written in KQL.

use crate::binder::Binder;
use crate::env::Binding;
use crate::expr::{Bound, Cx};
use crate::relation::Relation;
use diagnostics::Span;
use kql_syntax::ast::{Argument, Assignment, Expr, ExprKind, Name, OperatorKind, StatementKind};
use std::sync::Arc;

/// The name of the input in the text of a template.
pub(crate) const INPUT: &str = "['$input']";

impl Binder<'_> {
    /// Binds a query over `['$input']` and over further names. Whatever is wrong with it is wrong with the operator
    /// that it stands for, and is said at its place.
    pub(crate) fn template(
        &mut self,
        text: &str,
        input: Relation,
        bindings: Vec<(&str, Binding)>,
        span: Span,
    ) -> Option<Relation> {
        let parsed = kql_syntax::parse(text);
        let expr = parsed.query.statements.iter().find_map(|s| match &s.kind {
            StatementKind::Expr(expr) => Some(expr),
            _ => None,
        });
        let Some(expr) = expr.filter(|_| !diagnostics::has_errors(&parsed.diagnostics)) else {
            return self.error("internal", span, format!("this could not be rewritten: {text}"));
        };
        let mut env = self.env.with("$input", Binding::Table(Arc::new(input)));
        for (name, binding) in bindings {
            env = env.with(name, binding);
        }
        let row_local = self.analysis.row_local;
        let bound = self.with_env(env, |b| b.attempt(|b| b.table(expr)));
        self.analysis.row_local = row_local;
        match bound {
            Ok(relation) => Some(relation),
            Err(problems) => self.retold(problems, span),
        }
    }

    /// The value of an expression over the names in scope.
    pub(crate) fn template_scalar(&mut self, text: &str, span: Span) -> Option<Bound> {
        let parsed = kql_syntax::parse(&format!("print {text}"));
        let expr = parsed.query.statements.iter().find_map(|s| match &s.kind {
            StatementKind::Expr(Expr { kind: ExprKind::Pipeline { operators, .. }, .. }) => {
                match operators.first().map(|o| &o.kind) {
                    Some(OperatorKind::Print(columns)) => columns.first().map(|c| &c.value),
                    _ => None,
                }
            }
            _ => None,
        });
        let Some(expr) = expr.filter(|_| !diagnostics::has_errors(&parsed.diagnostics)) else {
            return self.error("internal", span, format!("this could not be rewritten: {text}"));
        };
        match self.attempt(|b| b.scalar(expr, &mut Cx::none())) {
            Ok(bound) => Some(bound),
            Err(problems) => self.retold(problems, span),
        }
    }

    /// What is wrong with a template's text, at the place of the operator that it stands for.
    fn retold<T>(&mut self, problems: Vec<diagnostics::Diagnostic>, span: Span) -> Option<T> {
        match problems.into_iter().find(diagnostics::Diagnostic::is_error) {
            Some(first) => self.error(first.code, span, first.message),
            // It has been said of another part of the query.
            None if self.error_count() > 0 => None,
            None => self.error("internal", span, "this could not be rewritten"),
        }
    }

    /// The value of an expression as a binding that templates can name.
    pub(crate) fn scalar_binding(bound: Bound) -> Binding {
        Binding::Scalar(Box::new(bound))
    }
}

/// A name as it can stand in the text of a template.
pub(crate) fn quoted(name: &str) -> String {
    format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// A name as an expression.
pub(crate) fn name_expr(text: &str, span: Span) -> Expr {
    Expr { kind: ExprKind::Name(Name { text: text.to_owned(), span }), span }
}

/// A call of positional arguments.
pub(crate) fn call_expr(name: &str, args: Vec<Expr>, span: Span) -> Expr {
    let args = args.into_iter().map(|value| Argument { name: None, value }).collect();
    Expr { kind: ExprKind::Call { name: Name { text: name.to_owned(), span }, args }, span }
}

/// `name = value`, or a bare value.
pub(crate) fn assign(name: Option<&str>, value: Expr) -> Assignment {
    let span = value.span;
    let names = name.map(|n| Name { text: n.to_owned(), span }).into_iter().collect();
    Assignment { names, value, span }
}
