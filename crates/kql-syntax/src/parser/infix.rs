//! Operators between two operands: their spelling and how tightly they bind.

use super::Parser;
use crate::ast::{BinaryOp, InOp, LogicalOp, StringOp};
use crate::lexer::TokenKind;
use diagnostics::Span;

/// An operator that stands after an operand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Infix {
    Logical(LogicalOp),
    Binary(BinaryOp),
    In(InOp),
    Between { negated: bool },
}

/// How tightly an operator binds, loosest first. String operators bind tighter than arithmetic.
pub(super) type Level = u8;
pub(super) const LOOSEST: Level = 1;
const OR: Level = 1;
const AND: Level = 2;
const EQUALITY: Level = 3;
const RELATION: Level = 4;
pub(super) const SUM: Level = 5;
const PRODUCT: Level = 6;
const STRING: Level = 7;

impl Infix {
    pub(super) const fn level(self) -> Level {
        match self {
            Self::Logical(LogicalOp::Or) => OR,
            Self::Logical(LogicalOp::And) => AND,
            Self::In(_) | Self::Between { .. } => EQUALITY,
            Self::Binary(op) => match op {
                BinaryOp::Equal | BinaryOp::NotEqual => EQUALITY,
                BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => RELATION,
                BinaryOp::Add | BinaryOp::Subtract => SUM,
                BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => PRODUCT,
                BinaryOp::String { .. } => STRING,
            },
        }
    }

    /// Whether `a self b next c` is `(a self b) next c`.
    pub(super) const fn precedes(self, next: Self) -> bool {
        self.level() > next.level() || (self.level() == next.level() && self.chains() && next.chains())
    }

    /// Whether the right side is a list or a range in parentheses.
    pub(super) const fn takes_list(self) -> bool {
        matches!(self, Self::In(_) | Self::Between { .. })
    }

    /// Whether the operator may follow itself without parentheses.
    pub(super) const fn chains(self) -> bool {
        matches!(self.level(), OR | AND | SUM | PRODUCT)
    }
}

/// Words that are operators, for suggestions.
pub(super) const WORDS: &[&str] = &[
    "between",
    "contains",
    "contains_cs",
    "endswith",
    "endswith_cs",
    "has",
    "has_all",
    "has_any",
    "has_cs",
    "hasprefix",
    "hasprefix_cs",
    "hassuffix",
    "hassuffix_cs",
    "in",
    "in~",
    "matches",
    "startswith",
    "startswith_cs",
];

/// The operator that a word is; `matches` also needs `regex` after it.
pub(super) fn word_operator(word: &str) -> Option<Infix> {
    use StringOp as S;
    let string = |op| Infix::Binary(BinaryOp::String { op, negated: false });
    let not = |op| Infix::Binary(BinaryOp::String { op, negated: true });
    Some(match word {
        "and" => Infix::Logical(LogicalOp::And),
        "or" => Infix::Logical(LogicalOp::Or),
        "in" => Infix::In(InOp::In),
        "in~" => Infix::In(InOp::InTilde),
        "has_any" => Infix::In(InOp::HasAny),
        "has_all" => Infix::In(InOp::HasAll),
        "between" => Infix::Between { negated: false },
        "contains" => string(S::Contains),
        "contains_cs" | "containscs" => string(S::ContainsCs),
        "startswith" => string(S::StartsWith),
        "startswith_cs" => string(S::StartsWithCs),
        "endswith" => string(S::EndsWith),
        "endswith_cs" => string(S::EndsWithCs),
        "has" => string(S::Has),
        "has_cs" => string(S::HasCs),
        "hasprefix" => string(S::HasPrefix),
        "hasprefix_cs" => string(S::HasPrefixCs),
        "hassuffix" => string(S::HasSuffix),
        "hassuffix_cs" => string(S::HasSuffixCs),
        "matches" => string(S::MatchesRegex),
        "like" => string(S::Like),
        "likecs" => string(S::LikeCs),
        "notlike" => not(S::Like),
        "notlikecs" => not(S::LikeCs),
        "notcontains" => not(S::Contains),
        "notcontainscs" => not(S::ContainsCs),
        _ => return None,
    })
}

/// The operator that `!word` is.
fn negated_operator(word: &str) -> Option<Infix> {
    Some(match word_operator(word)? {
        Infix::In(InOp::In) => Infix::In(InOp::NotIn),
        Infix::In(InOp::InTilde) => Infix::In(InOp::NotInTilde),
        Infix::In(_) => Infix::In(InOp::NotHasAny),
        Infix::Between { .. } => Infix::Between { negated: true },
        Infix::Binary(BinaryOp::String { op, negated: false })
            if !matches!(op, StringOp::MatchesRegex | StringOp::Like | StringOp::LikeCs) =>
        {
            Infix::Binary(BinaryOp::String { op, negated: true })
        }
        _ => return None,
    })
}

/// Words that are no names in an expression: bracket them (`['by']`) to make them so.
pub(super) fn is_reserved(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "as",
        "asc",
        "by",
        "datatable",
        "desc",
        "external_data",
        "externaldata",
        "find",
        "invoke",
        "of",
        "print",
        "project",
        "search",
        "to",
        "union",
        "where",
    ];
    word_operator(word).is_some() || WORDS.contains(&word)
}

impl Parser<'_> {
    /// The operator at the current place, its span and how many tokens it takes.
    pub(super) fn infix(&self) -> Option<(Infix, Span, usize)> {
        use TokenKind as K;
        let token = self.peek(0);
        let word = self.text_of(token.span);
        let binary = |op| Some(Infix::Binary(op));
        let string = |op, negated| Some(Infix::Binary(BinaryOp::String { op, negated }));
        let infix = match token.kind {
            K::Plus => binary(BinaryOp::Add),
            K::Minus => binary(BinaryOp::Subtract),
            K::Star => binary(BinaryOp::Multiply),
            K::Slash => binary(BinaryOp::Divide),
            K::Percent => binary(BinaryOp::Modulo),
            K::Equal => binary(BinaryOp::Equal),
            K::NotEqual => binary(BinaryOp::NotEqual),
            K::Less => binary(BinaryOp::Less),
            K::LessOrEqual => binary(BinaryOp::LessOrEqual),
            K::Greater => binary(BinaryOp::Greater),
            K::GreaterOrEqual => binary(BinaryOp::GreaterOrEqual),
            K::EqualTilde => string(StringOp::EqualTilde, false),
            K::NotTilde => string(StringOp::EqualTilde, true),
            K::Colon => string(StringOp::Has, false),
            K::Word if word == "matches" => {
                let regex = self.is_word(1, "regex").then(|| self.peek(1).span)?;
                return word_operator(word).map(|infix| (infix, token.span.to(regex), 2));
            }
            K::Word => word_operator(word),
            K::BangWord => negated_operator(word.trim_start_matches('!')),
            _ => None,
        }?;
        Some((infix, token.span, 1))
    }
}
