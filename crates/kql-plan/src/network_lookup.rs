//! `ipv4_lookup` and `ipv6_lookup`: the rows of a table whose networks hold an address.
//!
//! Each address meets the networks by its prefixes of all lengths, so that large tables of networks need no search row
//! by row.

use crate::binder::Binder;
use crate::env::Binding;
use crate::plugin::PluginCall;
use crate::relation::Relation;
use crate::template::{INPUT, quoted};
use crate::timeline::column;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Expr, ExprKind};
use std::sync::Arc;

/// A kind of addresses.
pub(crate) struct Family {
    /// The length of an address.
    pub(crate) bits: u32,
    /// An expression that cuts an address, `ADDRESS`, to the network of a length, `LENGTH`; empty for what is none.
    pub(crate) masked: &'static str,
    /// What the lengths of IPv4 networks count for.
    pub(crate) ipv4_offset: u32,
}

pub(crate) fn lookup(
    b: &mut Binder<'_>,
    relation: Relation,
    call: &PluginCall<'_>,
    family: &Family,
) -> Option<Relation> {
    let plugin = &call.name.text;
    let span = call.span;
    let mut unmatched = None;
    let mut positional = Vec::new();
    for argument in call.args {
        match &argument.name {
            Some(name) if name.text == "return_unmatched" => unmatched = Some(&argument.value),
            Some(name) => {
                return b.error("argument-count", name.span, format!("`{plugin}` has no argument `{}`", name.text));
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
        let message = format!("`{plugin}` takes a table and two columns, not {} arguments", positional.len());
        return b.error("argument-count", call.name.span, message);
    };
    let keep = match unmatched {
        Some(expr) => matches!(b.constant(expr, KqlType::Bool, "`return_unmatched`")?, Value::Bool(true)),
        None => false,
    };
    let table = b.table(table)?;
    let (address, network) = (column_of(b, &relation, address)?, column_of(b, &table, network)?);
    // Further columns must be equal, and come out once.
    let mut keys = Vec::new();
    for key in extra {
        let name = column(b, &relation, key)?.0;
        let ExprKind::Name(written) = &key.kind else { continue };
        b.column_ref(&table, written)?;
        keys.push(name);
    }
    let bits = family.bits;
    let masked = |address: &str, length: &str| family.masked.replace("ADDRESS", address).replace("LENGTH", length);
    let of_address = masked(&address, "['$bits']");
    let of_network = masked(&format!("tostring(split({network}, '/')[0])"), "['$width']");
    let shift = format!("iff({network} contains ':', 0, {})", family.ipv4_offset);
    let matches = format!(
        "{INPUT} | distinct {address} | mv-expand ['$bits'] = range(0, {bits}) to typeof(long) \
         | extend ['$network'] = {of_address} | where isnotempty(['$network']) \
         | join kind=inner (['$table'] | extend ['$width'] = iff({network} contains '/', tolong(split({network}, '/')[1]) + {shift}, {bits}) \
             | extend ['$network'] = {of_network} \
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
    let also: String = keys.iter().map(|k| format!(", {}", quoted(k))).collect();
    let away: String = keys.iter().map(|k| format!(", {}", quoted(&format!("{k}1")))).collect();
    let text = format!(
        "{INPUT} | join kind={kind} (['$found']) on $left.{address} == $right.['$address']{also} \
         | project-away ['$address']{away}"
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
