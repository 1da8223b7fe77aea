use crate::ast::{Expr, ExprKind, Name, OperatorKind, SeriesAggregate, Setting};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `make-series [kind = nonempty] agg [default = v], … on axis [from a] [to b] step s [by k]`
///
/// The older form `on axis in range(a, b, s)`, in which `b` is inclusive, has a setting `in = range` in `options`.
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["make-series", "makeseries"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let mut options = p.settings(&["kind"])?;
    let aggregates = p.list(|p| {
        let assignment = p.assignment()?;
        let default = if p.at_word("default") && p.peek(1).kind == TokenKind::Assign {
            p.bump();
            p.bump();
            Some(p.expr()?)
        } else {
            None
        };
        Ok(SeriesAggregate { assignment, default })
    })?;
    p.expect_word("on")?;
    let on = axis(p)?;
    let (mut from, mut to, mut step) = (None, None, None);
    if p.at_word("in") {
        let start = p.start();
        p.bump();
        let range = p.name("`range`")?;
        if range.text != "range" || !p.at(TokenKind::LeftParen) {
            return Err(p.expected("`range(from, to, step)`"));
        }
        (from, to, step) = p.bracketed(|p| {
            let from = p.expr()?;
            p.expect(TokenKind::Comma)?;
            let to = p.expr()?;
            p.expect(TokenKind::Comma)?;
            Ok((Some(from), Some(to), Some(p.expr()?)))
        })?;
        let name = Name { text: "in".to_owned(), span: p.since(start) };
        let span = range.span;
        options.push(Setting { name, value: Expr { kind: ExprKind::Name(range), span } });
    } else {
        if p.eat_word("from") {
            from = Some(p.expr()?);
        }
        if p.eat_word("to") {
            to = Some(p.expr()?);
        }
        p.expect_word("step")?;
        step = step.or(Some(p.expr()?));
    }
    let by = p.by_assignments()?;
    Ok(OperatorKind::MakeSeries { aggregates, on, from, to, step, by, options })
}

/// The axis: an expression that ends before `in`, which would else be the operator.
fn axis(p: &mut Parser<'_>) -> Parse<crate::ast::Assignment> {
    let start = p.start();
    let mut names = Vec::new();
    if p.is_name_then(TokenKind::Assign) {
        names.push(p.name("a column's name")?);
        p.bump();
    }
    let value = p.sum()?;
    Ok(crate::ast::Assignment { names, value, span: p.since(start) })
}
