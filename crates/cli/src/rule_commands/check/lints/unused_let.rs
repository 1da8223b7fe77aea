//! A `let` whose name nothing after it uses.

use crate::rule_commands::check::lint::{Found, Lint, Subject};
use crate::rule_commands::check::walk::{self, Node};
use diagnostics::Diagnostic;
use kql_syntax::ast::{ExprKind, OperatorKind, Statement, StatementKind};

const CODE: &str = "unused-let";

pub(super) static LINT: Lint = Lint { code: CODE, about: "a `let` is never used", run };

fn run(subject: &Subject<'_>, found: &mut Found) {
    walk::statements(&subject.query.statements, &mut |node| {
        if let Node::Statements(statements) = node {
            check(statements, found);
        }
    });
}

fn check(statements: &[Statement], found: &mut Found) {
    for (i, statement) in statements.iter().enumerate() {
        let (StatementKind::Let { name, .. } | StatementKind::LetFunction { name, .. }) = &statement.kind else {
            continue;
        };
        // A view is found by wildcards too.
        let is_view = matches!(&statement.kind, StatementKind::LetFunction { function, .. } if function.view);
        let after = statements.get(i + 1..).unwrap_or_default();
        if !is_view && !uses(after, &name.text) {
            let message = format!("`{}` is never used", name.text);
            found.in_query.push(Diagnostic::warning(CODE, message).at(name.span, ""));
        }
    }
}

fn uses(statements: &[Statement], wanted: &str) -> bool {
    let mut used = false;
    walk::statements(statements, &mut |node| {
        used |= match node {
            Node::Expr(expr) => match &expr.kind {
                ExprKind::Name(name) | ExprKind::Call { name, .. } => name.text == wanted,
                _ => false,
            },
            Node::Operator(operator) => match &operator.kind {
                OperatorKind::Invoke { function, .. } => function.text == wanted,
                _ => false,
            },
            Node::Statements(_) => false,
        };
    });
    used
}
