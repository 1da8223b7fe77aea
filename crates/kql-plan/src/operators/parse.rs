//! `parse e with "text" name:type *` and `parse-where`: columns cut out of a text.

use super::mv_expand::place;
use crate::binder::Binder;
use crate::expr::Cx;
use crate::operator::Operator;
use crate::parse_pattern::{self, Field, Pattern};
use crate::relation::{Col, Relation, col};
use kql_functions::KqlType;
use kql_syntax::ast::{self, OperatorKind, ParseKind, ParsePart};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["parse", "parse-where"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Parse { kind, flags, expr, parts, required } = &op.kind else { return input };
    let relation = input?;
    let source = b.scalar(expr, &mut Cx::row(&relation));
    let mut fields: Vec<Field> = Vec::new();
    for part in parts {
        if let ParsePart::Column { name, ty } = part {
            let ty = match ty {
                Some(ty) => b.type_name(ty)?,
                None => KqlType::String,
            };
            fields.push(Field { name: name.text.clone(), ty });
        }
    }
    let source = b.convert(source?, KqlType::String, expr.span)?;
    b.note_now(source.now);
    let pattern = match kind {
        ParseKind::Regex => Pattern::regex(parts, fields, flags.as_deref().unwrap_or_default()),
        ParseKind::Simple => Ok(Pattern::simple(parts, fields, false)),
        ParseKind::Relaxed => Ok(Pattern::simple(parts, fields, true)),
    };
    let pattern = match pattern {
        Ok(pattern) => pattern,
        Err(message) => {
            let text = parts.iter().find_map(|p| match p {
                ParsePart::Text { span, .. } => Some(*span),
                _ => None,
            });
            return b.error("invalid-argument", text.unwrap_or(op.span), message);
        }
    };
    let fields = pattern.fields().to_vec();
    let parsed = b.fresh("parsed");
    let mut relation =
        b.add_columns(relation, vec![(parsed.clone(), parse_pattern::call(pattern, source.expr))], op.span)?;
    let mut exprs: Vec<_> = relation.live().into_iter().map(|n| (n.clone(), col(&n))).collect();
    let matched = b.fresh("matched");
    if *required {
        exprs.push((matched.clone(), parse_pattern::matched(col(&parsed))));
    }
    for (i, field) in fields.iter().enumerate() {
        let physical = b.fresh(&field.name);
        exprs.push((physical.clone(), parse_pattern::field(col(&parsed), i, field.ty)));
        let nullable = field.ty != KqlType::String;
        place(&mut relation, Col { name: field.name.clone(), ty: field.ty, physical, nullable, poisoned: false });
    }
    let plan = b.projected(&relation.plan, exprs, op.span)?;
    relation.set_plan(plan, 1);
    relation.prune_hidden();
    Some(if *required { Binder::filter(relation, col(&matched)) } else { relation })
}
