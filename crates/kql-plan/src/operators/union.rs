//! `union A, B`: columns meet by name and type. One name with several types becomes a column for each type.

use super::extend::poisoned;
use super::project_away::matches_wildcard;
use crate::binder::Binder;
use crate::catalog::AliasKind;
use crate::env::Binding;
use crate::expr::missing;
use crate::lineage;
use crate::operator::Operator;
use crate::relation::{Col, Hidden, LINEAGE, Open, Relation, col, unique};
use datafusion::common::ScalarValue;
use datafusion::logical_expr::{Expr, LogicalPlan, Union};
use kql_functions::KqlType;
use kql_syntax::ast::{self, ExprKind, OperatorKind};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["union"], starts: true, row_local: true, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Union { tables, options } = &op.kind else { return input };
    let fuzzy = Binder::flag(options, "isfuzzy");
    let inner = Binder::word(options, &["kind"]).as_deref() == Some("inner");
    let source = Binder::word(options, &["withsource", "with_source"]);
    let mut legs: Vec<Relation> = input.into_iter().collect();
    let mut failed = false;
    for table in tables {
        match leg(b, table, fuzzy) {
            Leg::Tables(found) => legs.extend(found),
            Leg::Missing => {}
            Leg::Failed => failed = true,
        }
    }
    if failed {
        return None;
    }
    if legs.is_empty() {
        return b.error("unknown-table", op.span, "none of the tables of this union is there");
    }
    if legs.iter().any(|l| l.group.is_some()) {
        return b.unsupported("union inside mv-apply", op.span);
    }
    united(b, legs, inner, source, op.span)
}

/// The tables of `search` and `find`: those that are written, or all.
pub(super) fn tables(b: &mut Binder<'_>, tables: &[ast::Expr], span: diagnostics::Span) -> Option<Vec<Relation>> {
    let mut legs = Vec::new();
    if tables.is_empty() {
        match wildcard(b, &ast::Name { text: "*".to_owned(), span }, true) {
            Leg::Tables(found) => legs.extend(found),
            Leg::Missing => return b.error("unknown-table", span, "there is no table to search in"),
            Leg::Failed => return None,
        }
    }
    for table in tables {
        match leg(b, table, false) {
            Leg::Tables(found) => legs.extend(found),
            Leg::Missing => {}
            Leg::Failed => return None,
        }
    }
    Some(legs)
}

enum Leg {
    Tables(Vec<Relation>),
    /// A fuzzy leg that is not there.
    Missing,
    Failed,
}

fn leg(b: &mut Binder<'_>, table: &ast::Expr, fuzzy: bool) -> Leg {
    let mut at = table;
    while let ExprKind::Paren(inner) = &at.kind {
        at = inner;
    }
    match &at.kind {
        ExprKind::Wildcard(pattern) => return wildcard(b, pattern, fuzzy),
        ExprKind::Star => return wildcard(b, &ast::Name { text: "*".to_owned(), span: at.span }, fuzzy),
        _ => {}
    }
    if !fuzzy {
        return b.table(table).map_or(Leg::Failed, |found| Leg::Tables(vec![found]));
    }
    match b.attempt(|b| b.table(table)) {
        Ok(found) => Leg::Tables(vec![found]),
        Err(problems) => {
            // Only a table that is missing makes a fuzzy leg go away; other errors stand.
            let errors: Vec<_> = problems.iter().filter(|d| d.is_error()).collect();
            if !errors.is_empty() && errors.iter().all(|d| d.code == "unknown-table") {
                for problem in problems {
                    let place = problem.span();
                    let text = format!("{}: this part of the union is left out", problem.message);
                    b.report(diagnostics::Diagnostic::warning("fuzzy-union", text).at(place, "not found"));
                }
                return Leg::Missing;
            }
            for problem in problems {
                b.report(problem);
            }
            Leg::Failed
        }
    }
}

