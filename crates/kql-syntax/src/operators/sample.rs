use crate::ast::OperatorKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `sample n` and `sample-distinct n of column`
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["sample", "sample-distinct"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    p.settings(&[])?;
    let count = p.expr()?;
    if keyword == "sample" {
        return Ok(OperatorKind::Sample(count));
    }
    p.expect_word("of")?;
    Ok(OperatorKind::SampleDistinct { count, of: p.expr()? })
}
