//! `evaluate bag_unpack(bag [, prefix [, conflict [, ignored]]])`: the members of bags as columns.
//!
//! Which columns there are, only the rows tell. Where nothing can run yet, names that the rest of the query uses are
//! taken for members that are strings.

use crate::bag_schema;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use crate::plugin::{Plugin, PluginCall};
use crate::relation::{Col, Open, Relation, col};
use datafusion::logical_expr::LogicalPlan;
use kql_functions::{KqlType, Value};
use std::sync::Arc;

pub(crate) static PLUGIN: Plugin = Plugin { names: &["bag_unpack"], row_local: true, bind };

/// What becomes of a member whose name a column has already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conflict {
    Error,
    ReplaceSource,
    KeepSource,
}

fn bind(b: &mut Binder<'_>, relation: Relation, call: &PluginCall<'_>) -> Option<Relation> {
    let span = call.span;
    let Some(bag) = call.args.first().filter(|_| call.args.len() <= 4) else {
        let message = format!("`bag_unpack` takes 1 to 4 arguments, not {}", call.args.len());
        return b.error("argument-count", call.name.span, message);
    };
    let source = b.scalar(&bag.value, &mut Cx::row(&relation))?;
    if source.ty != KqlType::Dynamic {
        let message = format!("`bag_unpack` unpacks values of type dynamic, not {}", source.ty);
        return b.error("type-mismatch", bag.value.span, message);
    }
    let Some(physical) = source.physical.clone() else {
        return b.error("not-a-column", bag.value.span, "`bag_unpack` takes a column");
    };
    // `columnsConflict` and its like may be given by name.
    let option = |index: usize, name: &str| {
        let named = call.args.iter().find(|a| a.name.as_ref().is_some_and(|n| n.text == name));
        named.or_else(|| call.args.get(index).filter(|a| a.name.is_none())).map(|a| &a.value)
    };
    let prefix = match option(1, "OutputColumnPrefix") {
        Some(prefix) => b.constant(prefix, KqlType::String, "the prefix")?.as_str().unwrap_or_default().to_owned(),
        None => String::new(),
    };
    let conflict = match option(2, "columnsConflict") {
        None => Conflict::Error,
        Some(word) => match b.constant(word, KqlType::String, "the way out of conflicts")?.as_str() {
            Some("replace_source") => Conflict::ReplaceSource,
            Some("keep_source") => Conflict::KeepSource,
            Some("error") => Conflict::Error,
            _ => {
                let message = "this is one of `error`, `replace_source` and `keep_source`";
                return b.error("invalid-argument", word.span, message);
            }
        },
    };
    let ignored: Vec<String> = match option(3, "ignoredProperties") {
        None => Vec::new(),
        Some(list) => match b.constant(list, KqlType::Dynamic, "the list of properties")? {
            Value::Dynamic(json) => serde_json::from_str(&json).unwrap_or_default(),
            _ => Vec::new(),
        },
    };
    let mut members: Vec<(String, KqlType)> = Vec::new();
    let mut only: Option<Vec<(String, KqlType)>> = None;
    match &call.schema {
        Some(schema) if schema.open => members = schema.columns.clone(),
        Some(schema) => only = Some(schema.columns.clone()),
        None => {
            let column = b.fresh("schema");
            let aggregate = bag_schema::call(col(&physical)).alias(&column);
            let plan = crate::aggregate::aggregate_plan(Arc::clone(&relation.plan), Vec::new(), vec![aggregate]);
            let plan: LogicalPlan = b.built(plan, span)?;
            if let Some(schema) = b.preview_value(plan, KqlType::String, span)? {
                members = bag_schema::decode(schema.as_str().unwrap_or_default());
            }
        }
    }
    if members.len() > bag_schema::MOST_COLUMNS {
        let message = format!("these bags would make more than {} columns", bag_schema::MOST_COLUMNS);
        return b.error("too-complex", span, message);
    }
    members.retain(|(name, _)| !ignored.contains(name));
    let before: Vec<Col> = relation.columns.iter().filter(|c| c.physical != physical).cloned().collect();
    let mut columns = before;
    let mut new = Vec::new();
    let scope = relation.scope;
    let mut unpack = |b: &mut Binder<'_>, name: &str, member: &str, ty: KqlType| -> Option<Col> {
        let key = Bound::constant(Value::string(member.to_owned()), KqlType::String);
        let bag = Bound { scope, ..Bound::new(col(&physical), KqlType::Dynamic) };
        let value = b.operator_call("$path", vec![bag, key], span)?;
        let value = b.convert(value, ty, span)?;
        let physical = b.fresh(name);
        new.push((physical.clone(), value.expr));
        Some(Col { name: name.to_owned(), ty, physical, nullable: ty != KqlType::String, poisoned: false })
    };
    if let Some(only) = only {
        let mut result = Vec::new();
        for (name, ty) in only {
            let there = columns.iter().find(|c| c.name == name && conflict != Conflict::ReplaceSource);
            result.push(match (there, name.strip_prefix(prefix.as_str())) {
                (Some(column), _) => column.clone(),
                (None, Some(member)) => unpack(b, &name, member, ty)?,
                (None, None) => unpack(b, &name, "", ty)?,
            });
        }
        columns = result;
    } else {
        for (member, ty) in members {
            let name = format!("{prefix}{member}");
            match columns.iter().position(|c| c.name == name) {
                None => {
                    let column = unpack(b, &name, &member, ty)?;
                    columns.push(column);
                }
                Some(_) if conflict == Conflict::KeepSource => {}
                Some(at) if conflict == Conflict::ReplaceSource => {
                    let column = unpack(b, &name, &member, ty)?;
                    if let Some(place) = columns.get_mut(at) {
                        *place = column;
                    }
                }
                Some(_) => {
                    let message = format!("the bags have a member `{name}`, and there is a column of that name");
                    let help = "give a prefix as the second argument, or `'replace_source'` as the third";
                    return b.error_help("duplicate-column", span, message, help);
                }
            }
        }
    }
    let closed = call.schema.as_ref().is_some_and(|s| !s.open);
    let mut relation = b.add_columns(relation, new, span)?;
    relation.columns = columns;
    // What no bag has is missing in each row; what nobody has looked at may be there.
    let open = Open::Bag { physical, prefix };
    relation.open = if closed { None } else { Some(Arc::new(open)) };
    relation.constant = None;
    relation.scope = b.fresh_scope();
    relation.prune_hidden();
    Some(relation)
}
