//! Scalar expressions by precedence, then what may follow an operand: `.member`, `[index]`.

use super::infix::{Infix, LOOSEST, Level, SUM};
use super::{Ends, Parse, Parser, Reported};
use crate::ast::{BinaryOp, Expr, ExprKind, InOp, LogicalOp, UnaryOp};
use crate::lexer::TokenKind;
use diagnostics::{Diagnostic, Span};

/// A part of an expression, its height, and the level of an operator at its top that may not follow itself.
struct Operand {
    expr: Expr,
    height: u32,
    sealed: Option<Level>,
}

/// An operator whose right side is still to come.
struct Waiting {
    left: Operand,
    infix: Infix,
    span: Span,
    /// Where parentheses follow, the number of diagnostics before them.
    listed: Option<usize>,
}

/// `left and right`, added to `left` if that is the same kind of chain (one in parentheses is another node).
fn join_logical(op: LogicalOp, left: Operand, right: Operand) -> (ExprKind, u32) {
    match left.expr.kind {
        ExprKind::Logical { op: same, mut operands } if same == op => {
            operands.push(right.expr);
            (ExprKind::Logical { op, operands }, left.height.max(right.height + 1))
        }
        kind => {
            let left_expr = Expr { kind, span: left.expr.span };
            let height = left.height.max(right.height) + 1;
            (ExprKind::Logical { op, operands: vec![left_expr, right.expr] }, height)
        }
    }
}

