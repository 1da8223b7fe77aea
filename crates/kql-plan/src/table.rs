//! Binding of tabular expressions: tables, variables, functions, pipelines.

use crate::binder::Binder;
use crate::catalog::{AliasKind, TableInfo};
use crate::env::Binding;
use crate::expr::{NowUse, never_null_text};
use crate::lineage;
use crate::operator;
use crate::relation::{Col, Hidden, LINEAGE, Relation, col};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Column, TableReference};
use datafusion::logical_expr::{Cast, Expr, LogicalPlan, TableScanBuilder, lit};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{self, Argument, ExprKind, Name, Operator};
use std::sync::Arc;

impl Binder<'_> {
    /// Binds a tabular expression. `None` means that a diagnostic stands somewhere inside it.
    pub(crate) fn table(&mut self, expr: &ast::Expr) -> Option<Relation> {
        self.deeper(expr.span, |b| {
            let relation = b.table_inner(expr)?;
            b.check_nodes(&relation, expr.span)?;
            Some(relation)
        })
    }

    fn table_inner(&mut self, expr: &ast::Expr) -> Option<Relation> {
        match &expr.kind {
            ExprKind::Paren(inner) => self.table(inner),
            ExprKind::Pipeline { source, operators } => self.pipeline(source.as_deref(), operators),
            ExprKind::Name(name) => self.table_by_name(name),
            ExprKind::Call { name, args } => self.table_call(name, args, expr.span),
            ExprKind::Error => None,
            ExprKind::Wildcard(name) => {
                let message = format!("`{}` names several tables where one is wanted", name.text);
                self.error_help("not-a-table", name.span, message, format!("write `union {}`", name.text))
            }
            ExprKind::Path { base, member } => self.elsewhere(base, member),
            _ => self.error("not-a-table", expr.span, "a table is wanted here, not a value"),
        }
    }

    fn pipeline(&mut self, source: Option<&ast::Expr>, operators: &[Operator]) -> Option<Relation> {
        let saved = self.env.clone();
        let mut at: Option<Relation> = match source {
            Some(source) => Some(self.table(source)?),
            None => None,
        };
        for operator in operators {
            let keyword = operator.kind.keyword();
            let Some(found) = operator::find(keyword) else {
                if matches!(operator.kind, ast::OperatorKind::Error) {
                    return None;
                }
                return self.unsupported(keyword, operator.span);
            };
            if at.is_none() && !found.starts {
                let message = format!("`{keyword}` needs a table before it");
                return self.error("not-a-table", operator.span, message);
            }
            if at.as_ref().is_some_and(|r| r.graph.is_some()) && !crate::graph::takes(keyword) {
                return crate::graph::no_table(self, operator.span);
            }
            if !found.row_local {
                self.analysis.row_local = false;
            }
            let mut next = (found.bind)(self, at, operator)?;
            if keyword != "as" {
                next.name = None;
            }
            at = Some(next);
        }
        // `as` names a table for the rest of the pipeline only.
        self.env = saved;
        at
    }

    pub(crate) fn table_by_name(&mut self, name: &Name) -> Option<Relation> {
        match self.env.get(&name.text).cloned() {
            Some(Binding::Table(table)) => {
                let mut relation = (*table).clone();
                relation.scope = self.fresh_scope();
                return Some(relation);
            }
            Some(Binding::Function(function, env)) => {
                return self.call_user_table(name, &function, env, &[], name.span);
            }
            Some(Binding::Poisoned) => return None,
            Some(Binding::Scalar(_)) => {
                let message = format!("`{}` is a value where a table is wanted", name.text);
                return self.error("not-a-table", name.span, message);
            }
            None => {}
        }
        if let Some(saved) = self.saved_function(name) {
            return self.call_saved_table(name, &saved?, &[], name.span);
        }
        match self.catalog.table(&name.text) {
            Some(info) => self.scan(info, name.span),
            None if name.text == "_GetWatchlistAlias" => self.watchlist_aliases(&[], name.span),
            None => self.unknown_table(&name.text, name.span),
        }
    }

    pub(crate) fn unknown_table<T>(&mut self, name: &str, span: Span) -> Option<T> {
        let mut tables = self.catalog.table_names();
        tables.extend(self.catalog.more_table_names());
        tables.extend(self.catalog.saved_function_names());
        let env = self.env.clone();
        let mut candidates: Vec<&str> = tables.iter().map(String::as_str).collect();
        candidates.extend(env.iter().filter(|(_, b)| matches!(b, Binding::Table(_))).map(|(n, _)| n));
        self.unknown("unknown-table", "table", name, span, &candidates)
    }

    fn table_call(&mut self, name: &Name, args: &[Argument], span: Span) -> Option<Relation> {
        match self.env.get(&name.text).cloned() {
            Some(Binding::Function(function, env)) => return self.call_user_table(name, &function, env, args, span),
            Some(Binding::Poisoned) => return None,
            _ => {}
        }
        if let Some(saved) = self.saved_function(name) {
            return self.call_saved_table(name, &saved?, args, span);
        }
        match (name.text.as_str(), args) {
            ("_GetWatchlist", _) => self.watchlist(name, args, span),
            ("_GetWatchlistAlias", _) => self.watchlist_aliases(args, span),
            // The clock stands still and rows come in one order, so computing again gives the same.
            ("materialize", [only]) => self.table(&only.value),
            ("table", [only, ..]) => {
                let value = self.constant(&only.value, KqlType::String, "the table's name")?;
                let text = value.as_str().unwrap_or_default().to_owned();
                self.table_by_name(&Name { text, span: only.value.span })
            }
            _ if self.is_table_function(&name.text) => self.unsupported(&name.text, name.span),
            _ if kql_functions::scalar(&name.text).is_some() || crate::expr::planner::find(&name.text).is_some() => {
                let message = format!("`{}` gives a value where a table is wanted", name.text);
                self.error("not-a-table", name.span, message)
            }
            _ => self.unknown_function(name, false),
        }
    }

    /// Reads a table: its columns under their own names, strings without null, and the lineage if asked for.
    pub(crate) fn scan(&mut self, info: TableInfo, span: Span) -> Option<Relation> {
        self.tables.insert(info.name.clone());
        let reference = TableReference::bare(info.name.clone());
        let schema = info.source.schema();
        let scan = self.built(TableScanBuilder::new(reference.clone(), info.source).build(), span)?;
        let source = |name: &str| Expr::Column(Column::new(Some(reference.clone()), name));
        let mut columns = Vec::with_capacity(info.columns.len());
        let mut exprs = Vec::with_capacity(info.columns.len() + 1);
        for column in &info.columns {
            let Ok(field) = schema.field_with_name(&column.name) else { continue };
            let mut expr = source(&column.name);
            if *field.data_type() != column.ty.arrow() {
                expr = Expr::Cast(Cast::new(Box::new(expr), column.ty.arrow()));
            }
            if field.is_nullable() {
                expr = never_null_text(expr, column.ty);
            }
            columns.push(Col {
                name: column.name.clone(),
                ty: column.ty,
                physical: column.name.clone(),
                nullable: field.is_nullable() && column.ty != KqlType::String,
                poisoned: false,
            });
            exprs.push((column.name.clone(), expr));
        }
        let lineage = match &info.row_id {
            Some(row_id) if self.options.lineage && schema.field_with_name(row_id).is_ok() => {
                let id = Expr::Cast(Cast::new(Box::new(source(row_id)), DataType::UInt64));
                exprs.push((LINEAGE.to_owned(), lineage::of_row(id)));
                true
            }
            _ => false,
        };
        let plan = self.projected(&Arc::new(LogicalPlan::TableScan(scan)), exprs, span)?;
        let scope = self.fresh_scope();
        let mut relation = Relation::new(plan, columns, scope);
        relation.nodes = 2;
        relation.lineage = lineage;
        relation.name = Some(info.name.clone());
        relation.hidden = info
            .aliases
            .into_iter()
            .filter(|a| relation.column(&a.column).is_some() && relation.column(&a.name).is_none())
            .map(|a| Hidden { name: a.name, target: a.column, kind: a.kind })
            .collect();
        relation.time = info.time_column.filter(|t| relation.column(t).is_some_and(|c| c.ty == KqlType::DateTime));
        Some(self.window_filter(relation, info.is_state))
    }

    /// In a replay window only events of that window are seen.
    fn window_filter(&self, relation: Relation, is_state: bool) -> Relation {
        match (self.options.window, relation.time.clone()) {
            (Some((from, to)), Some(time)) if !is_state => {
                let inside = col(&time).gt_eq(lit(from)).and(col(&time).lt(lit(to)));
                Self::filter(relation, inside)
            }
            _ => relation,
        }
    }

    /// Notes that an expression of an operator depends on the clock.
    pub(crate) fn note_now(&mut self, now: NowUse) {
        if now != NowUse::None {
            self.analysis.other_now = true;
        }
    }

    /// Whether a column is one that rules filter by time.
    pub(crate) fn is_time(relation: &Relation, physical: &str) -> bool {
        relation.time.as_deref() == Some(physical)
            || relation.columns.iter().any(|c| {
                c.physical == physical
                    && c.ty == KqlType::DateTime
                    && matches!(c.name.as_str(), "Timestamp" | "TimeGenerated")
            })
            || relation.hidden.iter().any(|h| h.kind == AliasKind::DialectTime && h.target == physical)
    }

    /// A boolean setting (`isfuzzy = true`); absent or not constant counts as false.
    pub(crate) fn flag(settings: &[ast::Setting], name: &str) -> bool {
        settings.iter().any(|s| {
            s.name.text == name
                && match &s.value.kind {
                    ExprKind::Literal(ast::Literal::Bool(v)) => *v,
                    ExprKind::Name(n) => n.text == "true",
                    ExprKind::Literal(ast::Literal::Long(v)) => *v != 0,
                    _ => false,
                }
        })
    }

    /// A setting that is a word or a string (`kind = outer`, `withsource = T`).
    pub(crate) fn word(settings: &[ast::Setting], names: &[&str]) -> Option<String> {
        let setting = settings.iter().find(|s| names.contains(&s.name.text.as_str()))?;
        match &setting.value.kind {
            ExprKind::Name(name) => Some(name.text.clone()),
            ExprKind::Literal(ast::Literal::String(text)) => Some(text.clone()),
            _ => None,
        }
    }

    /// A constant as a value, for `datatable` cells: of the column's type.
    pub(crate) fn cell(&mut self, expr: &ast::Expr, ty: KqlType) -> Option<kql_functions::OwnedValue> {
        let bound = self.scalar(expr, &mut crate::expr::Cx::none())?;
        self.note_now(bound.now);
        let bound = self.convert(bound, ty, expr.span)?;
        match bound.constant {
            Some(value) => Some(value),
            None => self.error("not-constant", expr.span, "a cell must be a constant"),
        }
    }
}
