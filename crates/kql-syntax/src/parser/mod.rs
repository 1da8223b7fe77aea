//! The recursive descent: a cursor over tokens, and the rules that every part of the grammar shares.
//!
//! A part that cannot go on records one diagnostic and returns [`Reported`]; the nearest pipeline or statement
//! catches it, passes the tokens that belong to the broken part, and goes on with the next operator.

mod assign;
mod dynamic;
mod errors;
mod expr;
mod functions;
mod hints;
mod infix;
mod names;
mod pipeline;
mod primary;
mod settings;
mod statements;

pub(crate) use pipeline::Ends;

use crate::ast::{OperatorKind, Query, Setting};
use crate::lexer::{Brackets, Token, TokenKind, lex};
use diagnostics::{Diagnostic, Span};

/// How many brackets, and operators in brackets, may enclose a token. Deeper text is refused, so that reading it
/// cannot exhaust the stack: a test thread has 2 MiB, and a level takes up to 8 KiB of it in an unoptimised build.
pub(crate) const MAX_NESTING: u32 = 200;
/// How high a tree of expressions may grow: long chains of `+` or `.` grow without brackets.
pub(crate) const MAX_HEIGHT: u32 = 1000;
/// A text with more errors than this is no query; the rest goes unsaid.
const MAX_DIAGNOSTICS: usize = 100;

/// A diagnostic stands for what could not be read; the caller unwinds to where reading can go on.
#[derive(Debug)]
pub(crate) struct Reported;

pub(crate) type Parse<T> = Result<T, Reported>;

/// A bracket that was taken, and what holds outside of it.
struct Opened {
    index: usize,
    closer: TokenKind,
    hints: Vec<Setting>,
    height: u32,
}

pub(crate) struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    brackets: Brackets,
    at: usize,
    /// Brackets and operators entered so far.
    nesting: u32,
    /// The token indices of the brackets entered so far.
    open: Vec<usize>,
    /// The height of the tree read last; see [`Parser::aside`].
    height: u32,
    /// The `hint.x = y` of the operator that is being read.
    hints: Vec<Setting>,
    /// An operator that the one just read also stands for (`count as n` renames, too).
    implied: Option<OperatorKind>,
    diagnostics: Vec<Diagnostic>,
    /// Set when an error has broken the structure of the statement, so that what follows in it is no news.
    muted: bool,
}

/// Reads a whole query.
pub(crate) fn parse_query(text: &str) -> (Query, Vec<Diagnostic>) {
    let tokens = lex(text);
    let brackets = Brackets::of(&tokens);
    let mut parser = Parser {
        text,
        tokens,
        brackets,
        at: 0,
        nesting: 0,
        open: Vec::new(),
        height: 0,
        hints: Vec::new(),
        implied: None,
        diagnostics: Vec::new(),
        muted: false,
    };
    let statements = parser.query_statements();
    (Query { statements }, parser.diagnostics)
}

impl<'t> Parser<'t> {
    /// The token `ahead` of the current one; past the end it is the end.
    pub(crate) fn peek(&self, ahead: usize) -> Token {
        self.token(self.at + ahead)
    }

    pub(crate) fn token(&self, index: usize) -> Token {
        let end = Token { kind: TokenKind::End, span: Span::new(self.text.len(), self.text.len()), starts_line: true };
        self.tokens.get(index).or_else(|| self.tokens.last()).copied().unwrap_or(end)
    }

    pub(crate) fn kind(&self) -> TokenKind {
        self.peek(0).kind
    }

