use crate::ast::{Expr, ExprKind, Name, OperatorKind};
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `invoke f(args)`. A function of another cluster (`cluster('c').database('d').f(…)`) has that whole path as its
/// name, as written.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["invoke"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let begin = p.start();
    let callee = p.operand(false)?;
    let (path, last) = match callee.kind {
        ExprKind::Path { member, .. } => (true, *member),
        kind => (false, Expr { kind, span: callee.span }),
    };
    let ExprKind::Call { name, args } = last.kind else {
        return Err(p.expected("`(` after the function's name"));
    };
    if !path {
        return Ok(OperatorKind::Invoke { function: name, args });
    }
    let span = diagnostics::Span::new(begin, name.span.end);
    Ok(OperatorKind::Invoke { function: Name { text: p.text_of(span).to_owned(), span }, args })
}
