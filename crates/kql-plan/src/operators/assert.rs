//! `assert condition, message`: the condition must hold, or there is no answer.

use crate::binder::Binder;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_functions::{KqlType, Value};
use kql_syntax::ast::{self, ExprKind, OperatorKind};

pub(crate) static OPERATOR: Operator =
    Operator { keywords: &["assert"], starts: false, row_local: true, within: true, bind };

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let OperatorKind::Assert { condition, message } = &op.kind else { return input };
    let relation = input?;
    let holds = match &condition.kind {
        ExprKind::Typeof(ast::TypeSpec::Schema(columns)) => {
            let mut same = columns.len() == relation.columns.len();
            for (wanted, column) in columns.iter().zip(&relation.columns) {
                let ty = b.type_name(&wanted.ty)?;
                same &= column.poisoned || (wanted.name.text == column.name && ty == column.ty);
            }
            same
        }
        ExprKind::Typeof(_) => return b.unsupported("this form of assert-schema", condition.span),
        _ => matches!(b.constant(condition, KqlType::Bool, "the condition of `assert`")?, Value::Bool(true)),
    };
    if holds {
        return Some(relation);
    }
    let text = b.constant(message, KqlType::String, "the message of `assert`")?;
    let text = text.as_str().unwrap_or_default().to_owned();
    b.error("assertion", condition.span, format!("the assertion fails: {text}"))
}
