use crate::ast::{GraphNodes, OperatorKind};
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// `make-graph source --> target [with table on key, …] [with_node_id = name] [partitioned-by column (operators)]`
pub(crate) static SYNTAX: OperatorSyntax = OperatorSyntax { keywords: &["make-graph"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, _: &str) -> Parse<OperatorKind> {
    const KNOWN: &[&str] = &["with_node_id"];
    let mut options = p.settings(KNOWN)?;
    let source = p.name("the column of an edge's source")?;
    for mark in [TokenKind::Minus, TokenKind::Minus, TokenKind::Greater] {
        if !p.eat(mark) {
            return Err(p.expected("`-->` and the column of an edge's target"));
        }
    }
    let target = p.name("the column of an edge's target")?;
    let mut nodes = Vec::new();
    if p.eat_word("with") {
        nodes = p.list(|p| {
            let table = p.table()?;
            p.expect_word("on")?;
            Ok(GraphNodes { table, key: p.name("the column of a node's id")? })
        })?;
    }
    options.extend(p.settings(KNOWN)?);
    let mut partition = None;
    if p.eat_hyphenated("partitioned-by") {
        let column = p.name("a column")?;
        if !p.at(TokenKind::LeftParen) {
            return Err(p.expected("`(` and the operators for each part"));
        }
        partition = Some((column, Box::new(p.subquery()?)));
    }
    Ok(OperatorKind::MakeGraph { source, target, nodes, options, partition })
}