impl Parser<'_> {
    /// A scalar expression; a pipeline stands in one only within parentheses.
    pub(crate) fn expr(&mut self) -> Parse<Expr> {
        self.operators(LOOSEST)
    }

    /// An expression of arithmetic only, so that `in` and comparisons end it.
    pub(crate) fn sum(&mut self) -> Parse<Expr> {
        self.operators(SUM)
    }

    /// An expression of operators that bind at least as tightly as `least`. Operators that wait for their right side
    /// stand on a stack of our own, so that precedence costs none of the machine's.
    fn operators(&mut self, least: Level) -> Parse<Expr> {
        let outer = self.aside();
        let mut waiting: Vec<Waiting> = Vec::new();
        loop {
            let operand = match self.operand_with_sign() {
                Ok(operand) => operand,
                Err(reported) => return Err(self.broken_right(&waiting, reported)),
            };
            if let Some(last) = self.next_operator(operand, &mut waiting, least)? {
                return self.close_operators(last, waiting, outer);
            }
        }
    }

    /// Takes the operator after an operand and lets it wait for its right side; gives the operand back if no operator
    /// follows that could take it.
    fn next_operator(&mut self, operand: Expr, waiting: &mut Vec<Waiting>, least: Level) -> Parse<Option<Operand>> {
        let mut last = Operand { expr: operand, height: self.height, sealed: None };
        while let Some((infix, span, tokens)) = self.infix() {
            if infix.level() < least {
                break;
            }
            while let Some(before) = waiting.pop_if(|before| before.infix.precedes(infix)) {
                last = self.combine(before, last)?;
            }
            let level = Some(infix.level());
            if last.sealed == level || waiting.last().map(|before| before.infix.level()) == level {
                break;
            }
            for _ in 0..tokens {
                self.bump();
            }
            if infix.takes_list() {
                last = self.list_operator(infix, span, last)?;
                continue;
            }
            let listed = self.at(TokenKind::LeftParen).then_some(self.diagnostics_so_far());
            waiting.push(Waiting { left: last, infix, span, listed });
            self.height = 0;
            return Ok(None);
        }
        Ok(Some(last))
    }

    /// Combines all that waits; nothing follows.
    fn close_operators(&mut self, mut last: Operand, mut waiting: Vec<Waiting>, outer: u32) -> Parse<Expr> {
        while let Some(before) = waiting.pop() {
            last = self.combine(before, last)?;
        }
        self.height = outer.max(last.height);
        Ok(last.expr)
    }

    /// A list after an operator that takes one value is a mistake with a known remedy.
    fn broken_right(&mut self, waiting: &[Waiting], reported: Reported) -> Reported {
        if let Some(Waiting { infix: Infix::Binary(BinaryOp::String { .. }), listed: Some(before), .. }) =
            waiting.last()
        {
            self.add_help(*before, ",", "for several values, write `has_any (…)` or `in (…)`");
        }
        reported
    }

    /// Builds the node of an operator whose two sides are known. A chain of `and` or of `or` stays one flat node.
    fn combine(&mut self, before: Waiting, right: Operand) -> Parse<Operand> {
        let Waiting { left, infix, span: op_span, .. } = before;
        let span = left.expr.span.to(right.expr.span);
        let (kind, height) = match infix {
            Infix::Logical(op) => join_logical(op, left, right),
            Infix::Binary(op) => {
                let height = left.height.max(right.height) + 1;
                (ExprKind::Binary { op, op_span, left: Box::new(left.expr), right: Box::new(right.expr) }, height)
            }
            Infix::In(_) | Infix::Between { .. } => (ExprKind::Error, 1),
        };
        self.check_height(height)?;
        let sealed = (!infix.chains()).then_some(infix.level());
        Ok(Operand { expr: Expr { kind, span }, height, sealed })
    }

    /// `left in (…)`, `left between (…)`: the operator is taken, the list is not.
    fn list_operator(&mut self, infix: Infix, op_span: Span, left: Operand) -> Parse<Operand> {
        let start = left.expr.span.start;
        self.height = left.height;
        let left = Box::new(left.expr);
        let kind = match infix {
            Infix::In(op) => self.in_list(op, op_span, left)?,
            _ => self.range(infix, left)?,
        };
        self.grow()?;
        let expr = Expr { kind, span: self.since(start) };
        Ok(Operand { expr, height: self.height, sealed: Some(infix.level()) })
    }

    fn range(&mut self, infix: Infix, left: Box<Expr>) -> Parse<ExprKind> {
        if !self.at(TokenKind::LeftParen) {
            return Err(self.expected("`(` and a range `low .. high`"));
        }
        let (low, high) = self.bracketed(|p| {
            let low = p.expr()?;
            p.expect(TokenKind::DotDot)?;
            Ok((Box::new(low), Box::new(p.expr()?)))
        })?;
        Ok(ExprKind::Between { negated: infix == Infix::Between { negated: true }, left, low, high })
    }

    fn in_list(&mut self, op: InOp, op_span: Span, left: Box<Expr>) -> Parse<ExprKind> {
        if op == InOp::NotHasAny {
            self.no_such_operator(op_span);
        }
        if !self.at(TokenKind::LeftParen) {
            return Err(self.expected("`(` and a list"));
        }
        let list = self.bracketed(|p| {
            let mut list = vec![p.pipeline(Ends::List)?];
            while p.eat(TokenKind::Comma) && !p.at(TokenKind::RightParen) {
                list.push(p.pipeline(Ends::List)?);
            }
            Ok(list)
        })?;
        Ok(ExprKind::In { op, op_span, left, list })
    }

    /// `!has_any` and `!has_all`, which no engine knows.
    fn no_such_operator(&mut self, op_span: Span) {
        let word = self.text_of(op_span).trim_start_matches('!').to_owned();
        self.report(
            Diagnostic::error("syntax", format!("there is no operator `!{word}`"))
                .at(op_span, "not an operator")
                .help(format!("write not(x {word} (…))")),
        );
    }

    /// An operand with its sign.
    fn operand_with_sign(&mut self) -> Parse<Expr> {
        match self.kind() {
            TokenKind::Minus | TokenKind::Plus => self.signed(),
            _ => self.operand(false),
        }
    }

    fn signed(&mut self) -> Parse<Expr> {
        let op = if self.at(TokenKind::Minus) { UnaryOp::Minus } else { UnaryOp::Plus };
        let span = self.bump().span;
        if op == UnaryOp::Minus
            && let Some(least) = self.least_long(span)
        {
            return Ok(least);
        }
        if matches!(self.kind(), TokenKind::Minus | TokenKind::Plus) {
            return Err(self.expected("an expression"));
        }
        let operand = Box::new(self.operand(false)?);
        self.grow()?;
        Ok(Expr { kind: ExprKind::Unary { op, operand }, span: self.since(span.start) })
    }

    /// An operand and all `.member` and `[index]` after it. With `wildcards`, a member may be `a*`.
    pub(crate) fn operand(&mut self, wildcards: bool) -> Parse<Expr> {
        let start = self.start();
        let mut expr = self.primary()?;
        loop {
            expr = match self.kind() {
                TokenKind::Dot => self.path(expr, start, wildcards)?,
                TokenKind::LeftBracket => self.index(expr, start)?,
                _ => return Ok(expr),
            };
        }
    }

    fn path(&mut self, base: Expr, start: usize, wildcards: bool) -> Parse<Expr> {
        self.bump();
        if self.at(TokenKind::LeftBracket) && !self.is_bracketed_name(0) {
            // `a.[0]` is `a[0]`.
            return self.index(base, start);
        }
        let outer = self.aside();
        let member = self.member(wildcards)?;
        self.beside(outer);
        self.grow()?;
        let kind = ExprKind::Path { base: Box::new(base), member: Box::new(member) };
        Ok(Expr { kind, span: self.since(start) })
    }

    fn index(&mut self, base: Expr, start: usize) -> Parse<Expr> {
        let index = self.bracketed(Self::expr)?;
        self.grow()?;
        let kind = ExprKind::Index { base: Box::new(base), index: Box::new(index) };
        Ok(Expr { kind, span: self.since(start) })
    }

    /// What follows a `.`: a name, `['a name']`, or a call.
    fn member(&mut self, wildcards: bool) -> Parse<Expr> {
        if wildcards && let Some(wildcard) = self.wildcard() {
            return Ok(wildcard);
        }
        if !self.at(TokenKind::Word) && !self.is_bracketed_name(0) {
            return Err(self.expected("a name after `.`"));
        }
        let name = self.name("a name after `.`")?;
        self.name_or_call(name)
    }
}
