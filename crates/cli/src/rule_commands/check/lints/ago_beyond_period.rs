//! `ago(30d)` in a rule whose `queryPeriod` is a day: Sentinel gives the query rows of a day only.

use crate::rule_commands::check::lint::{Found, Lint, Subject};
use detect::rules::format_interval;
use diagnostics::Diagnostic;
use kql_syntax::ast::{ExprKind, Literal};

const CODE: &str = "ago-beyond-period";

pub(super) static LINT: Lint =
    Lint { code: CODE, about: "`ago()` reaches back further than the rule's `queryPeriod`", run };

fn run(subject: &Subject<'_>, found: &mut Found) {
    let Some(rule) = subject.rule else { return };
    subject.each_expr(&mut |expr| {
        let ExprKind::Call { name, args } = &expr.kind else { return };
        let Some(first) = args.first().filter(|_| name.text == "ago") else { return };
        let ExprKind::Literal(Literal::TimeSpan(ticks)) = subject.resolved(&first.value).kind else { return };
        if ticks > rule.period {
            let period = format_interval(rule.period);
            let message = format!("the rule's `queryPeriod` is {period}: rows from before are never seen");
            let help = format!("make `queryPeriod` at least {}", format_interval(ticks));
            found.in_query.push(Diagnostic::warning(CODE, message).at(expr.span, "further back").help(help));
        }
    });
}
