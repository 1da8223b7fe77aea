//! `parse-kv text as (key: type, …) [with (…)]`: values that stand behind their keys in a text.

use super::mv_expand::place;
use crate::binder::Binder;
use crate::expr::{Bound, Cx};
use crate::operator::Operator;
use crate::relation::{Col, Relation, col};
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{self, OperatorKind};
use serde_json::{Map, Value as Json};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["parse-kv"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::ParseKv { expr, columns, options } = &op.kind else { return input };
    let relation = input?;
    let source = b.scalar(expr, &mut Cx::row(&relation))?;
    let source = b.convert(source, KqlType::String, expr.span)?;
    b.note_now(source.now);
    let mut settings = Map::new();
    for option in options {
        let name = option.name.text.as_str();
        let value = match name {
            "pair_delimiter" | "kv_delimiter" | "quote" | "escape" | "regex" => {
                Json::from(b.constant(&option.value, KqlType::String, "the setting")?.as_str().unwrap_or_default())
            }
            "greedy" => {
                let value = b.constant(&option.value, KqlType::Bool, "the setting")?;
                Json::from(matches!(value, Value::Bool(true)))
            }
            _ => {
                let message = format!("`parse-kv` has no setting `{name}`");
                return b.error("invalid-argument", option.name.span, message);
            }
        };
        match (name, settings.get_mut(name)) {
            // Quotes and escapes may be given several times.
            ("quote" | "escape", Some(Json::Array(list))) => list.push(value),
            ("quote" | "escape", _) => {
                settings.insert(name.to_owned(), Json::Array(vec![value]));
            }
            _ => {
                settings.insert(name.to_owned(), value);
            }
        }
    }
    let keys: Vec<Json> = columns.iter().map(|c| Json::from(c.name.text.as_str())).collect();
    settings.insert("keys".to_owned(), Json::Array(keys));
    let settings = Bound::constant(Value::json(&Json::Object(settings)), KqlType::Dynamic);
    let bag = b.function_call("$parse_kv", vec![source, settings], op.span)?;
    let parsed = b.fresh("pairs");
    let mut relation = b.add_columns(relation, vec![(parsed.clone(), bag.expr)], op.span)?;
    let mut exprs: Vec<_> = relation.live().into_iter().map(|n| (n.clone(), col(&n))).collect();
    for column in columns {
        let ty = b.type_name(&column.ty)?;
        let key = Bound::constant(Value::string(column.name.text.clone()), KqlType::String);
        let value = b.operator_call("$path", vec![Bound::new(col(&parsed), KqlType::Dynamic), key], op.span)?;
        let text = b.convert(value, KqlType::String, op.span)?;
        let value = b.convert(text, ty, op.span)?;
        let physical = b.fresh(&column.name.text);
        exprs.push((physical.clone(), value.expr));
        let nullable = ty != KqlType::String;
        place(&mut relation, Col { name: column.name.text.clone(), ty, physical, nullable, poisoned: false });
    }
    let plan = b.projected(&relation.plan, exprs, op.span)?;
    relation.set_plan(plan, 1);
    relation.prune_hidden();
    Some(relation)
}
