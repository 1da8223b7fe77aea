use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax, always};
use crate::parser::{Parse, Parser};

/// `search [kind = k] [in (tables)] condition`
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["search"], starts: Some(always), parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    const KNOWN: &[&str] = &["kind", "withsource", "with_source"];
    let mut options = p.settings(KNOWN)?;
    let tables = if p.eat_word("in") { p.tables_in_parens()? } else { Vec::new() };
    options.extend(p.settings(KNOWN)?);
    Ok(OperatorKind::Search { tables, condition: p.expr()?, options })
}
