//! `source | operator | operator`: finding the operators, and going on after a broken one.

use super::{Parse, Parser, hints};
use crate::ast::{Expr, ExprKind, Operator, OperatorKind};
use crate::lexer::TokenKind;
use crate::operator::{self, OperatorSyntax};
use diagnostics::{Diagnostic, Span};

/// Where a pipeline stands, which says what may follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// A statement of the query: `;` or the end.
    Statement,
    /// A statement in a block: `;` or the block's closer.
    Block,
    /// Parentheses.
    Paren,
    /// One of several items in parentheses.
    List,
}

impl Ends {
    const fn at(self, kind: TokenKind) -> bool {
        match kind {
            TokenKind::End => true,
            TokenKind::Semicolon => matches!(self, Self::Statement | Self::Block),
            TokenKind::RightParen => !matches!(self, Self::Statement),
            TokenKind::RightBrace => matches!(self, Self::Block),
            TokenKind::Comma => matches!(self, Self::List),
            _ => false,
        }
    }

    const fn is_statement(self) -> bool {
        matches!(self, Self::Statement | Self::Block)
    }

    const fn expected(self) -> &'static str {
        match self {
            Self::Statement => "`|`, `;` or the end of the query",
            Self::Block => "`|`, `;` or the end of the block",
            Self::Paren => "`|` or `)`",
            Self::List => "`,` or `)`",
        }
    }
}

/// A keyword found in the text: the operator it names and how many tokens it is long.
#[derive(Clone, Copy)]
struct Keyword {
    syntax: &'static OperatorSyntax,
    tokens: usize,
}

