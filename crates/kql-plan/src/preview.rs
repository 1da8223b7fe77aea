//! Parts of a query that must run before the rest can be planned: what columns `bag_unpack` and `pivot` give, and
//! limits that come out of a table.

use crate::binder::Binder;
use datafusion::arrow::array::{Array, RecordBatch};
use datafusion::logical_expr::LogicalPlan;
use diagnostics::Span;
use kql_functions::{KqlType, OwnedValue, read};

/// What runs plans for the planner.
pub trait Preview: Sync {
    /// Runs a plan to its end.
    ///
    /// # Errors
    /// A sentence that says why it could not.
    fn rows(&self, plan: LogicalPlan) -> Result<Vec<RecordBatch>, String>;
}

impl Binder<'_> {
    /// The only value of a plan with one row and one column. `Some(None)` when nothing can run while planning.
    pub(crate) fn preview_value(&mut self, plan: LogicalPlan, ty: KqlType, span: Span) -> Option<Option<OwnedValue>> {
        let Some(preview) = self.preview else { return Some(None) };
        if self.error_count() > 0 {
            return Some(None);
        }
        self.check_height(&plan, span)?;
        let batches = match preview.rows(plan) {
            Ok(batches) => batches,
            Err(message) => {
                return self.error("preview", span, format!("what comes before this could not run: {message}"));
            }
        };
        let value = batches.iter().find(|b| b.num_rows() > 0).and_then(|batch| {
            let array = batch.columns().first()?;
            if array.is_null(0) {
                return None;
            }
            Some(read(array.as_ref(), ty).ok()?.get(0).into_owned())
        });
        Some(Some(value.unwrap_or(OwnedValue::Null)))
    }
}
