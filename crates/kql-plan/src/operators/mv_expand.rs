//! `mv-expand a, b to typeof(T)`: one row for each element of dynamic arrays; several run in parallel.

use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use crate::operator::Operator;
use crate::relation::{Col, Relation, col, unique};
use crate::table_functions;
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{self, Expr, MvColumn, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["mv-expand"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::MvExpand { columns, limit, options } = &op.kind else { return input };
    let as_pairs = Binder::word(options, &["kind", "bagexpansion"]).as_deref() == Some("array");
    let index = Binder::word(options, &["with_itemindex"]);
    let form = Form { as_pairs, limit: limit.as_ref(), index };
    expand(b, input?, columns, &form, op.span).map(|(relation, _)| relation)
}

/// How elements come out.
pub(crate) struct Form<'e> {
    /// Properties of a bag as `[name, value]` instead of bags of one.
    pub(super) as_pairs: bool,
    pub(super) limit: Option<&'e Expr>,
    /// A column for the element's position.
    pub(super) index: Option<String>,
}

/// Expands; also gives the names of the columns that hold elements.
pub(crate) fn expand(
    b: &mut Binder<'_>,
    relation: Relation,
    columns: &[MvColumn],
    form: &Form<'_>,
    span: Span,
) -> Option<(Relation, Vec<String>)> {
    let limit = match form.limit {
        Some(limit) => b.count(limit, "the limit")?,
        None => usize::MAX,
    };
    let mut lists: Vec<String> = Vec::new();
    let mut new = Vec::new();
    let mut results: Vec<(String, String, Option<KqlType>)> = Vec::new();
    let mut taken: Vec<String> = relation.columns.iter().map(|c| c.name.clone()).collect();
    let mut failed = false;
    let mut numbered = 0;
    for column in columns {
        let bound = b.scalar(&column.value, &mut Cx::row(&relation));
        let ty = match &column.ty {
            Some(ty) => match b.type_name(ty) {
                Some(ty) => Some(ty),
                None => {
                    failed = true;
                    continue;
                }
            },
            None => None,
        };
        let Some(bound) = bound.and_then(|v| b.convert(v, KqlType::Dynamic, column.value.span)) else {
            failed = true;
            continue;
        };
        b.note_now(bound.now);
        let name = match (&column.name, &bound.name) {
            (Some(name), _) => name.text.clone(),
            // A column is expanded in its place, whatever its type was.
            (None, Some(name)) if relation.column(name).is_some() && !is_path(&column.value) => name.clone(),
            (None, Some(name)) => unique(name, |n| taken.iter().any(|t| t == n)),
            (None, None) => {
                numbered += 1;
                unique(&format!("Column{numbered}"), |n| taken.iter().any(|t| t == n))
            }
        };
        taken.push(name.clone());
        let physical = b.fresh(&name);
        new.push((physical.clone(), table_functions::expand(bound.expr, form.as_pairs, limit)));
        lists.push(physical.clone());
        results.push((name, physical, ty));
    }
    if failed || lists.is_empty() {
        return None;
    }
    let mut relation = b.add_columns(relation, new, span)?;
    if let Some(name) = &form.index {
        let physical = b.fresh(name);
        let index = table_functions::index(lists.iter().map(|l| col(l)).collect());
        // The lists are not columns of the relation yet, so they are carried along by hand.
        let mut exprs: Vec<_> = relation.live().into_iter().map(|n| (n.clone(), col(&n))).collect();
        exprs.extend(lists.iter().map(|l| (l.clone(), col(l))));
        exprs.push((physical.clone(), index));
        let plan = b.projected(&relation.plan, exprs, span)?;
        relation.set_plan(plan, 1);
        lists.push(physical);
    }
    let plan = table_functions::unnest(b, (*relation.plan).clone(), &lists, span)?;
    relation.set_plan(plan, 2);
    let mut typed = Vec::new();
    let mut expanded = Vec::new();
    for (name, physical, ty) in results {
        let mut column = Col { name, ty: KqlType::Dynamic, physical, nullable: true, poisoned: false };
        if let Some(ty) = ty.filter(|ty| *ty != KqlType::Dynamic) {
            let element = Bound::new(col(&column.physical), KqlType::Dynamic);
            let value = b.convert(element, ty, span)?;
            let physical = b.fresh(&column.name);
            typed.push((physical.clone(), value.expr));
            (column.ty, column.physical, column.nullable) = (ty, physical, ty != KqlType::String);
        }
        expanded.push(column.name.clone());
        place(&mut relation, column);
    }
    if let (Some(name), Some(physical)) = (&form.index, lists.last()) {
        let column =
            Col { name: name.clone(), ty: KqlType::Long, physical: physical.clone(), nullable: false, poisoned: false };
        expanded.push(name.clone());
        place(&mut relation, column);
    }
    if !typed.is_empty() {
        let mut exprs: Vec<_> = relation
            .live()
            .into_iter()
            .filter(|n| !typed.iter().any(|(t, _)| t == n))
            .map(|n| (n.clone(), col(&n)))
            .collect();
        exprs.extend(typed);
        let plan = b.projected(&relation.plan, exprs, span)?;
        relation.set_plan(plan, 1);
    }
    relation.scope = b.fresh_scope();
    relation.prune_hidden();
    Some((relation, expanded))
}

fn is_path(expr: &Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Path { .. } | ast::ExprKind::Index { .. } => true,
        ast::ExprKind::Paren(inner) => is_path(inner),
        _ => false,
    }
}

/// In the place of the column of its name, or last.
pub(crate) fn place(relation: &mut Relation, column: Col) {
    match relation.columns.iter_mut().find(|c| c.name == column.name) {
        Some(existing) => *existing = column,
        None => relation.columns.push(column),
    }
}
