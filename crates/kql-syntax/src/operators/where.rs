use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};
use diagnostics::Diagnostic;

/// `where condition`; `filter` is the same.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["filter", "where"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    // Kusto takes `where a = b`, ignores the name and filters by `b` alone; nobody means that.
    let after = p.peek(p.name_length(0) + 1).kind;
    if p.is_name_then(TokenKind::Assign) && !matches!(after, TokenKind::Unknown | TokenKind::Assign) {
        let name = p.name("a name")?;
        let assign = p.expect(TokenKind::Assign)?;
        p.report(
            Diagnostic::warning(
                "assignment-in-condition",
                format!("`=` does not compare: `{}` is ignored here", name.text),
            )
            .at(assign, "gives the condition a name")
            .help("to compare, write `==` or `=~`"),
        );
    }
    p.refuse_lone_star()?;
    Ok(OperatorKind::Where(p.expr()?))
}
