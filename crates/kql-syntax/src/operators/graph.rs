use crate::ast::OperatorKind;
use crate::lexer::TokenKind;
use crate::operator::{AFTER_PIPE, OperatorSyntax};
use crate::parser::{Parse, Parser};

/// The graph operators that are kept as text.
pub(crate) static SYNTAX: OperatorSyntax =
    OperatorSyntax { keywords: &["graph-mark-components", "graph-shortest-paths"], parse, ..AFTER_PIPE };

fn parse(p: &mut Parser<'_>, keyword: &str) -> Parse<OperatorKind> {
    let text = balanced_text(p)?;
    Ok(match keyword {
        "graph-mark-components" => OperatorKind::GraphMarkComponents { text },
        _ => OperatorKind::GraphShortestPaths { text },
    })
}

/// Everything up to the next `|`, `;` or closer outside of brackets.
fn balanced_text(p: &mut Parser<'_>) -> Parse<String> {
    let start = p.start();
    loop {
        match p.kind() {
            TokenKind::End | TokenKind::Pipe | TokenKind::Semicolon => break,
            kind if kind.is_closer() => break,
            TokenKind::Broken(_) | TokenKind::Unknown => return Err(p.expected("a graph pattern")),
            kind if kind.closer().is_some() => match p.partner(0) {
                Some(length) => {
                    for _ in 0..=length {
                        p.bump();
                    }
                }
                None => return Err(p.unclosed_here()),
            },
            _ => {
                p.bump();
            }
        }
    }
    Ok(p.text_between(start).0)
}
