use crate::ast::{OperatorKind, ScanStep};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `scan [settings] [order by …] [partition by …] [declare (…)] with (step name [optional] [output = o]: condition
/// [=> name = expr, …]; …)`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["scan"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let options = p.settings(&["kind", "with_match_id", "with_step_name"])?;
    let (mut order, mut partition, mut declare) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        if p.eat_word("order") || p.eat_word("sort") {
            p.expect_word("by")?;
            order = p.list(Parser::order_key)?;
        } else if p.eat_word("partition") {
            p.expect_word("by")?;
            partition = p.exprs()?;
        } else if p.eat_word("declare") {
            declare = p.parameters()?;
        } else {
            break;
        }
    }
    p.expect_word("with")?;
    if !p.at(TokenKind::LeftParen) {
        return Err(p.expected("`(` and the steps"));
    }
    let steps = p.bracketed(|p| {
        let mut steps = vec![step(p)?];
        while p.eat(TokenKind::Semicolon) && !p.at(TokenKind::RightParen) {
            steps.push(step(p)?);
        }
        Ok(steps)
    })?;
    Ok(OperatorKind::Scan { order, partition, declare, steps, options })
}

fn step(p: &mut Parser<'_>) -> Parse<ScanStep> {
    p.expect_word("step")?;
    let name = p.name("a step's name")?;
    let optional = p.eat_word("optional");
    let output = if p.eat_word("output") {
        p.expect(TokenKind::Assign)?;
        Some(p.name("`all`, `last` or `none`")?)
    } else {
        None
    };
    p.expect(TokenKind::Colon)?;
    let condition = p.expr()?;
    let assignments = if p.eat(TokenKind::Arrow) { p.assignments()? } else { Vec::new() };
    Ok(ScanStep { name, optional, output, condition, assignments })
}
