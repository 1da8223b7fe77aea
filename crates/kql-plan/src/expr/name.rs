//! What a bare name means inside a row: a column, a hidden column, a variable, a function without arguments.

use super::{Bound, Cx};
use crate::binder::Binder;
use crate::catalog::AliasKind;
use crate::env::Binding;
use crate::relation::{Col, Open, Relation, col};
use diagnostics::{Diagnostic, Span};
use kql_functions::{KqlType, Value};
use kql_syntax::ast::Name;

/// A column reference as an expression.
pub(crate) fn column(relation: &Relation, column: &Col) -> Bound {
    let mut bound = Bound::new(col(&column.physical), column.ty);
    bound.nullable = column.nullable;
    bound.physical = Some(column.physical.clone());
    bound.name = Some(column.name.clone());
    bound.scope = relation.scope;
    bound
}

impl Binder<'_> {
    pub(crate) fn name(&mut self, name: &Name, cx: &mut Cx<'_>) -> Option<Bound> {
        if let Some(relation) = cx.relation
            && relation.has_name(&name.text)
        {
            return self.column(relation, name);
        }
        match self.env.get(&name.text).cloned() {
            Some(Binding::Scalar(bound)) => {
                if bound.scope != 0 && bound.scope != cx.scope {
                    let message = format!("`{}` belongs to another table's rows", name.text);
                    return self.error("unsupported", name.span, format!("unsupported: {message}"));
                }
                // A variable's name is not its value's: `extend x` names its column `x`.
                Some(Bound { name: Some(name.text.clone()), ..*bound })
            }
            Some(Binding::Poisoned) => None,
            Some(Binding::Table(table)) => {
                let message = format!("`{}` is a table where a value is wanted", name.text);
                let help = match table.columns.first() {
                    Some(first) => format!("`toscalar({} | project {})` takes its first value", name.text, first.name),
                    None => format!("`toscalar({})` takes its first value", name.text),
                };
                self.error_help("not-a-value", name.span, message, help)
            }
            Some(Binding::Function(..)) => self.call(name, &[], name.span, cx),
            None if cx.relation.is_some_and(|r| r.may_have(&name.text)) => self.open_column(cx.relation?, name),
            None => match self.saved_function(name) {
                Some(saved) => self.call_saved_scalar(name, &saved?, &[], name.span, cx),
                None => self.unknown_column(name, cx.relation),
            },
        }
    }

    /// A name that only the rows can tell to be a column: see [`Open`].
    fn open_column(&mut self, relation: &Relation, name: &Name) -> Option<Bound> {
        let bound = match relation.open.as_deref()? {
            Open::Values(ty) => Bound::new(super::missing(*ty), *ty),
            Open::Missing(columns) => match columns.get(&name.text) {
                Some(ty) => Bound::new(super::missing(*ty), *ty),
                None => return self.unknown_column(name, Some(relation)),
            },
            Open::Bag { physical, prefix } => {
                let Some(member) = name.text.strip_prefix(prefix.as_str()) else {
                    return self.unknown_column(name, Some(relation));
                };
                let member = Bound::constant(Value::string(member.to_owned()), KqlType::String);
                let bag = Bound { scope: relation.scope, ..Bound::new(col(physical), KqlType::Dynamic) };
                let value = self.operator_call("$path", vec![bag, member], name.span)?;
                self.convert(value, KqlType::String, name.span)?
            }
        };
        Some(bound.named(Some(name.text.clone())))
    }

    /// A column by its own or its hidden name; reports names that are unknown, and aliases.
    pub(crate) fn column(&mut self, relation: &Relation, name: &Name) -> Option<Bound> {
        let found = self.column_ref(relation, name)?;
        let mut bound = column(relation, &found);
        bound.name = Some(name.text.clone());
        Some(bound)
    }

    /// The visible column that a name means, with the diagnostics that are due.
    pub(crate) fn column_ref(&mut self, relation: &Relation, name: &Name) -> Option<Col> {
        if let Some(found) = relation.column(&name.text) {
            return if found.poisoned { None } else { Some(found.clone()) };
        }
        if let Some((hidden, target)) = relation.hidden(&name.text) {
            if hidden.kind == AliasKind::Alias {
                if self.options.strict {
                    let message = format!("there is no column `{}`", name.text);
                    let help = format!("the table has the column `{}`", target.name);
                    return self.error_help("unknown-column", name.span, message, help);
                }
                let message = format!("`{}` is no column of this table; `{}` is read instead", name.text, target.name);
                self.report(
                    Diagnostic::warning("alias-column", message)
                        .at(name.span, "an alias")
                        .help(format!("write `{}`: Microsoft's engine refuses the alias", target.name)),
                );
            }
            return if target.poisoned { None } else { Some(target.clone()) };
        }
        self.unknown_column(name, Some(relation))
    }

    pub(crate) fn unknown_column<T>(&mut self, name: &Name, relation: Option<&Relation>) -> Option<T> {
        if relation.is_some_and(|r| r.poisoned) {
            return None;
        }
        if self.catalog.table(&name.text).is_some() {
            let message = format!("`{}` is a table where a value is wanted", name.text);
            return self.error("not-a-value", name.span, message);
        }
        let env = self.env.clone();
        let mut candidates: Vec<&str> = relation.map(|r| r.names().collect()).unwrap_or_default();
        if let Some(relation) = relation {
            candidates.extend(relation.hidden.iter().filter(|h| h.kind == AliasKind::DialectTime).map(|h| &*h.name));
        }
        candidates.extend(env.iter().filter(|(_, b)| matches!(b, Binding::Scalar(_))).map(|(n, _)| n));
        let what = if relation.is_some() { "column" } else { "variable" };
        self.unknown("unknown-column", what, &name.text, name.span, &candidates)
    }

    /// A key to group by. Of a table that Sentinel and Defender XDR share, a column of JSON is text in the one and dynamic
    /// in the other: rules of Defender group by it, so its text is the key.
    pub(crate) fn group_key(&mut self, relation: &Relation, key: Bound, span: Span, place: &str) -> Option<Bound> {
        let of_the_table = key.physical.as_deref().is_some_and(|p| !p.contains('#'));
        let shared = relation.hidden.iter().any(|h| h.kind == AliasKind::DialectTime);
        if key.ty == KqlType::Dynamic && of_the_table && shared && !self.options.strict {
            let message = format!("Sentinel refuses a value of type dynamic as {place}; the column's text is taken");
            let help = "`tostring(…)` says so in both dialects";
            self.report(Diagnostic::warning("dynamic-key", message).at(span, "").help(help));
            let name = key.name.clone();
            return Some(self.convert(key, KqlType::String, span)?.named(name));
        }
        self.check_key(key.ty, span, place)?;
        Some(key)
    }

    /// Refuses types that cannot be compared and ordered.
    pub(crate) fn check_key(&mut self, ty: KqlType, span: Span, place: &str) -> Option<()> {
        if ty.is_key() {
            return Some(());
        }
        self.error_help(
            "dynamic-key",
            span,
            format!("a value of type dynamic cannot be {place}"),
            "convert it first, for example with `tostring(…)`",
        )
    }
}

impl Relation {
    /// Whether a name may be a column that only the rows tell.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        match self.open.as_deref() {
            None => false,
            Some(Open::Bag { prefix, .. }) => name.starts_with(prefix.as_str()),
            Some(Open::Values(_)) => true,
            Some(Open::Missing(columns)) => columns.contains_key(name),
        }
    }

    /// Whether a row has anything by that name.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.column(name).is_some() || self.hidden(name).is_some()
    }
}
