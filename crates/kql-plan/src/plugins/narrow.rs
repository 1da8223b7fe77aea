//! `evaluate narrow()`: one row for each cell, with the row's number and the column's name.

use crate::binder::Binder;
use crate::expr::window::window_call;
use crate::expr::{Bound, name};
use crate::plugin::{Plugin, PluginCall};
use crate::relation::{Col, Relation, col};
use crate::table_functions;
use datafusion::functions_window::row_number::row_number_udwf;
use datafusion::logical_expr::{Cast, WindowFunctionDefinition, lit};
use kql_functions::{KqlType, Value};

pub(crate) static PLUGIN: Plugin = Plugin { names: &["narrow"], row_local: false, bind };

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    if let Some(extra) = call.args.first() {
        return b.error("argument-count", extra.value.span, "`narrow` takes no arguments");
    }
    if relation.group.is_some() {
        return b.unsupported("narrow inside a subquery", call.span);
    }
    // Pairs of name and text, made rows.
    let mut pairs = Vec::new();
    for column in relation.columns.iter().filter(|c| !c.poisoned) {
        let text = b.convert(name::column(&relation, column), KqlType::String, call.span)?;
        let key = Bound::constant(Value::string(column.name.clone()), KqlType::String);
        pairs.push(b.function_call("pack_array", vec![key, text], call.span)?);
    }
    let all = b.function_call("pack_array", pairs, call.span)?;
    let (number, list) = (b.fresh("Row"), b.fresh("cells"));
    let counted = window_call(WindowFunctionDefinition::WindowUDF(row_number_udwf()), Vec::new(), Vec::new(), None);
    let mut relation = b.apply_windows(relation, vec![(number.clone(), counted)], call.span)?;
    relation.columns = vec![Col {
        name: "Row".to_owned(),
        ty: KqlType::Long,
        physical: number.clone(),
        nullable: false,
        poisoned: false,
    }];
    let cells = table_functions::expand(all.expr, false, usize::MAX);
    let mut relation = b.add_columns(relation, vec![(list.clone(), cells)], call.span)?;
    let plan = table_functions::unnest(b, (*relation.plan).clone(), std::slice::from_ref(&list), call.span)?;
    relation.set_plan(plan, 2);
    let cell = |b: &mut Binder<'_>, at: i64| {
        let index = Bound::constant(Value::Long(at), KqlType::Long);
        let value = b.operator_call("$path", vec![Bound::new(col(&list), KqlType::Dynamic), index], call.span)?;
        b.convert(value, KqlType::String, call.span)
    };
    let (key, value) = (cell(b, 0)?, cell(b, 1)?);
    // Rows count from 0.
    let row =
        datafusion::logical_expr::Expr::Cast(Cast::new(Box::new(col(&number)), KqlType::Long.arrow())) - lit(1i64);
    let names = ["Row", "Column", "Value"].map(|n| (n, b.fresh(n)));
    let [(_, row_name), (_, key_name), (_, value_name)] = &names;
    let new = vec![(row_name.clone(), row), (key_name.clone(), key.expr), (value_name.clone(), value.expr)];
    let mut relation = b.add_columns(relation, new, call.span)?;
    relation.columns = names
        .into_iter()
        .map(|(name, physical)| Col {
            name: name.to_owned(),
            ty: if name == "Row" { KqlType::Long } else { KqlType::String },
            physical,
            nullable: false,
            poisoned: false,
        })
        .collect();
    relation.scope = b.fresh_scope();
    relation.prune_hidden();
    Some(relation)
}
