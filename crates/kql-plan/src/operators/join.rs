//! `join kind=… (right) on keys`.
//!
//! Equal keys match, null with null too. All columns of both sides come out, the keys twice; a right column whose
//! name is taken gets a number. The default kind is `innerunique`: of the left rows with equal keys only the first
//! takes part.

use crate::aggregate::aggregate_plan;
use crate::binder::Binder;
use crate::expr::{Bound, never_null_text};
use crate::extreme::{self, Extreme};
use crate::lineage;
use crate::operator::Operator;
use crate::relation::{Col, Hidden, LINEAGE, Relation, col, unique};
use datafusion::common::{JoinConstraint, JoinType, NullEquality};
use datafusion::logical_expr::{Expr, Join, LogicalPlan, lit};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{self, BinaryOp, ExprKind, JoinKind, LogicalOp, Name, OperatorKind};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["join"], starts: false, row_local: false, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Join { kind, right, on, .. } = &op.kind else { return input };
    let left = input?;
    let right = b.table(right)?;
    join(b, left, right, kind.unwrap_or(JoinKind::InnerUnique), on, true, op.span)
}

/// Joins; `repeat_keys` says whether the right keys come out too (`lookup` leaves them out).
pub(crate) fn join(
    b: &mut Binder<'_>,
    left: Relation,
    right: Relation,
    kind: JoinKind,
    on: &[ast::Expr],
    repeat_keys: bool,
    span: Span,
) -> Option<Relation> {
    let keys = keys(b, &left, &right, on, span)?;
    // Inside `mv-apply` and `partition` the left rows of each part meet the whole right side.
    let of_the_right =
        matches!(kind, JoinKind::RightSemi | JoinKind::RightAnti | JoinKind::RightOuter | JoinKind::FullOuter);
    if right.group.is_some() || left.group.is_some() && of_the_right {
        return b.unsupported("this join in the subquery of mv-apply or partition", span);
    }
    let right_key_names: Vec<String> = keys.iter().map(|(_, r)| r.name.clone().unwrap_or_default()).collect();
    let (left, right, on) = prepared(b, left, right, keys, span)?;
    let nodes = left.nodes.saturating_add(right.nodes).saturating_add(4);
    let mut result = match kind {
        JoinKind::LeftSemi => half(b, left, right, on, JoinType::LeftSemi, span)?,
        JoinKind::LeftAnti => half(b, left, right, on, JoinType::LeftAnti, span)?,
        JoinKind::RightSemi => half(b, right, left, swapped(on), JoinType::LeftSemi, span)?,
        JoinKind::RightAnti => half(b, right, left, swapped(on), JoinType::LeftAnti, span)?,
        JoinKind::InnerUnique => {
            let left = first_of_each_key(b, left, &on, span)?;
            full(b, left, right, on, JoinType::Inner, repeat_keys, &right_key_names, span)?
        }
        JoinKind::Inner => full(b, left, right, on, JoinType::Inner, repeat_keys, &right_key_names, span)?,
        JoinKind::LeftOuter => full(b, left, right, on, JoinType::Left, repeat_keys, &right_key_names, span)?,
        JoinKind::RightOuter => full(b, left, right, on, JoinType::Right, repeat_keys, &right_key_names, span)?,
        JoinKind::FullOuter => full(b, left, right, on, JoinType::Full, repeat_keys, &right_key_names, span)?,
    };
    result.nodes = nodes;
    Some(result)
}

type Keys = Vec<(Bound, Bound)>;
type On = Vec<(String, String)>;

fn swapped(on: On) -> On {
    on.into_iter().map(|(l, r)| (r, l)).collect()
}