impl Parser<'_> {
    /// A scalar expression, or a whole pipeline.
    pub(crate) fn pipeline(&mut self, ends: Ends) -> Parse<Expr> {
        self.beside(|p| p.pipeline_from(ends, false))
    }

    /// The pipeline in brackets that `mv-apply`, `partition`, `fork` and `facet` run on rows they already have, so
    /// that it may begin with any operator. The current token opens the brackets.
    pub(crate) fn subquery(&mut self) -> Parse<Expr> {
        let ends = if self.at(TokenKind::LeftBrace) { Ends::Block } else { Ends::Paren };
        self.bracketed(|p| p.beside(|p| p.pipeline_from(ends, true)))
    }

    fn pipeline_from(&mut self, ends: Ends, contextual: bool) -> Parse<Expr> {
        let start = self.start();
        let mut begin = self.at;
        let mut operators = Vec::new();
        let mut source = None;
        let first = self.keyword().filter(|found| self.starts_pipeline(*found) || (contextual && found.syntax.pipes));
        match first {
            Some(found) => self.operator(found, &mut operators),
            None => source = Some(Box::new(self.source(begin)?)),
        }
        loop {
            if self.at(TokenKind::Pipe) {
                self.bump();
                begin = self.at;
                self.piped(&mut operators);
            } else if ends.at(self.kind()) || (ends.is_statement() && self.starts_statement()) {
                break;
            } else if let Some(found) = self.keyword().filter(|found| found.syntax.pipes) {
                begin = self.at;
                self.missing_pipe(found);
                self.operator(found, &mut operators);
            } else {
                self.expected(ends.expected());
                self.recover(begin, true);
                if !self.at(TokenKind::Pipe) {
                    self.muted |= !ends.at(self.kind());
                    break;
                }
            }
        }
        let source = match source {
            Some(source) if operators.is_empty() => return Ok(*source),
            source => source,
        };
        self.grow()?;
        Ok(Expr { kind: ExprKind::Pipeline { source, operators }, span: self.since(start) })
    }

    /// What stands before the first `|`; a broken one becomes an `Error` node.
    fn source(&mut self, begin: usize) -> Parse<Expr> {
        let start = self.start();
        match self.expr() {
            Ok(expr) => Ok(expr),
            Err(reported) => {
                self.recover(begin, true);
                // An error that nothing follows is the caller's: only a pipeline is worth going on with.
                if !self.at(TokenKind::Pipe) {
                    return Err(reported);
                }
                Ok(Expr { kind: ExprKind::Error, span: self.since(start) })
            }
        }
    }

    /// The operator after a `|` just taken.
    fn piped(&mut self, operators: &mut Vec<Operator>) {
        if let Some(found) = self.keyword().filter(|found| found.syntax.pipes) {
            return self.operator(found, operators);
        }
        let (begin, start) = (self.at, self.start());
        if self.at(TokenKind::Word) {
            self.unknown_operator();
        } else {
            self.expected("an operator after `|`");
            if self.at(TokenKind::Pipe) && self.joined(0) {
                self.bump();
            }
        }
        self.recover(begin, true);
        operators.push(Operator { kind: OperatorKind::Error, hints: Vec::new(), span: self.since(start) });
    }

    fn unknown_operator(&mut self) {
        let span = hints::hyphenated(self, self.at);
        let word = self.text_of(span);
        let mut diagnostic = match self.keyword() {
            Some(_) => Diagnostic::error("syntax", format!("`{word}` makes its own rows, so it cannot follow a `|`"))
                .at(span, "cannot follow a `|`"),
            None => Diagnostic::error("unknown-operator", format!("there is no operator `{word}`"))
                .at(span, "not an operator"),
        };
        if let Some(near) = hints::operator_like(word).filter(|near| near != word) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic);
    }

    fn missing_pipe(&mut self, found: Keyword) {
        let span = self.keyword_span(found);
        let word = self.text_of(span);
        self.report(
            Diagnostic::error("syntax", format!("a `|` is missing before `{word}`"))
                .at(span, "expected `|` before this operator"),
        );
    }

    /// Reads the operator whose keyword stands at the current place.
    fn operator(&mut self, found: Keyword, operators: &mut Vec<Operator>) {
        let (begin, start) = (self.at, self.start());
        let keyword = self.text_of(self.keyword_span(found));
        for _ in 0..found.tokens {
            self.bump();
        }
        let outer = std::mem::take(&mut self.hints);
        let result = self.beside(|p| (found.syntax.parse)(p, keyword));
        let hints = std::mem::replace(&mut self.hints, outer);
        let kind = result.unwrap_or_else(|_reported| {
            self.recover(begin, true);
            OperatorKind::Error
        });
        let span = self.since(start);
        operators.push(Operator { kind, hints, span });
        if let Some(kind) = self.implied.take() {
            operators.push(Operator { kind, hints: Vec::new(), span });
        }
    }

    /// The operator that the current word (or `words-with-hyphens`) names.
    fn keyword(&self) -> Option<Keyword> {
        if !self.at(TokenKind::Word) {
            return None;
        }
        let span = hints::hyphenated(self, self.at);
        let syntax = operator::find(self.text_of(span))?;
        let tokens = (0..8).find(|ahead| self.peek(*ahead).span.end == span.end)? + 1;
        Some(Keyword { syntax, tokens })
    }

    fn keyword_span(&self, found: Keyword) -> Span {
        self.peek(0).span.to(self.peek(found.tokens - 1).span)
    }

    fn starts_pipeline(&self, found: Keyword) -> bool {
        found.syntax.starts.is_some_and(|starts| starts(self, found.tokens))
    }

    /// Whether what stands here can only be another statement, so that a `;` is missing before it.
    pub(super) fn starts_statement(&self) -> bool {
        if !self.at(TokenKind::Word) {
            return false;
        }
        if self.statement_keyword().is_some() {
            return true;
        }
        let at_line = self.peek(0).starts_line;
        match self.keyword() {
            Some(found) => at_line && self.starts_pipeline(found),
            None => at_line && self.is_free_word() && self.peek(1).kind == TokenKind::Pipe,
        }
    }
}
