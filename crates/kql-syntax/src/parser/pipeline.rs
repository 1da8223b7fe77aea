//! `source | operator | operator`: finding the operators, and going on after a broken one.

use super::{Parse, Parser, hints};
use crate::ast::{Expr, ExprKind, Operator, OperatorKind, Setting};
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
    /// The brackets, round or curly, of a pipeline that an operator runs.
    Subquery,
}

impl Ends {
    const fn at(self, kind: TokenKind) -> bool {
        match kind {
            TokenKind::End => true,
            TokenKind::Semicolon => matches!(self, Self::Statement | Self::Block),
            TokenKind::RightParen => !matches!(self, Self::Statement),
            TokenKind::RightBrace => matches!(self, Self::Block | Self::Subquery),
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
            Self::Subquery => "`|` or the end of the subquery",
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
        let outer = self.aside();
        let expr = self.pipeline_from(ends)?;
        self.beside(outer);
        Ok(expr)
    }

    /// The pipeline in brackets that `mv-apply`, `partition`, `fork` and `facet` run on rows they already have, so
    /// that it may begin with any operator. The current token opens the brackets.
    pub(crate) fn subquery(&mut self) -> Parse<Expr> {
        self.bracketed(|p| p.pipeline(Ends::Subquery))
    }

    fn pipeline_from(&mut self, ends: Ends) -> Parse<Expr> {
        let start = self.start();
        let mut operators = Vec::new();
        let mut source = None;
        let mut begin = self.at;
        match self.first_operator(ends) {
            Some(found) => self.operator(found, &mut operators),
            None => source = Some(self.source(begin)?),
        }
        while self.goes_on(ends, &mut begin, &mut operators)? {}
        self.pipeline_of(source, operators, start)
    }

    fn first_operator(&self, ends: Ends) -> Option<Keyword> {
        self.keyword().filter(|found| self.starts_pipeline(*found) || (ends == Ends::Subquery && found.syntax.pipes))
    }

    fn pipeline_of(&mut self, source: Option<Expr>, operators: Vec<Operator>, start: usize) -> Parse<Expr> {
        match source {
            Some(source) if operators.is_empty() => Ok(source),
            source => {
                self.grow()?;
                let kind = ExprKind::Pipeline { source: source.map(Box::new), operators };
                Ok(Expr { kind, span: self.since(start) })
            }
        }
    }

    /// Reads one more operator, if the pipeline goes on. `begin` is the token at which the part read last began.
    fn goes_on(&mut self, ends: Ends, begin: &mut usize, operators: &mut Vec<Operator>) -> Parse<bool> {
        if self.eat(TokenKind::Pipe) {
            *begin = self.at;
            self.piped(operators);
            return Ok(true);
        }
        if ends.at(self.kind()) || (ends.is_statement() && self.starts_statement()) {
            return Ok(false);
        }
        if let Some(found) = self.keyword_without_pipe(operators.last()) {
            *begin = self.at;
            self.missing_pipe(found);
            self.operator(found, operators);
            return Ok(true);
        }
        self.stray(ends, *begin, operators)
    }

    /// What stands here belongs to nothing.
    fn stray(&mut self, ends: Ends, begin: usize, operators: &[Operator]) -> Parse<bool> {
        if let Some(reported) = self.bracket_never_closed() {
            return Err(reported);
        }
        let help = operators.last().and_then(|operator| hints::after_operator(self, &operator.kind));
        let reported = self.expected_or(ends.expected(), help);
        if operators.is_empty() && !ends.is_statement() {
            return Err(reported);
        }
        self.recover(begin, true);
        self.muted |= !self.at(TokenKind::Pipe) && !ends.at(self.kind());
        Ok(self.at(TokenKind::Pipe))
    }

    /// What stands before the first `|`; a broken one becomes an `Error` node.
    fn source(&mut self, begin: usize) -> Parse<Expr> {
        let outer = self.height;
        if !self.at(TokenKind::Pipe) {
            let result = self.expr();
            if result.is_ok() {
                return result;
            }
        } else {
            self.expected("a table before `|`");
        }
        self.height = self.height.max(outer);
        self.broken_source(begin)
    }

    fn broken_source(&mut self, begin: usize) -> Parse<Expr> {
        let start = self.token(begin).span.start;
        self.recover(begin, true);
        // An error that nothing follows is the caller's: only a pipeline is worth going on with.
        if self.at(TokenKind::Pipe) {
            Ok(Expr { kind: ExprKind::Error, span: self.since(start) })
        } else {
            Err(super::Reported)
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
        if self.is_silent() {
            return;
        }
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

    /// An operator's keyword that no `|` precedes.
    fn keyword_without_pipe(&self, last: Option<&Operator>) -> Option<Keyword> {
        let found = self.keyword().filter(|found| found.syntax.pipes)?;
        // `project a as b` is a habit from SQL, not a missing `|`.
        let alias = last.is_some() && self.at_word("as") && !self.peek(0).starts_line;
        (!alias).then_some(found)
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
        let span = self.keyword_span(found);
        for _ in 0..found.tokens {
            self.bump();
        }
        let outer_hints = std::mem::take(&mut self.hints);
        let outer = self.aside();
        let result = match self.enter(span) {
            Ok(()) => {
                let result = (found.syntax.parse)(self, self.text_of(span));
                self.nesting -= 1;
                result
            }
            Err(reported) => Err(reported),
        };
        self.beside(outer);
        let hints = std::mem::replace(&mut self.hints, outer_hints);
        self.finish_operator(result, hints, (begin, start), operators);
    }

    #[inline(never)]
    fn finish_operator(
        &mut self,
        result: Parse<OperatorKind>,
        hints: Vec<Setting>,
        (begin, start): (usize, usize),
        operators: &mut Vec<Operator>,
    ) {
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