/// What stands after `on`: columns of one name, or `$left.a == $right.b`.
fn keys(b: &mut Binder<'_>, left: &Relation, right: &Relation, on: &[ast::Expr], span: Span) -> Option<Keys> {
    let mut pending: Vec<&ast::Expr> = on.iter().rev().collect();
    let mut keys = Vec::new();
    let mut failed = false;
    while let Some(condition) = pending.pop() {
        match &condition.kind {
            ExprKind::Paren(inner) => pending.push(inner),
            ExprKind::Logical { op: LogicalOp::And, operands } => pending.extend(operands.iter().rev()),
            ExprKind::Name(name) => match pair(b, left, right, name, name, condition.span) {
                Some(key) => keys.push(key),
                None => failed = true,
            },
            ExprKind::Binary { op: BinaryOp::Equal, left: x, right: y, .. } => {
                let sides = match (side(x), side(y)) {
                    (Some((Side::Left, l)), Some((Side::Right, r)))
                    | (Some((Side::Right, r)), Some((Side::Left, l))) => Some((l, r)),
                    _ => None,
                };
                let Some((l, r)) = sides else {
                    let message = "a join condition is `column`, or `$left.column == $right.column`";
                    b.error::<()>("join-condition", condition.span, message);
                    failed = true;
                    continue;
                };
                match pair(b, left, right, l, r, condition.span) {
                    Some(key) => keys.push(key),
                    None => failed = true,
                }
            }
            ExprKind::Error => failed = true,
            _ => {
                let message = "a join condition is `column`, or `$left.column == $right.column`";
                b.error::<()>("join-condition", condition.span, message);
                failed = true;
            }
        }
    }
    if failed {
        return None;
    }
    if keys.is_empty() {
        return b.error("join-condition", span, "a join needs at least one key after `on`");
    }
    Some(keys)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn side(expr: &ast::Expr) -> Option<(Side, &Name)> {
    match &expr.kind {
        ExprKind::Paren(inner) => side(inner),
        ExprKind::Path { base, member } => match (&base.kind, &member.kind) {
            (ExprKind::Name(base), ExprKind::Name(member)) => match base.text.as_str() {
                "$left" => Some((Side::Left, member)),
                "$right" => Some((Side::Right, member)),
                _ => None,
            },
            _ => None,
        },
        // `$left["a b"]`
        ExprKind::Index { .. } => None,
        _ => None,
    }
}

fn pair(
    b: &mut Binder<'_>,
    left: &Relation,
    right: &Relation,
    left_name: &Name,
    right_name: &Name,
    span: Span,
) -> Option<(Bound, Bound)> {
    let (l, r) = (b.column(left, left_name), b.column(right, right_name));
    let (l, mut r) = (l?, r?);
    r.name = right.columns.iter().find(|c| Some(&c.physical) == r.physical.as_ref()).map(|c| c.name.clone());
    b.check_key(l.ty, span, "a join key")?;
    b.check_key(r.ty, span, "a join key")?;
    if l.ty == r.ty {
        return Some((l, r));
    }
    let ints = matches!((l.ty, r.ty), (KqlType::Int | KqlType::Long, KqlType::Int | KqlType::Long));
    if !ints {
        let message = format!("the key is {} on the left and {} on the right", l.ty, r.ty);
        return b.error_help("type-mismatch", span, message, "convert one side in an `extend` before the join");
    }
    let l = b.convert(l, KqlType::Long, span)?;
    let mut r_long = b.convert(r.clone(), KqlType::Long, span)?;
    r_long.name = r.name;
    Some((l, r_long))
}

/// Gives keys columns of their own where they are computed, and the right side technical names of its own.
fn prepared(
    b: &mut Binder<'_>,
    left: Relation,
    mut right: Relation,
    keys: Keys,
    span: Span,
) -> Option<(Relation, Relation, On)> {
    let mut on: On = Vec::new();
    let (mut new_left, mut new_right) = (Vec::new(), Vec::new());
    for (l, r) in keys {
        let mut place = |bound: Bound, new: &mut Vec<(String, Expr)>| match &bound.expr {
            Expr::Column(column) => column.name.clone(),
            _ => {
                let physical = b.fresh("key");
                new.push((physical.clone(), bound.expr));
                physical
            }
        };
        let pair = (place(l, &mut new_left), place(r, &mut new_right));
        on.push(pair);
    }
    let left = b.add_columns(left, new_left, span)?;
    let taken: Vec<String> = left.plan.schema().fields().iter().map(|f| f.name().clone()).collect();
    // Everything on the right that shares a name with the left is renamed in one projection.
    let mut renames: Vec<(String, String)> = Vec::new();
    let mut exprs: Vec<(String, Expr)> = Vec::new();
    for name in right.live() {
        let new = if taken.contains(&name) { b.fresh(&name) } else { name.clone() };
        exprs.push((new.clone(), col(&name)));
        renames.push((name, new));
    }
    exprs.extend(new_right);
    let plan = b.projected(&right.plan, exprs, span)?;
    right.set_plan(plan, 1);
    let renamed = |name: &str| {
        renames.iter().find(|(old, _)| old == name).map_or_else(|| name.to_owned(), |(_, new)| new.clone())
    };
    for column in &mut right.columns {
        column.physical = renamed(&column.physical);
    }
    for hidden in &mut right.hidden {
        hidden.target = renamed(&hidden.target);
    }
    right.time = right.time.map(|t| renamed(&t));
    for (_, r) in &mut on {
        *r = renamed(r);
    }
    Some((left, right, on))
}

/// Where the lineage stands in a side's plan: the right side's may have been renamed.
fn lineage_of(relation: &Relation) -> Option<String> {
    if !relation.lineage {
        return None;
    }
    relation.plan.schema().fields().iter().find(|f| f.name().starts_with(LINEAGE)).map(|f| f.name().clone())
}

/// The first row of each key.
fn first_of_each_key(b: &mut Binder<'_>, mut relation: Relation, on: &On, span: Span) -> Option<Relation> {
    // In a subquery of `mv-apply` or `partition`, the first of each part.
    let mut keys: Vec<String> = relation.group.iter().map(|g| g.row.clone()).collect();
    for (key, _) in on {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let mut calls = Vec::new();
    let mut back: Vec<(String, Expr)> = keys.iter().map(|k| (k.clone(), col(k))).collect();
    for name in relation.live() {
        if keys.contains(&name) {
            continue;
        }
        let first = b.fresh(&name);
        // Of equal keys the first row wins, and here all are equal.
        calls.push(extreme::call(Extreme::Max, lit(0_i64), col(&name)).alias(&first));
        back.push((name, col(&first)));
    }
    let grouped = aggregate_plan(Arc::clone(&relation.plan), keys.iter().map(|k| col(k)).collect(), calls);
    let grouped = b.built(grouped, span)?;
    let plan = b.projected(&Arc::new(grouped), back, span)?;
    relation.set_plan(plan, 2);
    Some(relation)
}

/// `leftsemi`, `leftanti`: rows of the first side by whether the second has their key.
fn half(b: &mut Binder<'_>, kept: Relation, other: Relation, on: On, kind: JoinType, span: Span) -> Option<Relation> {
    // Each key once: the join is quadratic in duplicate keys otherwise.
    let mut keys: Vec<String> = Vec::new();
    for (_, key) in &on {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let distinct = aggregate_plan(Arc::clone(&other.plan), keys.iter().map(|k| col(k)).collect(), Vec::new());
    let distinct = b.built(distinct, span)?;
    let mut result = kept;
    // The keys are the side that is held in memory, and the kept rows stream past it in their order.
    let kind = if kind == JoinType::LeftAnti { JoinType::RightAnti } else { JoinType::RightSemi };
    let joined = joined(b, Arc::new(distinct), Arc::clone(&result.plan), swapped(on), kind, span)?;
    result.set_plan(joined, 2);
    // A side that was renamed for the join gets its lineage back under its own name.
    if let Some(name) = lineage_of(&result).filter(|n| n != LINEAGE) {
        result.lineage = false;
        let mut exprs: Vec<(String, Expr)> = result.live().into_iter().map(|n| (n.clone(), col(&n))).collect();
        exprs.push((LINEAGE.to_owned(), col(&name)));
        let plan = b.projected(&result.plan, exprs, span)?;
        result.set_plan(plan, 1);
        result.lineage = true;
    }
    (result.serialized, result.sorted) = (false, false);
    result.scope = b.fresh_scope();
    Some(result)
}

fn joined(
    b: &mut Binder<'_>,
    left: Arc<LogicalPlan>,
    right: Arc<LogicalPlan>,
    on: On,
    kind: JoinType,
    span: Span,
) -> Option<LogicalPlan> {
    let on = on.iter().map(|(l, r)| (col(l), col(r))).collect();
    let join = Join::try_new(left, right, on, None, kind, JoinConstraint::On, NullEquality::NullEqualsNull, false);
    Some(LogicalPlan::Join(b.built(join, span)?))
}

/// Joins that give the columns of both sides.
#[allow(clippy::too_many_arguments, reason = "the parts of one join, used once")]
fn full(
    b: &mut Binder<'_>,
    left: Relation,
    right: Relation,
    on: On,
    kind: JoinType,
    repeat_keys: bool,
    right_keys: &[String],
    span: Span,
) -> Option<Relation> {
    let plan = Arc::new(joined(b, Arc::clone(&left.plan), Arc::clone(&right.plan), on, kind, span)?);
    let pads_left = matches!(kind, JoinType::Right | JoinType::Full);
    let pads_right = matches!(kind, JoinType::Left | JoinType::Full);
    let mut columns: Vec<Col> = Vec::new();
    let mut exprs: Vec<(String, Expr)> = Vec::new();
    let mut renamed: Vec<(String, String, String)> = Vec::new();
    let sides = [(&left, pads_left, true), (&right, pads_right, false)];
    for (side, padded, is_left) in sides {
        for column in &side.columns {
            if !is_left && !repeat_keys && right_keys.contains(&column.name) {
                continue;
            }
            let name = unique(&column.name, |n| columns.iter().any(|c| c.name == n));
            let needs_text = padded && column.ty == KqlType::String && !column.poisoned;
            let physical = if needs_text { b.fresh(&column.name) } else { column.physical.clone() };
            if !column.poisoned && !exprs.iter().any(|(n, _)| *n == physical) {
                let expr = col(&column.physical);
                exprs.push((physical.clone(), if needs_text { never_null_text(expr, column.ty) } else { expr }));
            }
            if !is_left {
                let suffix = name.strip_prefix(column.name.as_str()).unwrap_or_default().to_owned();
                renamed.push((column.physical.clone(), physical.clone(), suffix));
            } else if needs_text {
                renamed.push((column.physical.clone(), physical.clone(), String::new()));
            }
            let nullable = column.nullable || (padded && column.ty != KqlType::String);
            columns.push(Col { name, physical, nullable, ..column.clone() });
        }
    }
    for name in left.group.iter().flat_map(|g| std::iter::once(&g.row).chain(&g.carried)) {
        if !exprs.iter().any(|(n, _)| n == name) {
            exprs.push((name.clone(), col(name)));
        }
    }
    let hidden = merged_hidden(&left, &right, &renamed);
    let lineage: Vec<Expr> = [lineage_of(&left), lineage_of(&right)].into_iter().flatten().map(|n| col(&n)).collect();
    let has_lineage = !lineage.is_empty();
    let mut lineage = lineage.into_iter();
    match (lineage.next(), lineage.next()) {
        (Some(l), Some(r)) => exprs.push((LINEAGE.to_owned(), lineage::concat(l, r))),
        (Some(only), None) => exprs.push((LINEAGE.to_owned(), only)),
        _ => {}
    }
    let plan = b.projected(&plan, exprs, span)?;
    let scope = b.fresh_scope();
    let mut result = Relation::new(plan, columns, scope);
    result.hidden = hidden;
    result.lineage = has_lineage;
    result.group = left.group;
    result.time = left.time;
    result.poisoned = left.poisoned || right.poisoned;
    result.prune_hidden();
    Some(result)
}

/// Hidden names of both sides; those of the right follow the suffix of the column they mean.
fn merged_hidden(left: &Relation, right: &Relation, renamed: &[(String, String, String)]) -> Vec<Hidden> {
    let find = |target: &str| renamed.iter().find(|(old, ..)| old == target);
    let mut hidden: Vec<Hidden> = left
        .hidden
        .iter()
        .map(|h| {
            let target = find(&h.target).map_or_else(|| h.target.clone(), |(_, new, _)| new.clone());
            Hidden { target, ..h.clone() }
        })
        .collect();
    for own in &right.hidden {
        let Some((_, target, suffix)) = find(&own.target) else { continue };
        // A time that the left side shows under this very name is another one.
        let taken = suffix.is_empty() && (left.column(&own.name).is_some() || left.hidden(&own.name).is_some());
        let name = if taken { format!("{}1", own.name) } else { format!("{}{suffix}", own.name) };
        if !hidden.iter().any(|h| h.name == name) {
            hidden.push(Hidden { name, target: target.clone(), kind: own.kind });
        }
    }
    hidden
}
