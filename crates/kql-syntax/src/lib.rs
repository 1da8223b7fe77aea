//! KQL text to syntax tree. Parsing never fails: it gives a tree and a list of diagnostics.
//!
//! ```
//! use diagnostics::SourceText;
//! use kql_syntax::ast::{ExprKind, OperatorKind, StatementKind};
//!
//! let text = r#"
//! let suspects = dynamic(["cmd.exe", "powershell.exe"]);
//! DeviceProcessEvents
//! | where Timestamp > ago(1d) and FileName in~ (suspects)
//! | summarize count() by DeviceName
//! "#;
//! let parsed = kql_syntax::parse(text);
//! assert!(parsed.diagnostics.is_empty());
//! let StatementKind::Expr(query) = &parsed.query.statements[1].kind else { panic!("a query") };
//! let ExprKind::Pipeline { operators, .. } = &query.kind else { panic!("a pipeline") };
//! assert!(matches!(operators[1].kind, OperatorKind::Summarize { .. }));
//!
//! // A broken query keeps the operators that could be read, and says what is wrong, where.
//! let broken = "DeviceProcessEvents | wher FileName has 'cmd' | take 5";
//! let parsed = kql_syntax::parse(broken);
//! let message = parsed.diagnostics[0].render(&SourceText::new("query", broken), false);
//! assert!(message.starts_with("error[unknown-operator]: there is no operator `wher`"));
//! assert!(message.contains("did you mean `where`?"));
//! ```
//!
//! The parser knows no tables and no functions: whether a name is a column, a table or a variable is decided by
//! whoever binds the tree. It accepts all tabular operators, older spellings included, and keeps what it does not
//! model in detail (`render`'s properties, hints, the patterns of the rarer graph operators).
//!
//! Any text is safe to parse: time is linear in its length, nesting is limited, and so is the height of the tree,
//! so that dropping, cloning or walking it cannot exhaust the stack.

pub mod ast;
mod lexer;
mod literals;
mod operator;
mod operators;
mod parser;

use ast::Query;
use diagnostics::Diagnostic;

/// A query's tree and what is wrong with its text.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    pub query: Query,
    /// In the order in which they were found; spans are bytes of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a query. The tree is always there; where text could not be read, it holds `Error` nodes.
pub fn parse(text: &str) -> Parsed {
    let (query, diagnostics) = parser::parse_query(text);
    Parsed { query, diagnostics }
}
