//! What can go wrong when a plan runs.

use datafusion::error::DataFusionError;
use diagnostics::Diagnostic;
use thiserror::Error;

/// Why there is no engine.
#[derive(Debug, Error)]
pub enum EngineError {
    #[error("cannot start the engine's threads: {0}")]
    Threads(#[from] std::io::Error),
    #[error("cannot set up the engine: {0}")]
    Setup(#[from] DataFusionError),
}

/// Why a plan did not run to its end.
#[derive(Debug, Error)]
pub enum RunError {
    #[error("cancelled")]
    Cancelled,
    /// The memory limit is too low; names the operator that hit it.
    #[error("not enough memory for {operator}")]
    Memory { operator: &'static str, detail: String },
    #[error("{0}")]
    Failed(String),
    /// A fault of ours.
    #[error("internal error: {0}")]
    Internal(String),
}

impl From<DataFusionError> for RunError {
    fn from(error: DataFusionError) -> Self {
        let text = error.strip_backtrace();
        match error.find_root() {
            DataFusionError::ResourcesExhausted(detail) => {
                Self::Memory { operator: operator_of(detail), detail: detail.clone() }
            }
            DataFusionError::Execution(message) => Self::Failed(message.clone()),
            DataFusionError::Internal(message) => Self::Internal(message.clone()),
            DataFusionError::ArrowError(inner, _) => Self::Failed(inner.to_string()),
            _ => Self::Failed(text),
        }
    }
}

impl RunError {
    /// The error as users see it.
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Cancelled => Diagnostic::error("cancelled", "the query was stopped"),
            Self::Memory { operator, .. } => Diagnostic::error("out-of-memory", format!("{self}"))
                .help(format!("give more with `--memory`, or filter rows before {operator}")),
            Self::Failed(message) => Diagnostic::error("run-failed", message.clone()),
            Self::Internal(_) => Diagnostic::error("internal", format!("{self}"))
                .help("this is a fault of the program; please report it with the query"),
        }
    }
}

/// The KQL operator behind the engine's part that asked for memory.
fn operator_of(detail: &str) -> &'static str {
    let parts = [
        ("HashJoin", "`join`"),
        ("NestedLoopJoin", "`join`"),
        ("CrossJoin", "`join`"),
        ("SortMergeJoin", "`join`"),
        ("GroupedHashAggregate", "`summarize` or `distinct`"),
        ("AggregateStream", "`summarize` or `distinct`"),
        ("TopK", "`top`"),
        ("Sort", "`sort`"),
        ("Window", "`serialize`"),
        ("result", "the result"),
    ];
    parts.iter().find(|(part, _)| detail.contains(part)).map_or("the query", |(_, operator)| operator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_names_operator_and_remedy() {
        let error = DataFusionError::ResourcesExhausted("Failed to allocate 8 MB for HashJoinInput".to_owned());
        let shown = RunError::from(error.context("while joining")).diagnostic();
        assert_eq!((shown.code, shown.message.as_str()), ("out-of-memory", "not enough memory for `join`"));
        assert!(shown.help.is_some_and(|h| h.contains("--memory")));
    }
}
