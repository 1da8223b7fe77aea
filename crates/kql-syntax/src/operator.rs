//! What the grammar of a tabular operator is, and how one is found by its keyword.
//!
//! To add an operator, add its file to `operators/`.

use crate::ast::OperatorKind;
use crate::operators::ALL;
use crate::parser::{Parse, Parser};

/// The grammar of one operator, or of a family that differs only in its keyword.
pub(crate) struct OperatorSyntax {
    /// All spellings, legacy ones too.
    pub(crate) keywords: &'static [&'static str],
    /// Whether it may follow a `|`.
    pub(crate) pipes: bool,
    /// For one that may begin a pipeline: whether it does here. The number is how many tokens its keyword takes;
    /// a word that is also a function or a column looks at what follows.
    pub(crate) starts: Option<fn(&Parser<'_>, usize) -> bool>,
    /// Reads what follows the keyword, which is given as written.
    pub(crate) parse: fn(&mut Parser<'_>, &str) -> Parse<OperatorKind>,
}

/// An operator that only follows a `|`; its file gives the keywords and the function.
pub(crate) const AFTER_PIPE: OperatorSyntax =
    OperatorSyntax { keywords: &[], pipes: true, starts: None, parse: |_, _| Ok(OperatorKind::Error) };

/// For operators whose keyword is no name anywhere.
pub(crate) fn always(_: &Parser<'_>, _: usize) -> bool {
    true
}

/// The operator that a keyword names.
pub(crate) fn find(keyword: &str) -> Option<&'static OperatorSyntax> {
    ALL.iter().copied().find(|syntax| syntax.keywords.contains(&keyword))
}

/// Every keyword, in the order of the operators' files.
pub(crate) fn keywords() -> impl Iterator<Item = &'static str> {
    ALL.iter().flat_map(|syntax| syntax.keywords.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kusto's tabular operators by their canonical keywords, as its own language service lists them.
    const OPERATORS: [&str; 54] = [
        "__executeAndCache",
        "__partitionby",
        "as",
        "assert-schema",
        "consume",
        "count",
        "distinct",
        "evaluate",
        "extend",
        "facet",
        "find",
        "fork",
        "getschema",
        "graph-mark-components",
        "graph-match",
        "graph-shortest-paths",
        "graph-to-table",
        "graph-where-edges",
        "graph-where-nodes",
        "invoke",
        "join",
        "lookup",
        "macro-expand",
        "make-graph",
        "make-series",
        "mv-apply",
        "mv-expand",
        "parse",
        "parse-kv",
        "parse-where",
        "partition",
        "print",
        "project",
        "project-away",
        "project-by-names",
        "project-keep",
        "project-rename",
        "project-reorder",
        "range",
        "reduce",
        "render",
        "sample",
        "sample-distinct",
        "scan",
        "search",
        "serialize",
        "sort",
        "summarize",
        "take",
        "top",
        "top-hitters",
        "top-nested",
        "union",
        "where",
    ];

    #[test]
    fn every_operator_of_the_language_has_a_grammar() {
        let missing: Vec<_> = OPERATORS.iter().filter(|keyword| find(keyword).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn no_keyword_is_claimed_twice() {
        let mut all: Vec<_> = keywords().collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
