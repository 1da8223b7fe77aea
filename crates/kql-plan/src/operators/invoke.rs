//! `T | invoke f(args)`: calls a function with the table as its first argument.

use crate::binder::Binder;
use crate::env::Binding;
use crate::operator::Operator;
use crate::relation::Relation;
use kql_syntax::ast::{self, Argument, Expr, ExprKind, Name, OperatorKind};
use std::sync::Arc;

pub(super) static OPERATOR: Operator =
    Operator { keywords: &["invoke"], starts: false, row_local: true, within: false, bind };

/// The name under which the function's arguments find the input.
const INPUT: &str = "$input";

fn bind(b: &mut Binder<'_>, input: Option<Relation>, op: &ast::Operator) -> Option<Relation> {
    let (OperatorKind::Invoke { function, args }, Some(input)) = (&op.kind, input) else { return None };
    // A function of another database is looked up here, as its tables are.
    let text = function.text.rsplit('.').next().unwrap_or_default().trim().to_owned();
    let name = Name { text, span: function.span };
    let here = Expr { kind: ExprKind::Name(Name { text: INPUT.to_owned(), span: name.span }), span: name.span };
    let mut given = vec![Argument { name: None, value: here }];
    given.extend(args.iter().cloned());
    let bound = b.env.get(&name.text).cloned();
    let env = b.env.with(INPUT, Binding::Table(Arc::new(input.clone())));
    match bound {
        Some(Binding::Function(called, inner)) => {
            return b.with_env(env, |b| b.call_user_table(&name, &called, inner, &given, op.span));
        }
        Some(Binding::Poisoned) => return None,
        _ => {}
    }
    if let Some(saved) = b.saved_function(&name) {
        let saved = saved?;
        return b.with_env(env, |b| b.call_saved_table(&name, &saved, &given, op.span));
    }
    if name.text == "FileProfile" {
        return b.file_profile(input, &name, args, op.span);
    }
    b.unknown_function(&name, false)
}
