//! What a lint is: a look at a query that can be run, for what its author hardly meant.

use super::lints;
use super::walk;
use detect::rules::Rule;
use diagnostics::{Diagnostic, Span};
use engine::Planned;
use kql_syntax::ast::{Expr, ExprKind, Literal, Query, StatementKind};
use std::collections::BTreeMap;

/// A lint: its code, and what finds its cases.
pub(super) struct Lint {
    /// The code of its diagnostics; stable.
    pub(super) code: &'static str,
    /// What it looks for, in a sentence.
    pub(super) about: &'static str,
    pub(super) run: fn(&Subject<'_>, &mut Found),
}

/// What is looked at.
pub(super) struct Subject<'a> {
    pub(super) query: &'a Query,
    pub(super) planned: &'a Planned,
    /// The rule whose query it is.
    pub(super) rule: Option<&'a Rule>,
    /// The values of `let` names at the query's top.
    lets: BTreeMap<&'a str, &'a Expr>,
}

/// What was found: places in the query, and places in the rule's file.
#[derive(Default)]
pub(super) struct Found {
    pub(super) in_query: Vec<Diagnostic>,
    pub(super) in_file: Vec<Diagnostic>,
}

/// Runs all lints over a query.
pub(super) fn run(query: &Query, planned: &Planned, rule: Option<&Rule>) -> Found {
    let lets = query.statements.iter().filter_map(|s| match &s.kind {
        StatementKind::Let { name, value } => Some((name.text.as_str(), value)),
        _ => None,
    });
    let subject = Subject { query, planned, rule, lets: lets.collect() };
    let mut found = Found::default();
    for lint in lints::ALL {
        (lint.run)(&subject, &mut found);
    }
    found
}

impl<'a> Subject<'a> {
    /// Visits every expression of the query.
    pub(super) fn each_expr(&self, visit: &mut dyn FnMut(&'a Expr)) {
        walk::statements(&self.query.statements, &mut |node| {
            if let walk::Node::Expr(expr) = node {
                visit(expr);
            }
        });
    }

    /// What a name stands for, where it is a `let` of the query; else the expression itself.
    pub(super) fn resolved(&self, expr: &'a Expr) -> &'a Expr {
        let mut at = expr;
        // A chain of names is short in any query that a person wrote.
        for _ in 0..16 {
            at = match &at.kind {
                ExprKind::Paren(inner) => inner,
                ExprKind::Name(name) => match self.lets.get(name.text.as_str()) {
                    Some(value) => value,
                    None => break,
                },
                _ => break,
            };
        }
        at
    }

    /// The texts that an expression holds: a literal, or the elements of a `dynamic` list. Their places are those in
    /// the operator's operand.
    pub(super) fn texts(&self, expr: &'a Expr) -> Vec<(String, Span)> {
        match &self.resolved(expr).kind {
            ExprKind::Literal(Literal::String(text)) => vec![(text.clone(), expr.span)],
            ExprKind::Literal(Literal::Dynamic(json)) => {
                let items: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
                items.iter().filter_map(|i| Some((i.as_str()?.to_owned(), expr.span))).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The letters and digits at the end of a text: the part of it that is one term.
pub(super) fn last_term(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last();
    start.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// The letters and digits at the beginning of a text.
pub(super) fn first_term(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The column that an expression is: a name, alone or in a call that leaves its text as it is.
pub(super) fn column(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Paren(inner) => column(inner),
        ExprKind::Name(name) => Some(&name.text),
        ExprKind::Call { name, args } if name.text == "tostring" => column(&args.first()?.value),
        _ => None,
    }
}
