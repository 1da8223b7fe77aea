use crate::ast::{Assignment, Expr, ExprKind, Name, OperatorKind};
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `count [as name]`; the second form is read as `count | project-rename name = Count`.
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["count"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    let start = p.start();
    if p.eat_word("as") {
        let name = p.name("a name after `as`")?;
        let span = p.since(start);
        let count = Name { text: "Count".to_owned(), span };
        let value = Expr { kind: ExprKind::Name(count), span };
        p.imply(OperatorKind::ProjectRename(vec![Assignment { names: vec![name], value, span }]));
    }
    Ok(OperatorKind::Count)
}