fn wildcard(b: &mut Binder<'_>, pattern: &ast::Name, fuzzy: bool) -> Leg {
    let mut rowless: Vec<String> = b.catalog.more_table_names();
    rowless.retain(|n| matches_wildcard(&pattern.text, n));
    let mut names: Vec<String> = b.catalog.table_names();
    let is_view = |x: &Binding| matches!(x, Binding::Function(f, _) if f.view && f.parameters.is_empty());
    names.extend(b.env.iter().filter(|(_, x)| is_view(x)).map(|(n, _)| n.to_owned()).collect::<Vec<_>>());
    names.retain(|n| matches_wildcard(&pattern.text, n));
    names.sort();
    names.dedup();
    if names.is_empty() && rowless.is_empty() && fuzzy {
        return Leg::Missing;
    }
    if names.is_empty() && rowless.is_empty() {
        b.error::<()>("unknown-table", pattern.span, format!("no table's name fits `{}`", pattern.text));
        return Leg::Failed;
    }
    let found: Option<Vec<Relation>> =
        names.into_iter().map(|text| b.table_by_name(&ast::Name { text, span: pattern.span })).collect();
    let Some(mut found) = found else { return Leg::Failed };
    match tables_without_rows(b, rowless, pattern) {
        Some(more) => found.extend(more),
        None => return Leg::Failed,
    }
    Leg::Tables(found)
}

/// As many tables without rows give their columns to a union. Of more, columns are there when they are named.
const MOST_ROWLESS: usize = 40;

/// Tables that a wildcard names and nothing fills.
fn tables_without_rows(b: &mut Binder<'_>, names: Vec<String>, pattern: &ast::Name) -> Option<Vec<Relation>> {
    let mut found = Vec::new();
    if names.len() <= MOST_ROWLESS {
        for text in names {
            let mut relation = b.table_by_name(&ast::Name { text, span: pattern.span })?;
            relation.rowless = true;
            found.push(relation);
        }
        return Some(found);
    }
    let mut columns: BTreeMap<String, KqlType> = BTreeMap::new();
    for info in names.iter().filter_map(|name| b.catalog.table(name)) {
        let time = info.time_column.as_deref().filter(|t| info.columns.iter().all(|c| c.name != *t));
        columns.extend(time.map(|name| (name.to_owned(), KqlType::DateTime)));
        for column in info.columns {
            let ty = columns.entry(column.name).or_insert(column.ty);
            if *ty != column.ty {
                *ty = KqlType::Dynamic;
            }
        }
    }
    let scope = b.fresh_scope();
    let nothing = datafusion::logical_expr::EmptyRelation {
        produce_one_row: false,
        schema: Arc::new(datafusion::common::DFSchema::empty()),
    };
    let mut relation = Relation::new(LogicalPlan::EmptyRelation(nothing), Vec::new(), scope);
    relation.open = Some(Arc::new(Open::Missing(columns)));
    relation.rowless = true;
    found.push(relation);
    Some(found)
}

/// A result column on its way.
struct Out {
    name: String,
    /// The name in the legs.
    own: String,
    ty: KqlType,
}

pub(super) fn united(
    b: &mut Binder<'_>,
    legs: Vec<Relation>,
    inner: bool,
    source: Option<String>,
    span: diagnostics::Span,
) -> Option<Relation> {
    let outs = out_columns(&legs, inner);
    let mut columns: Vec<Col> = Vec::new();
    let mut physicals: Vec<String> = Vec::new();
    if let Some(name) = &source {
        let physical = b.fresh(name);
        physicals.push(physical.clone());
        columns.push(Col { name: name.clone(), ty: KqlType::String, physical, nullable: false, poisoned: false });
    }
    for out in &outs {
        let physical = b.fresh(&out.own);
        physicals.push(physical.clone());
        let name = unique(&out.name, |n| columns.iter().any(|c| c.name == n));
        let nullable = out.ty != KqlType::String;
        columns.push(Col { name, ty: out.ty, physical, nullable, poisoned: false });
    }
    let any_lineage = legs.iter().any(|l| l.lineage);
    let mut inputs: Vec<Arc<LogicalPlan>> = Vec::new();
    let with_rows = legs.iter().any(|l| !l.rowless);
    for (i, leg) in legs.iter().enumerate() {
        // One input must be there, though it gives nothing.
        if leg.rowless && (with_rows || i > 0) {
            continue;
        }
        let mut exprs: Vec<(String, Expr)> = Vec::new();
        let mut names = physicals.iter();
        if source.is_some()
            && let Some(physical) = names.next()
        {
            let text = leg.name.clone().unwrap_or_else(|| format!("union_arg{i}"));
            exprs.push((physical.clone(), Expr::Literal(ScalarValue::Utf8View(Some(text)), None)));
        }
        for (out, physical) in outs.iter().zip(names) {
            let visible = leg.column(&out.own).filter(|c| c.ty == out.ty && !c.poisoned);
            let found =
                visible.or_else(|| leg.hidden(&out.own).map(|(_, c)| c).filter(|c| c.ty == out.ty && !c.poisoned));
            exprs.push((physical.clone(), found.map_or_else(|| missing(out.ty), |c| col(&c.physical))));
        }
        if any_lineage {
            exprs.push((LINEAGE.to_owned(), if leg.lineage { col(LINEAGE) } else { lineage::none() }));
        }
        inputs.push(Arc::new(b.projected(&leg.plan, exprs, span)?));
    }
    let plan = match <[Arc<LogicalPlan>; 1]>::try_from(inputs) {
        Ok([only]) => (*only).clone(),
        Err(several) => LogicalPlan::Union(b.built(Union::try_new(several), span)?),
    };
    for leg in &legs {
        for column in leg.columns.iter().filter(|c| c.poisoned) {
            if !columns.iter().any(|c| c.name == column.name) {
                columns.push(poisoned(b, column.name.clone()));
            }
        }
    }
    let hidden = common_hidden(&legs, &columns);
    let time = common_time(&legs, &outs, &columns);
    let scope = b.fresh_scope();
    let mut result = Relation::new(plan, columns, scope);
    result.nodes = legs.iter().fold(1usize, |n, l| n.saturating_add(l.nodes).saturating_add(1));
    result.lineage = any_lineage;
    result.poisoned = legs.iter().any(|l| l.poisoned);
    result.hidden = hidden;
    result.time = time;
    result.open = legs.iter().find_map(|l| match l.open.as_deref() {
        Some(Open::Missing(_)) => l.open.clone(),
        _ => None,
    });
    Some(result)
}

