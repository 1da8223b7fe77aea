//! `print a = 1, 2`: one row of values.

use crate::binder::Binder;
use crate::expr::Cx;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["print"], starts: true, row_local: true, within: false, bind };

fn bind(b: &mut Binder<'_>, _: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Print(assignments) = &op.kind else { return None };
    let mut values = Vec::new();
    let mut failed = false;
    for (i, assignment) in assignments.iter().enumerate() {
        match b.scalar(&assignment.value, &mut Cx::none()) {
            Some(bound) => {
                let name = assignment.names.first().map_or_else(|| format!("print_{i}"), |n| n.text.clone());
                values.push((name, bound));
            }
            None => failed = true,
        }
    }
    if failed { None } else { b.single_row(values, op.span) }
}
