//! `join` without a kind keeps one row of the left side for each key.

use crate::rule_commands::check::lint::{Found, Lint, Subject};
use crate::rule_commands::check::walk::{self, Node};
use diagnostics::{Diagnostic, Span};
use kql_syntax::ast::OperatorKind;

const CODE: &str = "join-without-kind";

pub(super) static LINT: Lint =
    Lint { code: CODE, about: "a `join` does not tell its kind, and so drops rows of its left side", run };

fn run(subject: &Subject<'_>, found: &mut Found) {
    walk::statements(&subject.query.statements, &mut |node| {
        let Node::Operator(operator) = node else { return };
        if let OperatorKind::Join { kind: None, .. } = &operator.kind {
            let at = Span::new(operator.span.start, operator.span.end.min(operator.span.start + "join".len()));
            let message = "a `join` without a kind is `innerunique`: of left rows with one key, any one is kept";
            let help = "write `join kind=inner`, or `kind=innerunique` where that is meant";
            found.in_query.push(Diagnostic::warning(CODE, message).at(at, "").help(help));
        }
    });
}
