//! The conditions of `search` and `find`: words that stand alone are looked for in every column, and a column that a
//! table lacks is missing in each of its rows.

use crate::binder::Binder;
use crate::relation::{Col, Relation};
use crate::template::{call_expr, name_expr};
use diagnostics::Span;
use kql_functions::KqlType;
use kql_syntax::ast::{BinaryOp, Expr, ExprKind, Literal, LogicalOp, StringOp};

/// How words are looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) case_sensitive: bool,
}

impl Binder<'_> {
    /// The condition as it reads for the rows of one table.
    pub(crate) fn search_condition(&self, expr: &Expr, relation: &Relation, words: Words) -> Expr {
        let recur = |e: &Expr| self.search_condition(e, relation, words);
        let kind = match &expr.kind {
            ExprKind::Paren(inner) => ExprKind::Paren(Box::new(recur(inner))),
            ExprKind::Logical { op, operands } => {
                ExprKind::Logical { op: *op, operands: operands.iter().map(recur).collect() }
            }
            ExprKind::Call { name, args } if name.text == "not" => {
                let mut args = args.clone();
                for arg in &mut args {
                    arg.value = recur(&arg.value);
                }
                ExprKind::Call { name: name.clone(), args }
            }
            // `search *` asks for nothing.
            ExprKind::Star => ExprKind::Literal(Literal::Bool(true)),
            ExprKind::Literal(Literal::String(text)) => return anywhere(text, relation, words, expr.span),
            ExprKind::Literal(Literal::Long(number)) => {
                return anywhere(&number.to_string(), relation, words, expr.span);
            }
            ExprKind::Literal(Literal::Real(number)) => {
                return anywhere(&number.to_string(), relation, words, expr.span);
            }
            // `column: "word*"`
            ExprKind::Binary { op: BinaryOp::String { op: StringOp::Has, negated }, left, right, .. } => {
                let left = self.known_columns(left, relation);
                match &right.kind {
                    ExprKind::Literal(Literal::String(text)) if text.contains('*') => {
                        let test = word_test(left, text, words, expr.span);
                        if !*negated {
                            return test;
                        }
                        return call_expr("not", vec![test], expr.span);
                    }
                    _ => return self.known_columns(expr, relation),
                }
            }
            _ => return self.known_columns(expr, relation),
        };
        Expr { kind, span: expr.span }
    }

    /// Names that are neither columns of the table nor variables are null.
    fn known_columns(&self, expr: &Expr, relation: &Relation) -> Expr {
        let recur = |e: &Expr| self.known_columns(e, relation);
        let boxed = |e: &Expr| Box::new(recur(e));
        let kind = match &expr.kind {
            ExprKind::Name(name) if !relation.has_name(&name.text) && self.env.get(&name.text).is_none() => {
                ExprKind::Literal(Literal::Null("dynamic".to_owned()))
            }
            ExprKind::Paren(inner) => ExprKind::Paren(boxed(inner)),
            ExprKind::Unary { op, operand } => ExprKind::Unary { op: *op, operand: boxed(operand) },
            ExprKind::Binary { op, op_span, left, right } => {
                ExprKind::Binary { op: *op, op_span: *op_span, left: boxed(left), right: boxed(right) }
            }
            ExprKind::Logical { op, operands } => {
                ExprKind::Logical { op: *op, operands: operands.iter().map(recur).collect() }
            }
            ExprKind::In { op, op_span, left, list } => {
                ExprKind::In { op: *op, op_span: *op_span, left: boxed(left), list: list.clone() }
            }
            ExprKind::Between { negated, left, low, high } => {
                ExprKind::Between { negated: *negated, left: boxed(left), low: boxed(low), high: boxed(high) }
            }
            ExprKind::Path { base, member } => ExprKind::Path { base: boxed(base), member: member.clone() },
            ExprKind::Index { base, index } => ExprKind::Index { base: boxed(base), index: boxed(index) },
            ExprKind::Call { name, args } => {
                let mut args = args.clone();
                for arg in &mut args {
                    arg.value = recur(&arg.value);
                }
                ExprKind::Call { name: name.clone(), args }
            }
            _ => return expr.clone(),
        };
        Expr { kind, span: expr.span }
    }
}

