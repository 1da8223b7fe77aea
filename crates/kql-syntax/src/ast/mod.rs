//! The syntax tree. Plain data with public fields: every node carries the [`diagnostics::Span`] it was read from.
//!
//! KQL decides only at binding whether a name is a table, a column or a `let` variable, so scalar and tabular
//! expressions share one type, [`Expr`]; a pipeline is an expression too.

mod expr;
mod operator;
mod statement;

pub use expr::*;
pub use operator::*;
pub use statement::*;
