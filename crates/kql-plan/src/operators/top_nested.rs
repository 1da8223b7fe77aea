//! `top-nested n of a by aggregate, top-nested m of b by aggregate, …`: the first values of a column, within each the
//! first values of the next one, and so on.

use super::summarize::summarize;
use crate::binder::Binder;
use crate::env::Binding;
use crate::operator::Operator;
use crate::relation::{Group, Relation};
use crate::template::{INPUT, assign, name_expr, quoted};
use kql_functions::KqlType;
use kql_syntax::ast::{self, ExprKind, OperatorKind, OrderKey};
use std::sync::Arc;

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["top-nested"], starts: false, row_local: false, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::TopNested(levels) = &op.kind else { return input };
    let (mut rows, span) = (input?, op.span);
    // The columns of the answer so far: values and aggregates by turns.
    let mut columns: Vec<String> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for level in levels {
        let name = match (level.of.names.first(), &level.of.value.kind) {
            (Some(name), _) | (None, ExprKind::Name(name)) => name.text.clone(),
            _ => format!("Column{}", keys.len() + 1),
        };
        let key = format!("$key{}", keys.len());
        let value = match level.by.names.first() {
            Some(name) => name.text.clone(),
            None => format!("aggregated_{name}"),
        };
        let measure = format!("$measure{}", keys.len());
        // The level's value beside each row.
        rows = super::extend::extend(b, rows, &[assign(Some(&key), level.of.value.clone())], span)?;
        let ty = rows.column(&key)?.ty;
        let by: Vec<_> = keys.iter().chain([&key]).map(|k| assign(None, name_expr(k, span))).collect();
        let mut grouped = summarize(b, rows.clone(), &[assign(Some(&measure), level.by.value.clone())], &by, span)?;
        // The first of them within each value of the level before.
        if let Some(count) = &level.count {
            let all: Vec<String> = keys.iter().map(|k| quoted(k)).collect();
            if !all.is_empty() {
                grouped = first_within(b, grouped, &all, &measure, count, level.ascending, span)?;
            } else {
                let key = OrderKey { expr: name_expr(&measure, span), ascending: level.ascending, nulls_first: None };
                grouped = super::top::top(b, grouped, count, &key, span)?;
            }
        }
        let on = keys.iter().chain([&key]).map(|k| quoted(k)).collect::<Vec<_>>().join(", ");
        let away = keys.iter().chain([&key]).map(|k| quoted(&format!("{k}1"))).collect::<Vec<_>>().join(", ");
        let kept = vec![("$kept", Binding::Table(Arc::new(grouped)))];
        rows = match &level.others {
            None => {
                let text = format!("{INPUT} | join kind=inner (['$kept']) on {on} | project-away {away}");
                b.template(&text, rows, kept, span)?
            }
            Some(others) => {
                // The rows of all other values share one name, and their aggregate is their own.
                let other = b.scalar(others, &mut crate::expr::Cx::none())?;
                let other = b.convert(other, ty, others.span)?;
                let mut bindings = kept;
                bindings.push(("$others", Binder::scalar_binding(other)));
                let text = format!("{INPUT} | join kind=inner (['$kept']) on {on} | project-away {away}");
                let inside = b.template(&text, rows.clone(), bindings.clone(), span)?;
                let quoted_key = quoted(&key);
                let text =
                    format!("{INPUT} | join kind=leftanti (['$kept']) on {on} | extend {quoted_key} = ['$others']");
                let outside = b.template(&text, rows, bindings, span)?;
                let measured =
                    summarize(b, outside.clone(), &[assign(Some(&measure), level.by.value.clone())], &by, span)?;
                let text = format!("{INPUT} | join kind=inner (['$kept']) on {on} | project-away {away}");
                let outside = b.template(&text, outside, vec![("$kept", Binding::Table(Arc::new(measured)))], span)?;
                let text = format!("union {INPUT}, ['$outside']");
                b.template(&text, inside, vec![("$outside", Binding::Table(Arc::new(outside)))], span)?
            }
        };
        columns.push(format!("{} = {}", quoted(&name), quoted(&key)));
        columns.push(format!("{} = {}", quoted(&value), quoted(&measure)));
        keys.push(key);
    }
    let text = format!("{INPUT} | summarize by {}", columns.join(", "));
    b.template(&text, rows, Vec::new(), span)
}

/// The first rows of each combination of keys.
fn first_within(
    b: &mut Binder<'_>,
    relation: Relation,
    keys: &[String],
    measure: &str,
    count: &ast::Expr,
    ascending: Option<bool>,
    span: diagnostics::Span,
) -> Option<Relation> {
    // One text tells the combination.
    let text = format!("{INPUT} | extend ['$group'] = tostring(pack_array({}))", keys.join(", "));
    let mut relation = b.template(&text, relation, Vec::new(), span)?;
    let group = relation.columns.pop().filter(|c| c.ty == KqlType::String)?;
    relation.group = Some(Arc::new(Group { row: group.physical, carried: Vec::new() }));
    let key = OrderKey { expr: name_expr(measure, span), ascending, nulls_first: None };
    let mut first = super::top::top(b, relation, count, &key, span)?;
    first.group = None;
    Some(first)
}