    pub(crate) fn text_of(&self, span: Span) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// The current token's text.
    pub(crate) fn word(&self) -> &'t str {
        self.text_of(self.peek(0).span)
    }

    /// Takes the current token; the end is never passed.
    pub(crate) fn bump(&mut self) -> Token {
        let token = self.peek(0);
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    pub(crate) fn at(&self, kind: TokenKind) -> bool {
        self.kind() == kind
    }

    pub(crate) fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.at(kind);
        if found {
            self.bump();
        }
        found
    }

    pub(crate) fn at_word(&self, word: &str) -> bool {
        self.is_word(0, word)
    }

    pub(crate) fn is_word(&self, ahead: usize, word: &str) -> bool {
        let token = self.peek(ahead);
        token.kind == TokenKind::Word && self.text_of(token.span) == word
    }

    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        if found {
            self.bump();
        }
        found
    }

    pub(crate) fn expect_word(&mut self, word: &'static str) -> Parse<Span> {
        if self.at_word(word) { Ok(self.bump().span) } else { Err(self.expected(&format!("`{word}`"))) }
    }

    pub(crate) fn expect(&mut self, kind: TokenKind) -> Parse<Span> {
        if self.at(kind) { Ok(self.bump().span) } else { Err(self.expected(kind.mark())) }
    }

    /// Whether no blank stands between the token `ahead` and the one before it.
    pub(crate) fn joined(&self, ahead: usize) -> bool {
        let at = self.at + ahead;
        at > 0 && self.token(at).span.start == self.token(at - 1).span.end && at < self.tokens.len()
    }

    /// The index of the token that closes the bracket `ahead`, if it is closed.
    pub(crate) fn partner(&self, ahead: usize) -> Option<usize> {
        self.brackets.partner(self.at + ahead).map(|index| index - self.at.min(index))
    }

    /// The span from `start` to the last token taken.
    pub(crate) fn since(&self, start: usize) -> Span {
        let end = if self.at == 0 { start } else { self.token(self.at - 1).span.end };
        Span::new(start, end.max(start))
    }

    pub(crate) fn start(&self) -> usize {
        self.peek(0).span.start
    }

    /// Reads what stands in brackets: the current token opens them, `body` reads up to the closer.
    pub(crate) fn bracketed<T>(&mut self, body: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        let opened = self.open_bracket()?;
        let result = body(self);
        self.close_bracket(opened, result.is_ok())?;
        result
    }

    /// Takes an opening bracket.
    fn open_bracket(&mut self) -> Parse<Opened> {
        let open = self.peek(0);
        let Some(closer) = open.kind.closer() else { return Err(self.expected("`(`")) };
        self.enter(open.span)?;
        self.open.push(self.at);
        let opened = Opened { index: self.at, closer, hints: std::mem::take(&mut self.hints), height: self.height };
        self.bump();
        self.height = 0;
        Ok(opened)
    }

    /// Takes the bracket that closes what [`Parser::open_bracket`] began, if all was well in between.
    fn close_bracket(&mut self, opened: Opened, well: bool) -> Parse<()> {
        self.nesting -= 1;
        self.open.pop();
        self.hints = opened.hints;
        self.height = opened.height.max(self.height + 1);
        if well && !self.eat(opened.closer) {
            return Err(self.unclosed(opened.index, opened.closer));
        }
        Ok(())
    }

    /// Counts one more level of nesting; the caller counts it off again.
    pub(crate) fn enter(&mut self, span: Span) -> Parse<()> {
        if self.nesting >= MAX_NESTING {
            return Err(self.too_deep(span));
        }
        self.nesting += 1;
        Ok(())
    }

    /// Begins a part that stands next to what was read before, not above it, as far as the tree's height goes. Gives
    /// the height to hand to [`Parser::beside`] at its end.
    pub(crate) fn aside(&mut self) -> u32 {
        std::mem::take(&mut self.height)
    }

    /// Ends a part that [`Parser::aside`] began.
    pub(crate) fn beside(&mut self, outer: u32) {
        self.height = self.height.max(outer);
    }

    /// Notes that a node now stands above all that was read since [`Parser::aside`].
    pub(crate) fn grow(&mut self) -> Parse<()> {
        self.height += 1;
        self.check_height(self.height)
    }

    pub(crate) fn check_height(&mut self, height: u32) -> Parse<()> {
        if height > MAX_HEIGHT { Err(self.too_deep(self.peek(0).span)) } else { Ok(()) }
    }

    /// `item, item, …`: at least one.
    pub(crate) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Parse<T>) -> Parse<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.eat(TokenKind::Comma) {
            items.push(item(self)?);
        }
        Ok(items)
    }
}

impl Parser<'_> {
    /// Sets the operator that follows from the one being read.
    pub(crate) fn imply(&mut self, kind: OperatorKind) {
        self.implied = Some(kind);
    }
}