/// A word in any column that holds text.
fn anywhere(text: &str, relation: &Relation, words: Words, span: Span) -> Expr {
    let texts = relation
        .columns
        .iter()
        .filter(|c| !c.poisoned && matches!(c.ty, KqlType::String | KqlType::Dynamic | KqlType::Guid));
    let value = |c: &Col| match c.ty {
        KqlType::Guid => call_expr("tostring", vec![name_expr(&c.name, span)], span),
        _ => name_expr(&c.name, span),
    };
    let mut tests: Vec<Expr> = texts.map(|c| word_test(value(c), text, words, span)).collect();
    match tests.len() {
        0 => Expr { kind: ExprKind::Literal(Literal::Bool(false)), span },
        1 => tests.remove(0),
        _ => {
            let any = Expr { kind: ExprKind::Logical { op: LogicalOp::Or, operands: tests }, span };
            Expr { kind: ExprKind::Paren(Box::new(any)), span }
        }
    }
}

/// Whether a text has a word; `*` stands for any beginning, end or middle.
fn word_test(left: Expr, text: &str, words: Words, span: Span) -> Expr {
    use StringOp as Op;
    let case = words.case_sensitive;
    let pick = |plain: Op, sensitive: Op| if case { sensitive } else { plain };
    let inner = text.trim_matches('*');
    let (op, needle) = if inner.contains('*') {
        // A `*` inside: the parts in this order, the outer ones at the edges of words.
        let parts: Vec<String> = inner.split('*').map(regex_quoted).collect();
        let start = if text.starts_with('*') { "" } else { r"\b" };
        let end = if text.ends_with('*') { "" } else { r"\b" };
        let flags = if case { "" } else { "(?i)" };
        (Op::MatchesRegex, format!("{flags}{start}{}{end}", parts.join(".*")))
    } else {
        let op = match (text.starts_with('*'), text.ends_with('*') && !text.is_empty()) {
            (false, false) => pick(Op::Has, Op::HasCs),
            (false, true) => pick(Op::HasPrefix, Op::HasPrefixCs),
            (true, false) => pick(Op::HasSuffix, Op::HasSuffixCs),
            (true, true) => pick(Op::Contains, Op::ContainsCs),
        };
        (op, inner.to_owned())
    };
    let right = Box::new(Expr { kind: ExprKind::Literal(Literal::String(needle)), span });
    let op = BinaryOp::String { op, negated: false };
    Expr { kind: ExprKind::Binary { op, op_span: span, left: Box::new(left), right }, span }
}

/// A text of which nothing is special in a regular expression.
fn regex_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        if !(c.is_alphanumeric() || c == ' ' || c == '_') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

/// All names in a condition.
pub(crate) fn names(expr: &Expr) -> Vec<String> {
    let mut names = Vec::new();
    let mut pending = vec![expr];
    while let Some(expr) = pending.pop() {
        match &expr.kind {
            ExprKind::Name(name) => names.push(name.text.clone()),
            ExprKind::Paren(inner) | ExprKind::Unary { operand: inner, .. } => pending.push(inner),
            ExprKind::Binary { left, right, .. } => pending.extend([&**left, &**right]),
            ExprKind::Logical { operands, .. } => pending.extend(operands),
            ExprKind::Call { args, .. } => pending.extend(args.iter().map(|a| &a.value)),
            ExprKind::Path { base, .. } => pending.push(base),
            ExprKind::Index { base, index } => pending.extend([&**base, &**index]),
            ExprKind::In { left, list, .. } => {
                pending.push(left);
                pending.extend(list);
            }
            ExprKind::Between { left, low, high, .. } => pending.extend([&**left, &**low, &**high]),
            _ => {}
        }
    }
    names
}
