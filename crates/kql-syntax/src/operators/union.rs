use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax, always};
use crate::parser::{Parse, Parser};

/// `union [kind = k] [withsource = name] [isfuzzy = true] table, …`
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["union"], starts: Some(always), parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let options = p.settings(&["isfuzzy", "kind", "with_source", "withsource"])?;
    Ok(OperatorKind::Union { tables: p.list(Parser::table)?, options })
}
