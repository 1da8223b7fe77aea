//! `FileName == 'Cmd.exe'`: Windows compares names of files in whatever case, `==` and `in` do not.

use crate::rule_commands::check::lint::{Found, Lint, Subject, column};
use diagnostics::{Diagnostic, Span};
use kql_syntax::ast::{BinaryOp, Expr, ExprKind, InOp};

const CODE: &str = "case-sensitive-path";

pub(super) static LINT: Lint =
    Lint { code: CODE, about: "a path or a file's name is compared with regard to case", run };

/// Endings of the names of columns that hold paths, names of files, and keys of the registry.
const COLUMNS: &[&str] =
    &["FileName", "FilePath", "FolderPath", "ImagePath", "ProcessName", "RegistryKey", "ProcessPath", "TargetFilename"];

/// Tables whose paths are not those of Windows.
const ELSEWHERE: &[&str] = &["ContainerLog", "KubeEvents", "LinuxAuditLog", "Syslog"];

fn run(subject: &Subject<'_>, found: &mut Found) {
    if subject.planned.tables.iter().any(|table| ELSEWHERE.contains(&table.as_str())) {
        return;
    }
    subject.each_expr(&mut |expr| match &expr.kind {
        ExprKind::Binary { op: op @ (BinaryOp::Equal | BinaryOp::NotEqual), op_span, left, right } => {
            let (written, better) = if *op == BinaryOp::Equal { ("==", "=~") } else { ("!=", "!~") };
            check(subject, left, &[right], *op_span, (written, better), found);
            check(subject, right, &[left], *op_span, (written, better), found);
        }
        ExprKind::In { op: op @ (InOp::In | InOp::NotIn), op_span, left, list } => {
            let operators = if *op == InOp::In { ("in", "in~") } else { ("!in", "!in~") };
            check(subject, left, &list.iter().collect::<Vec<_>>(), *op_span, operators, found);
        }
        _ => {}
    });
}

fn check<'a>(
    subject: &Subject<'a>,
    left: &Expr,
    right: &[&'a Expr],
    at: Span,
    (written, better): (&str, &str),
    found: &mut Found,
) {
    let Some(name) = column(left).filter(|name| COLUMNS.iter().any(|end| name.ends_with(end))) else { return };
    let letters = |text: &str| text.chars().any(char::is_alphabetic);
    if right.iter().flat_map(|e| subject.texts(e)).any(|(text, _)| letters(&text)) {
        let message = format!("`{written}` regards case, and Windows does not in `{name}`");
        found.in_query.push(Diagnostic::warning(CODE, message).at(at, "").help(format!("write `{better}`")));
    }
}
