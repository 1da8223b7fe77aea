//! `d.a.b`, `d["a"]`, `d[0]`: reading from a dynamic value.

use super::{Bound, Cx};
use crate::binder::Binder;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{Expr, ExprKind, Name};

impl Binder<'_> {
    pub(crate) fn path(&mut self, expr: &Expr, cx: &mut Cx<'_>) -> Option<Bound> {
        let mut keys: Vec<Key<'_>> = Vec::new();
        let mut at = expr;
        let base = loop {
            match &at.kind {
                ExprKind::Path { base, member } => {
                    match &member.kind {
                        ExprKind::Name(name) => keys.push(Key::Member(name)),
                        ExprKind::Error => return None,
                        _ => return self.unsupported("this member access", member.span),
                    }
                    at = base;
                }
                ExprKind::Index { base, index } => {
                    keys.push(Key::Index(index));
                    at = base;
                }
                _ => break at,
            }
        };
        keys.reverse();
        if let ExprKind::Name(name) = &base.kind
            && let Some(dotted) = self.dotted_column(name, &keys, cx)
        {
            return Some(dotted);
        }
        let base_span = base.span;
        let base = self.scalar(base, cx)?;
        let mut name = base.name.clone();
        if base.ty != KqlType::Dynamic {
            let message = format!("a value of type {} has no members", base.ty);
            return self.error_help("type-mismatch", base_span, message, "`parse_json(…)` reads JSON from a text");
        }
        let mut args = vec![base];
        for key in keys {
            let bound = match key {
                Key::Member(member) => {
                    name = name.map(|n| format!("{n}_{}", member.text));
                    Bound::constant(Value::string(member.text.clone()), KqlType::String)
                }
                Key::Index(index) => {
                    let mut bound = self.scalar(index, cx)?;
                    name = match (&bound.constant, name) {
                        (Some(Value::String(s)), Some(n)) => Some(format!("{n}_{s}")),
                        (Some(Value::Long(i)), Some(n)) => Some(format!("{n}_{i}")),
                        (Some(Value::Int(i)), Some(n)) => Some(format!("{n}_{i}")),
                        _ => None,
                    };
                    if bound.ty == KqlType::Int {
                        bound = self.convert(bound, KqlType::Long, index.span)?;
                    }
                    bound
                }
            };
            args.push(bound);
        }
        Some(self.operator_call("$path", args, expr.span)?.named(name))
    }

    /// `a.b` where the table really has a column of the name `a.b`.
    fn dotted_column(&mut self, name: &Name, keys: &[Key<'_>], cx: &Cx<'_>) -> Option<Bound> {
        let relation = cx.relation?;
        if relation.has_name(&name.text) {
            return None;
        }
        let mut dotted = name.text.clone();
        for key in keys {
            let Key::Member(member) = key else { return None };
            dotted = format!("{dotted}.{}", member.text);
        }
        let column = relation.column(&dotted)?.clone();
        Some(super::name::column(relation, &column))
    }
}

enum Key<'e> {
    Member(&'e Name),
    Index(&'e Expr),
}
