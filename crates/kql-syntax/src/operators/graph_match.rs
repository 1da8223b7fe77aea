use crate::ast::{GraphDirection, GraphEdge, GraphPath, Name, OperatorKind};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `graph-match [cycles = …] path, … [where condition] [project [name =] value, …]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["graph-match"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    let options = p.settings(&["cycles"])?;
    let paths = p.list(path)?;
    let condition = if p.eat_word("where") { Some(p.expr()?) } else { None };
    let project = if p.eat_word("project") { p.assignments()? } else { Vec::new() };
    Ok(OperatorKind::GraphMatch { options, paths, condition, project })
}

fn path(p: &mut Parser<'_>) -> Parse<GraphPath> {
    let start_at = p.start();
    let start = node(p)?;
    let mut steps = Vec::new();
    while matches!(p.kind(), TokenKind::Minus | TokenKind::Less) {
        let edge = edge(p)?;
        steps.push((edge, node(p)?));
    }
    Ok(GraphPath { start, steps, span: p.since(start_at) })
}

/// `(name)` or `()`
fn node(p: &mut Parser<'_>) -> Parse<Option<Name>> {
    if !p.at(TokenKind::LeftParen) {
        return Err(p.expected("`(` and a node"));
    }
    p.bracketed(|p| if p.at(TokenKind::RightParen) { Ok(None) } else { p.name("a node's name").map(Some) })
}

/// `-->`, `<--`, `--`, or with `[name*least..most]` in the middle.
fn edge(p: &mut Parser<'_>) -> Parse<GraphEdge> {
    let start = p.start();
    let backward = p.eat(TokenKind::Less);
    dash(p)?;
    let (mut name, mut length) = (None, None);
    if p.at(TokenKind::LeftBracket) {
        (name, length) = p.bracketed(|p| {
            let name = if p.name_length(0) > 0 { Some(p.name("an edge's name")?) } else { None };
            let length = if p.eat(TokenKind::Star) { Some(self::length(p)?) } else { None };
            Ok((name, length))
        })?;
    }
    dash(p)?;
    let forward = p.eat(TokenKind::Greater);
    let direction = match (backward, forward) {
        (false, true) => GraphDirection::Forward,
        (true, false) => GraphDirection::Backward,
        _ => GraphDirection::Either,
    };
    Ok(GraphEdge { name, direction, length, span: p.since(start) })
}

fn dash(p: &mut Parser<'_>) -> Parse<()> {
    if p.eat(TokenKind::Minus) { Ok(()) } else { Err(p.expected("`-`")) }
}

fn length(p: &mut Parser<'_>) -> Parse<(Option<i64>, Option<i64>)> {
    let least = number(p);
    if p.eat(TokenKind::DotDot) {
        let most = number(p);
        return Ok((least, most));
    }
    Ok((least, least))
}

fn number(p: &mut Parser<'_>) -> Option<i64> {
    if !p.at(TokenKind::Integer) {
        return None;
    }
    let span = p.bump().span;
    p.text_of(span).parse().ok()
}
