//! `all(e, condition)`, `any(e, condition)` and `map(e, value)` of an edge in a graph pattern: what each of the edges
//! that it stands for gives.
//!
//! The inner expression is computed for every edge beforehand, as a property of its own; the call becomes a look at it.

use crate::template::{call_expr, name_expr};
use kql_syntax::ast::{Expr, ExprKind, GraphPath, Literal, Name};
use std::collections::BTreeMap;

/// A property that is computed for the edges of one name.
#[derive(Debug)]
pub(crate) struct Computed {
    pub(crate) edge: String,
    pub(crate) name: String,
    pub(crate) value: Expr,
}

/// The named edges of a pattern, and whether each stands for several.
pub(crate) fn named(paths: &[GraphPath]) -> BTreeMap<String, bool> {
    let steps = paths.iter().flat_map(|p| &p.steps);
    steps.filter_map(|(edge, _)| Some((edge.name.as_ref()?.text.clone(), edge.length.is_some()))).collect()
}

/// Puts looks at computed properties in the place of the calls.
pub(crate) fn lift(expr: &mut Expr, edges: &BTreeMap<String, bool>, computed: &mut Vec<Computed>) {
    for child in children(expr) {
        lift(child, edges, computed);
    }
    let span = expr.span;
    let ExprKind::Call { name, args } = &expr.kind else { return };
    let word = name.text.as_str();
    let [edge, value] = args.as_slice() else { return };
    let ExprKind::Name(edge) = &edge.value.kind else { return };
    let Some(several) = edges.get(&edge.text).copied().filter(|_| matches!(word, "all" | "any" | "map")) else {
        return;
    };
    let truth = |value: bool| Expr { kind: ExprKind::Literal(Literal::Bool(value)), span };
    let property = format!("$computed{}", computed.len());
    let looked_at = name_expr(&format!("{}.{property}", edge.text), span);
    let value = match word {
        "map" => value.value.clone(),
        // What is null does not hold.
        _ => call_expr("iff", vec![value.value.clone(), truth(true), truth(false)], span),
    };
    let replaced = match (word, several) {
        ("all", true) => {
            call_expr("not", vec![call_expr("set_has_element", vec![looked_at, truth(false)], span)], span)
        }
        ("any", true) => call_expr("set_has_element", vec![looked_at, truth(true)], span),
        _ => looked_at,
    };
    computed.push(Computed { edge: edge.text.clone(), name: property, value });
    *expr = replaced;
}

/// The looks at members of nodes and edges, `a.name`, that an expression has: whose, which, and where.
pub(crate) fn members(expr: &mut Expr, found: &mut Vec<(Name, Name)>) {
    if let ExprKind::Path { base, member } = &expr.kind
        && let (ExprKind::Name(base), ExprKind::Name(member)) = (&base.kind, &member.kind)
    {
        found.push((base.clone(), member.clone()));
    }
    for child in children(expr) {
        members(child, found);
    }
}

/// The expressions directly below one.
fn children(expr: &mut Expr) -> Vec<&mut Expr> {
    match &mut expr.kind {
        ExprKind::Unary { operand, .. } => vec![operand],
        ExprKind::Binary { left, right, .. } => vec![left, right],
        ExprKind::Logical { operands, .. } | ExprKind::List(operands) => operands.iter_mut().collect(),
        ExprKind::In { left, list, .. } => std::iter::once(&mut **left).chain(list).collect(),
        ExprKind::Between { left, low, high, .. } => vec![left, low, high],
        ExprKind::Call { args, .. } => args.iter_mut().map(|a| &mut a.value).collect(),
        ExprKind::Path { base, .. } => vec![base],
        ExprKind::Index { base, index } => vec![base, index],
        ExprKind::Paren(inner) => vec![inner],
        _ => Vec::new(),
    }
}
