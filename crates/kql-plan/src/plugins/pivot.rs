//! `evaluate pivot(column [, aggregate [, key …]])`: a column for each value, with the aggregate of its rows.
//!
//! Which columns there are, only the rows tell. Where nothing can run yet, names that the rest of the query uses are
//! taken for such values.

use crate::binder::Binder;
use crate::env::Binding;
use crate::expr::{Cx, name};
use crate::plugin::{Plugin, PluginCall};
use crate::relation::{Col, Open, Relation, col, unique};
use crate::template::{INPUT, assign, call_expr, name_expr, quoted};
use datafusion::logical_expr::when;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::ExprKind;
use std::sync::Arc;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["pivot"], row_local: false, bind };

/// How many columns there may be.
const MOST: usize = 1000;

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let span = call.span;
    let Some((pivot, rest)) = call.args.split_first() else {
        return b.error("argument-count", call.name.span, "`pivot` takes at least 1 argument");
    };
    let pivoted = b.scalar(&pivot.value, &mut Cx::row(&relation))?;
    b.check_key(pivoted.ty, pivot.value.span, "the column of `pivot`")?;
    let (aggregate, keys) = match rest.split_first() {
        Some((first, keys)) => (first.value.clone(), keys),
        None => (call_expr("count", Vec::new(), span), rest),
    };
    let zero = matches!(&aggregate.kind, ExprKind::Call { name, .. }
        if matches!(name.text.as_str(), "count" | "countif" | "dcount" | "dcountif" | "sum" | "sumif"));
    // Without keys all other columns are keys, but for those that the aggregate reads.
    let mut by = Vec::new();
    if keys.is_empty() {
        let used = crate::search_condition::names(&aggregate);
        for column in relation.columns.iter().filter(|c| !c.poisoned) {
            if Some(&column.physical) != pivoted.physical.as_ref() && !used.contains(&column.name) {
                by.push(assign(None, name_expr(&column.name, span)));
            }
        }
    }
    by.extend(keys.iter().map(|k| assign(None, k.value.clone())));
    let count = by.len();
    by.push(assign(Some("$pivot"), call_expr("tostring", vec![pivot.value.clone()], pivot.value.span)));
    let grouped = crate::operators::summarize::summarize(b, relation, &[assign(Some("$value"), aggregate)], &by, span)?;
    let value = grouped.column("$value")?.clone();
    let pivot_column = grouped.column("$pivot")?.clone();
    // The values, in order.
    let mut values: Vec<(String, String, KqlType)> = Vec::new();
    let mut open = None;
    if let Some(schema) = &call.schema {
        let known = grouped.columns.get(..count).unwrap_or_default();
        let declared = schema.columns.iter().filter(|(n, _)| !known.iter().any(|c| c.name == *n));
        values.extend(declared.map(|(n, ty)| (n.clone(), n.clone(), *ty)));
    } else {
        let column = name::column(&grouped, &pivot_column);
        let set = b.gather(&grouped, "make_set", column, span)?;
        match b.preview_value(set, KqlType::Dynamic, span)? {
            Some(Value::Dynamic(json)) => {
                let mut found: Vec<String> = serde_json::from_str(&json).unwrap_or_default();
                found.sort();
                values.extend(found.into_iter().map(|v| (v.clone(), v, value.ty)));
            }
            Some(_) => {}
            None => open = Some(Arc::new(Open::Values(value.ty))),
        }
    }
    if values.len() > MOST {
        return b.error("too-complex", span, format!("this pivot would make more than {MOST} columns"));
    }
    let keys: Vec<Col> = grouped.columns.get(..count).unwrap_or_default().to_vec();
    let mut new = Vec::new();
    let mut made: Vec<Col> = Vec::new();
    for (text, name, ty) in values {
        let same = col(&pivot_column.physical).eq(crate::values::to_scalar_expr(&text));
        let null = crate::expr::missing(value.ty);
        let picked = b.built(when(same, col(&value.physical)).otherwise(null), span)?;
        let physical = b.fresh(&name);
        new.push((physical.clone(), picked));
        let name = unique(&name, |n| keys.iter().chain(&made).any(|c| c.name == n));
        made.push(Col { name, ty, physical, nullable: true, poisoned: false });
    }
    let mut wide = b.add_columns(grouped, new, span)?;
    wide.columns = keys.iter().cloned().chain(made.iter().map(|c| Col { ty: value.ty, ..c.clone() })).collect();
    // Of each key's rows at most one has the value.
    let names = |columns: &[Col]| columns.iter().map(|c| quoted(&c.name)).collect::<Vec<_>>();
    let mut aggregates = Vec::new();
    for column in &made {
        let name = quoted(&column.name);
        let any = match value.ty {
            KqlType::String | KqlType::Guid | KqlType::Dynamic | KqlType::Bool => format!("take_any({name})"),
            _ => format!("max({name})"),
        };
        let fixed = if zero && value.ty != KqlType::TimeSpan {
            format!("coalesce({any}, to{}(0))", real_or_long(value.ty))
        } else {
            any
        };
        let typed = if column.ty == value.ty { fixed } else { format!("to{}({fixed})", converter(column.ty)) };
        aggregates.push(format!("{name} = {typed}"));
    }
    let text = format!("{INPUT} | summarize {} by {}", aggregates.join(", "), names(&keys).join(", "));
    let text = match (aggregates.is_empty(), keys.is_empty()) {
        (true, true) => format!("{INPUT} | take 0"),
        (false, true) => text.trim_end_matches(" by ").to_owned(),
        _ => text,
    };
    let mut result = b.template(&text, wide, Vec::<(&str, Binding)>::new(), span)?;
    if let Some(schema) = call.schema.as_ref().filter(|s| !s.open) {
        // The columns as they are written, in that order.
        let mut columns = Vec::new();
        for (name, ty) in &schema.columns {
            let Some(column) = result.column(name).filter(|c| c.ty == *ty) else {
                return b.error("type-mismatch", span, format!("`pivot` gives no column `{name}` of type {ty}"));
            };
            columns.push(column.clone());
        }
        result.columns = columns;
    }
    result.open = open;
    Some(result)
}

/// A cast that keeps the type of a sum or a count.
const fn real_or_long(ty: KqlType) -> &'static str {
    match ty {
        KqlType::Real => "real",
        KqlType::Decimal => "decimal",
        _ => "long",
    }
}

const fn converter(ty: KqlType) -> &'static str {
    match ty {
        KqlType::Dynamic => "dynamic",
        other => other.name(),
    }
}
