//! `evaluate ipv4_lookup(table, address, network [, key …] [, return_unmatched = true])`: the rows of a table whose
//! networks hold an address.
//!
//! Each address meets the networks by its 33 prefixes, so that large tables of networks need no row-by-row search.

use crate::binder::Binder;
use crate::env::Binding;
use crate::plugin::{Plugin, PluginCall};
use crate::relation::Relation;
use crate::template::{INPUT, quoted};
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Expr, ExprKind};
use std::sync::Arc;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["ipv4_lookup"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let span = call.span;
    let mut unmatched = None;
    let mut positional = Vec::new();
    for argument in call.args {
        match &argument.name {
            Some(name) if name.text == "return_unmatched" => unmatched = Some(&argument.value),
            Some(name) => {
                return b.error("argument-count", name.span, format!("`ipv4_lookup` has no argument `{}`", name.text));
            }
            None => positional.push(&argument.value),
        }
    }
    // A condition in last place is the same setting without its name.
    if let Some(last) = positional.last()
        && positional.len() > 3
        && is_bool(last)
    {
        unmatched = positional.pop();
    }
    let [table, address, network, extra @ ..] = positional.as_slice() else {
        let message = format!("`ipv4_lookup` takes a table and two columns, not {} arguments", positional.len());
        return b.error("argument-count", call.name.span, message);
    };
    if let Some(extra) = extra.first() {
        return b.unsupported("further keys of ipv4_lookup", extra.span);
    }
    let keep = match unmatched {
        Some(expr) => matches!(b.constant(expr, KqlType::Bool, "`return_unmatched`")?, Value::Bool(true)),
        None => false,
    };
    let table = b.table(table)?;
    let (address, network) = (column_of(b, &relation, address)?, column_of(b, &table, network)?);
    let matches = format!(
        "{INPUT} | distinct {address} | mv-expand ['$bits'] = range(0, 32) to typeof(long) \
         | extend ['$network'] = format_ipv4_mask({address}, ['$bits']) | where isnotempty(['$network']) \
         | join kind=inner (['$table'] | extend ['$width'] = iff({network} contains '/', tolong(split({network}, '/')[1]), 32) \
             | extend ['$network'] = format_ipv4_mask(tostring(split({network}, '/')[0]), ['$width']) \
             | where isnotempty(['$network']) | project-away ['$width']) on ['$network'] \
         | project-away ['$bits'], ['$network'], ['$network1']"
    );
    let bindings = vec![("$table", Binding::Table(Arc::new(table.clone())))];
    let mut found = b.template(&matches, relation.clone(), bindings, span)?;
    // The address came along as the first column, under a name that no column of the table has.
    let key = found.columns.first_mut()?;
    key.name = "$address".to_owned();
    for (column, original) in found.columns.iter_mut().skip(1).zip(&table.columns) {
        column.name.clone_from(&original.name);
    }
    let kind = if keep { "leftouter" } else { "inner" };
    let text = format!(
        "{INPUT} | join kind={kind} (['$found']) on $left.{address} == $right.['$address'] | project-away ['$address']"
    );
    b.template(&text, relation, vec![("$found", Binding::Table(Arc::new(found)))], span)
}

fn is_bool(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Literal(kql_syntax::ast::Literal::Bool(_)))
}

/// A column of texts, as it is written in a template.
fn column_of(b: &mut Binder<'_>, relation: &Relation, expr: &Expr) -> Option<String> {
    let ExprKind::Name(name) = &expr.kind else {
        return b.error("not-a-column", expr.span, "a column's name is wanted here");
    };
    let column = b.column_ref(relation, name)?;
    if column.ty != KqlType::String {
        let message = format!("`{}` is of type {}, and addresses are strings", name.text, column.ty);
        return b.error("type-mismatch", expr.span, message);
    }
    Some(quoted(&name.text))
}