/// Names in the order in which they are first seen; a name with several types gives a column for each.
fn out_columns(legs: &[Relation], inner: bool) -> Vec<Out> {
    let mut names: Vec<(&str, Vec<KqlType>)> = Vec::new();
    for leg in legs {
        for column in leg.columns.iter().filter(|c| !c.poisoned) {
            match names.iter_mut().find(|(n, _)| *n == column.name) {
                Some((_, types)) if types.contains(&column.ty) => {}
                Some((_, types)) => types.push(column.ty),
                None => names.push((&column.name, vec![column.ty])),
            }
        }
    }
    if inner {
        names.retain(|(name, _)| legs.iter().all(|l| l.column(name).is_some()));
    }
    let mut outs = Vec::new();
    // A name that is split must not take one that a leg really has.
    let real: Vec<String> = names.iter().filter(|(_, t)| t.len() == 1).map(|(n, _)| (*n).to_owned()).collect();
    for (name, types) in names {
        let several = types.len() > 1;
        for ty in types {
            let split = || unique(&format!("{name}_{ty}"), |n| real.iter().any(|r| r == n));
            let out = if several { split() } else { name.to_owned() };
            outs.push(Out { name: out, own: name.to_owned(), ty });
        }
    }
    outs
}

/// Hidden names on which all legs that have their column agree.
fn common_hidden(legs: &[Relation], columns: &[Col]) -> Vec<Hidden> {
    let mut result: Vec<Hidden> = Vec::new();
    for leg in legs {
        for hidden in &leg.hidden {
            if result.iter().any(|h| h.name == hidden.name) || columns.iter().any(|c| c.name == hidden.name) {
                continue;
            }
            let Some((_, target)) = leg.hidden(&hidden.name) else { continue };
            let agree = legs.iter().all(|other| match other.column(&target.name) {
                None => true,
                // The time of another dialect is the same time in a table that has no name for it.
                Some(column) => match other.hidden(&hidden.name) {
                    Some((_, t)) => t.physical == column.physical,
                    None => hidden.kind == AliasKind::DialectTime && other.column(&hidden.name).is_none(),
                },
            });
            let out = columns.iter().find(|c| c.name == target.name && c.ty == target.ty);
            if let (true, Some(out)) = (agree, out) {
                result.push(Hidden { name: hidden.name.clone(), target: out.physical.clone(), kind: hidden.kind });
            }
        }
    }
    result
}

/// The column that is the time column of every leg.
fn common_time(legs: &[Relation], outs: &[Out], columns: &[Col]) -> Option<String> {
    let names: Option<Vec<&str>> = legs
        .iter()
        .map(|l| l.columns.iter().find(|c| Some(&c.physical) == l.time.as_ref()).map(|c| c.name.as_str()))
        .collect();
    let names = names?;
    let first = *names.first()?;
    if names.iter().any(|n| *n != first) {
        return None;
    }
    let out = outs.iter().find(|o| o.own == first && o.name == first)?;
    columns.iter().find(|c| c.name == out.name).map(|c| c.physical.clone())
}
