//! A query's result, table by table: the operators that rows of each table go through.

use super::Refused;
use kql_syntax::ast::{Expr, ExprKind, Operator, OperatorKind, Query, StatementKind};
use std::collections::BTreeMap;

/// More legs and deeper names than this are no rule that anybody wrote.
const MOST_BRANCHES: usize = 32;
const DEEPEST: usize = 16;

/// The way of one table's rows to the result.
#[derive(Debug, Clone)]
pub(super) struct Branch<'q> {
    pub(super) table: &'q str,
    pub(super) operators: Vec<&'q Operator>,
}

/// The variables of a query by name.
pub(super) type Lets<'q> = BTreeMap<&'q str, &'q Expr>;

pub(super) fn lets(query: &Query) -> Lets<'_> {
    let mut lets = Lets::new();
    for statement in &query.statements {
        if let StatementKind::Let { name, value } = &statement.kind {
            lets.insert(&name.text, value);
        }
    }
    lets
}

/// The branches of a query's result. Only operators that look at one row at a time are followed.
pub(super) fn branches<'q>(query: &'q Query, text: &str) -> Result<Vec<Branch<'q>>, Refused> {
    let result = query.statements.iter().rev().find_map(|statement| match &statement.kind {
        StatementKind::Expr(expr) => Some(expr),
        _ => None,
    });
    let result = result.ok_or_else(|| Refused("the query has no result".to_owned()))?;
    let branches = expand(result, &lets(query), 0)?;
    for operator in branches.iter().flat_map(|branch| &branch.operators) {
        if !is_row_local(&operator.kind) {
            let word: String = text
                .get(operator.span.start..)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            return Err(Refused(format!("`{word}` looks at more than one record")));
        }
    }
    Ok(branches)
}

fn expand<'q>(expr: &'q Expr, lets: &Lets<'q>, depth: usize) -> Result<Vec<Branch<'q>>, Refused> {
    if depth > DEEPEST {
        return Err(Refused("names refer to names too often".to_owned()));
    }
    match &expr.kind {
        ExprKind::Paren(inner) => expand(inner, lets, depth + 1),
        ExprKind::Name(name) => match lets.get(name.text.as_str()) {
            Some(value) => expand(value, lets, depth + 1),
            None => Ok(vec![Branch { table: &name.text, operators: Vec::new() }]),
        },
        ExprKind::Pipeline { source, operators } => {
            let mut branches = match source {
                Some(source) => expand(source, lets, depth + 1)?,
                None => Vec::new(),
            };
            for operator in operators {
                if let OperatorKind::Union { tables, .. } = &operator.kind {
                    for table in tables {
                        branches.extend(expand(table, lets, depth + 1)?);
                    }
                } else {
                    branches.iter_mut().for_each(|branch| branch.operators.push(operator));
                }
                if branches.is_empty() || branches.len() > MOST_BRANCHES {
                    return Err(Refused("the query does not start from tables".to_owned()));
                }
            }
            Ok(branches)
        }
        _ => Err(Refused("the query does not start from a table".to_owned())),
    }
}

const fn is_row_local(kind: &OperatorKind) -> bool {
    matches!(
        kind,
        OperatorKind::Where(_)
            | OperatorKind::Extend(_)
            | OperatorKind::Project(_)
            | OperatorKind::ProjectAway(_)
            | OperatorKind::ProjectKeep(_)
            | OperatorKind::ProjectRename(_)
            | OperatorKind::ProjectReorder(_)
            | OperatorKind::Sort(_)
    )
}
