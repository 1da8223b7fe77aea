//! `search [in (tables)] condition`: the rows of all tables that have a word in some column.

use super::union;
use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use crate::search_condition::Words;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["search"], starts: true, row_local: true, within: false, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Search { tables, condition, options } = &op.kind else { return input };
    let case_sensitive = Binder::word(options, &["kind"]).as_deref() == Some("case_sensitive");
    let source = Binder::word(options, &["withsource", "with_source"]).unwrap_or_else(|| "$table".to_owned());
    let piped = input.is_some();
    let legs = match input {
        Some(input) => vec![input],
        None => union::tables(b, tables, op.span)?,
    };
    let mut found = Vec::new();
    for (i, mut leg) in legs.into_iter().enumerate() {
        let name = leg.name.take().unwrap_or_else(|| format!("search_arg{i}"));
        if leg.rowless {
            found.push(leg);
            continue;
        }
        // What stands for every column is for those of this table.
        let condition = b.search_condition(condition, &leg, Words { case_sensitive });
        let mut filtered = super::r#where::filtered(b, leg, &condition, op.span)?;
        filtered.name = Some(name);
        found.push(filtered);
    }
    if found.iter().any(|l| l.group.is_some()) {
        return b.unsupported("search inside mv-apply", op.span);
    }
    let serialized = piped && found.iter().all(|l| l.serialized);
    let mut result = union::united(b, found, false, Some(source), op.span)?;
    result.serialized = serialized;
    Some(result)
}
