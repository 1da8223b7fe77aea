//! `find [in (tables)] where condition [project …]`: rows of several tables, with the table's name in `source_` and
//! what the tables do not share in the bag `pack_`.

use super::union;
use crate::binder::Binder;
use crate::expr::Bound;
use crate::expr::name;
use crate::operator::Operator;
use crate::relation::{Col, Relation};
use crate::search_condition::Words;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{self, Expr, ExprKind, OperatorKind, Setting, TypeSpec};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["find"], starts: true, row_local: true, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Find { tables, condition, project, project_away, options } = &op.kind else { return input };
    let source = Binder::word(options, &["withsource", "with_source"]).unwrap_or_else(|| "source_".to_owned());
    let legs = match input {
        Some(input) => vec![input],
        None => union::tables(b, tables, op.span)?,
    };
    let mut found = Vec::new();
    for (i, mut leg) in legs.into_iter().enumerate() {
        if leg.rowless {
            // Tables without rows that have no columns here either would share none with the others.
            found.extend(Some(leg).filter(|l| !l.columns.is_empty()));
            continue;
        }
        let name = leg.name.take().unwrap_or_else(|| format!("find_arg{i}"));
        let condition = b.search_condition(condition, &leg, Words { case_sensitive: false });
        let mut filtered = super::r#where::filtered(b, leg, &condition, op.span)?;
        filtered.name = Some(name);
        found.push(filtered);
    }
    let (wanted, pack) = match project {
        Some(items) => explicit(b, items, options, &found)?,
        None => (smart(condition, &found), true),
    };
    let mut away: Vec<String> = Vec::new();
    for pattern in project_away.iter().flatten() {
        match &pattern.kind {
            ExprKind::Name(name) | ExprKind::Wildcard(name) => away.push(name.text.clone()),
            _ => {}
        }
    }
    let dropped = |n: &str| away.iter().any(|p| super::project_away::matches_wildcard(p, n));
    let wanted: Vec<(String, KqlType)> = wanted.into_iter().filter(|(n, _)| !dropped(n)).collect();
    let pack = pack && !dropped("pack_");
    let mut shaped = Vec::new();
    for leg in found {
        shaped.push(shape(b, leg, &wanted, pack, op.span)?);
    }
    union::united(b, shaped, false, Some(source), op.span)
}

/// The columns that the condition names and those that all tables share.
fn smart(condition: &Expr, legs: &[Relation]) -> Vec<(String, KqlType)> {
    let mut columns: Vec<(String, KqlType)> = Vec::new();
    let named = crate::search_condition::names(condition);
    for leg in legs {
        for column in leg.columns.iter().filter(|c| !c.poisoned) {
            let shared = legs.iter().all(|l| l.column(&column.name).is_some());
            if (shared || named.contains(&column.name)) && !columns.iter().any(|(n, _)| *n == column.name) {
                columns.push((column.name.clone(), common_type(&column.name, legs)));
            }
        }
    }
    columns
}

/// The type of a column in all tables that have it, else dynamic.
fn common_type(name: &str, legs: &[Relation]) -> KqlType {
    let mut types = legs.iter().filter_map(|l| Some(named(l, name)?.ty));
    match types.next() {
        Some(first) if types.all(|t| t == first) => first,
        _ => KqlType::Dynamic,
    }
}

/// A column by its own name or by the one that another dialect gives it.
fn named<'r>(relation: &'r Relation, name: &str) -> Option<&'r Col> {
    let found = relation.column(name).or_else(|| relation.hidden(name).map(|(_, column)| column));
    found.filter(|c| !c.poisoned)
}

/// The columns as they are written, and whether the rest is packed.
fn explicit(
    b: &mut Binder<'_>,
    items: &[Expr],
    options: &[Setting],
    legs: &[Relation],
) -> Option<(Vec<(String, KqlType)>, bool)> {
    let mut columns = Vec::new();
    let mut pack = false;
    for item in items {
        match &item.kind {
            ExprKind::Name(name) => {
                let written = options.iter().find(|s| s.name.text == name.text).map(|s| &s.value.kind);
                let ty = match written {
                    Some(ExprKind::Typeof(TypeSpec::Scalar(ty))) => b.type_name(ty)?,
                    _ => common_type(&name.text, legs),
                };
                columns.push((name.text.clone(), ty));
            }
            ExprKind::Call { name, args }
                if name.text == "pack"
                    && matches!(args.as_slice(), [only] if matches!(only.value.kind, ExprKind::Star)) =>
            {
                pack = true;
            }
            _ => return b.error("not-a-column", item.span, "a column's name or `pack(*)` is wanted here"),
        }
    }
    Some((columns, pack))
}

/// A table with the wanted columns, and its other columns in a bag.
fn shape(
    b: &mut Binder<'_>,
    relation: Relation,
    wanted: &[(String, KqlType)],
    pack: bool,
    span: diagnostics::Span,
) -> Option<Relation> {
    let mut new = Vec::new();
    let mut columns: Vec<Col> = Vec::new();
    for (text, ty) in wanted {
        let value = match named(&relation, text) {
            Some(column) => b.convert(name::column(&relation, column), *ty, span)?,
            None => Bound::new(crate::expr::missing(*ty), *ty),
        };
        let physical = b.fresh(text);
        new.push((physical.clone(), value.expr));
        columns.push(Col { name: text.clone(), ty: *ty, physical, nullable: *ty != KqlType::String, poisoned: false });
    }
    if pack {
        let mut pairs = Vec::new();
        let rest = relation.columns.iter().filter(|c| !c.poisoned && !wanted.iter().any(|(n, _)| *n == c.name));
        for column in rest {
            pairs.push(Bound::constant(Value::string(column.name.clone()), KqlType::String));
            pairs.push(name::column(&relation, column));
        }
        let bag = if pairs.is_empty() {
            Bound::constant(Value::Dynamic("{}".into()), KqlType::Dynamic)
        } else {
            b.function_call("bag_pack", pairs, span)?
        };
        let physical = b.fresh("pack_");
        new.push((physical.clone(), bag.expr));
        let ty = KqlType::Dynamic;
        columns.push(Col { name: "pack_".to_owned(), ty, physical, nullable: true, poisoned: false });
    }
    let name = relation.name.clone();
    let mut hidden = relation.hidden.clone();
    for h in &mut hidden {
        // Hidden names follow their columns into the new ones.
        let target = relation.columns.iter().find(|c| c.physical == h.target);
        if let Some(made) = target.and_then(|t| columns.iter().find(|c| c.name == t.name)) {
            h.target.clone_from(&made.physical);
        }
    }
    let mut relation = b.add_columns(relation, new, span)?;
    relation.columns = columns;
    relation.hidden = hidden;
    relation.name = name;
    relation.prune_hidden();
    Some(relation)
}
