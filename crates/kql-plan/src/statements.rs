//! Statements: `let`, functions, query parameters, and the expressions whose results the query returns.

use crate::binder::Binder;
use crate::env::{Binding, Env};
use crate::expr::{Bound, Cx};
use crate::relation::{Col, Relation, unique};
use datafusion::logical_expr::{EmptyRelation, LogicalPlan};
use diagnostics::Span;
use kql_functions::Value;
use kql_syntax::ast::{Expr, Function, Name, Parameter, ParameterKind, Query, Statement, StatementKind};
use std::collections::BTreeSet;
use std::sync::Arc;

impl Binder<'_> {
    /// Binds all statements; gives the results of the expression statements with the spans they stand at.
    pub(crate) fn query(&mut self, query: &Query) -> Vec<(Relation, Span)> {
        self.declared_once(&query.statements);
        let mut results = Vec::new();
        for statement in &query.statements {
            if let StatementKind::Expr(expr) = &statement.kind {
                let relation = self.result(expr);
                results.append(&mut self.extra_results);
                results.extend(relation.map(|r| (r, expr.span)));
            } else {
                self.statement(statement);
            }
        }
        results
    }

    fn result(&mut self, expr: &Expr) -> Option<Relation> {
        if self.is_table(expr) || !self.is_scalar(expr) {
            return self.table(expr);
        }
        // A scalar is shown as a table of one row, as `print` would.
        let bound = self.scalar(expr, &mut Cx::none())?;
        self.single_row(vec![("print_0".to_owned(), bound)], expr.span)
    }

    /// Whether a bare expression statement can only be a value.
    fn is_scalar(&self, expr: &Expr) -> bool {
        use kql_syntax::ast::ExprKind;
        match &expr.kind {
            ExprKind::Name(name) => matches!(self.env.get(&name.text), Some(Binding::Scalar(_))),
            ExprKind::Paren(inner) => self.is_scalar(inner),
            ExprKind::Call { .. } => !self.is_table(expr),
            ExprKind::Literal(_) | ExprKind::Binary { .. } | ExprKind::Logical { .. } | ExprKind::Unary { .. } => true,
            _ => false,
        }
    }

    /// A table of one row.
    pub(crate) fn single_row(&mut self, values: Vec<(String, Bound)>, span: Span) -> Option<Relation> {
        let one = LogicalPlan::EmptyRelation(EmptyRelation {
            produce_one_row: true,
            schema: Arc::new(datafusion::common::DFSchema::empty()),
        });
        let mut columns: Vec<Col> = Vec::new();
        let mut exprs = Vec::new();
        let constant: Option<Vec<_>> = values.iter().map(|(_, b)| b.constant.clone()).collect();
        for (name, bound) in values {
            let physical = self.fresh(&name);
            let name = unique(&name, |n| columns.iter().any(|c| c.name == n));
            columns.push(Col {
                name,
                ty: bound.ty,
                physical: physical.clone(),
                nullable: bound.nullable,
                poisoned: false,
            });
            self.note_now(bound.now);
            exprs.push((physical, bound.expr));
        }
        let plan = self.projected(&Arc::new(one), exprs, span)?;
        let scope = self.fresh_scope();
        let mut relation = Relation::new(plan, columns, scope);
        relation.constant = constant.map(|row| Arc::new(vec![row]));
        relation.serialized = true;
        Some(relation)
    }

    /// A statement that returns nothing.
    pub(crate) fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Let { name, value } => {
                let binding = self.let_value(value);
                self.bind_name(name, binding);
            }
            StatementKind::LetFunction { name, function } => {
                let binding = self.let_function(function);
                self.bind_name(name, binding);
            }
            StatementKind::DeclareParameters(parameters) => {
                for parameter in parameters {
                    let binding = self.query_parameter(parameter).unwrap_or(Binding::Poisoned);
                    self.bind_name(&parameter.name, binding);
                }
            }
            StatementKind::DeclarePattern { .. } => {
                self.unsupported::<()>("declare pattern", statement.span);
            }
            StatementKind::Alias { .. } => {
                self.unsupported::<()>("alias database", statement.span);
            }
            StatementKind::Restrict { .. } => {
                self.unsupported::<()>("restrict access", statement.span);
            }
            StatementKind::Set { .. } | StatementKind::Expr(_) | StatementKind::Error => {}
        }
    }

    /// Reports names that are given twice in one list of statements, as Microsoft's engine does.
    fn declared_once(&mut self, statements: &[Statement]) {
        let mut declared: BTreeSet<&str> = BTreeSet::new();
        for statement in statements {
            let names: Vec<&Name> = match &statement.kind {
                StatementKind::Let { name, .. } | StatementKind::LetFunction { name, .. } => vec![name],
                StatementKind::DeclareParameters(parameters) => parameters.iter().map(|p| &p.name).collect(),
                _ => Vec::new(),
            };
            for name in names {
                if !declared.insert(&name.text) {
                    let message = format!("the name `{}` is declared twice", name.text);
                    self.error_help::<()>("duplicate-name", name.span, message, "give one of the two another name");
                }
            }
        }
    }

    fn bind_name(&mut self, name: &Name, binding: Binding) {
        self.env = self.env.with(&name.text, binding);
    }

    fn let_value(&mut self, value: &Expr) -> Binding {
        if self.is_table(value) {
            // What a `let` that is never used does must not count: its operators are analysed where it is used.
            return match self.table(value) {
                Some(mut table) => {
                    table.name = None;
                    Binding::Table(Arc::new(table))
                }
                None => Binding::Poisoned,
            };
        }
        let mut cx = Cx { scope: self.body_scope, ..Cx::none() };
        match self.scalar(value, &mut cx) {
            Some(bound) => Binding::Scalar(Box::new(bound.named(None))),
            None => Binding::Poisoned,
        }
    }

    /// A function without parameters is checked at once, so that its errors show though nobody calls it.
    fn let_function(&mut self, function: &Function) -> Binding {
        self.declared_once(&function.body);
        let env: Env = self.env.clone();
        let binding = Binding::Function(Arc::new(function.clone()), env);
        if function.parameters.is_empty()
            && let [only] = function.body.as_slice()
            && let StatementKind::Expr(expr) = &only.kind
            && self.is_table(expr)
        {
            let before = self.error_count();
            let table = self.table(expr);
            if table.is_none() && self.error_count() > before {
                return Binding::Poisoned;
            }
        }
        binding
    }

    fn query_parameter(&mut self, parameter: &Parameter) -> Option<Binding> {
        let ParameterKind::Scalar(ty) = &parameter.kind else {
            return self.unsupported("a tabular query parameter", parameter.span);
        };
        let ty = self.type_name(ty)?;
        if let Some(value) = self.options.parameters.get(&parameter.name.text) {
            let given = value.kql_type().unwrap_or(ty);
            let bound = self.convert(Bound::constant(value.clone(), given), ty, parameter.span)?;
            return Some(Binding::Scalar(Box::new(bound)));
        }
        let Some(default) = &parameter.default else {
            let message = format!("the query parameter `{}` has no value", parameter.name.text);
            return self.error("missing-parameter", parameter.span, message);
        };
        let bound = self.scalar(default, &mut Cx::none())?;
        let mut bound = self.convert(bound, ty, default.span)?;
        if matches!(bound.constant, Some(Value::Null)) {
            bound.nullable = true;
        }
        Some(Binding::Scalar(Box::new(bound)))
    }
}
