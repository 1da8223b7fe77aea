//! A [`RowSource`] as a table of the engine: what is wanted of it goes to the source.

use crate::physical::ScanExec;
use crate::rows::{Condition, RowSource, Scan};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::DFSchema;
use datafusion::common::tree_node::TreeNode;
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A [`RowSource`] as a table of the engine.
#[derive(Debug)]
pub struct RowSourceTable {
    source: Arc<dyn RowSource>,
}

impl RowSourceTable {
    pub fn new(source: Arc<dyn RowSource>) -> Self {
        Self { source }
    }

    /// The positions of the columns that a condition looks at, when it depends on nothing else.
    fn columns_of(&self, expr: &Expr) -> Option<Vec<usize>> {
        let own = |e: &Expr| {
            !matches!(
                e,
                Expr::ScalarSubquery(_)
                    | Expr::InSubquery(_)
                    | Expr::Exists(_)
                    | Expr::OuterReferenceColumn(..)
                    | Expr::Placeholder(_)
            )
        };
        if expr.is_volatile() || expr.exists(|e| Ok(!own(e))).unwrap_or(true) {
            return None;
        }
        let schema = self.source.schema();
        let positions: Option<Vec<usize>> = expr.column_refs().iter().map(|c| schema.index_of(&c.name).ok()).collect();
        let mut positions = positions?;
        positions.sort_unstable();
        Some(positions)
    }
}

type ScanFuture<'a> = Pin<Box<dyn Future<Output = Result<Arc<dyn ExecutionPlan>>> + Send + 'a>>;

impl TableProvider for RowSourceTable {
    fn schema(&self) -> SchemaRef {
        self.source.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        let takes = |expr: &&Expr| match self.columns_of(expr) {
            Some(columns) if self.source.takes_conditions_on(&columns) => TableProviderFilterPushDown::Exact,
            _ => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(takes).collect())
    }

    // `async fn` in the trait's own form, written by hand because the macro costs seconds of compile time.
    fn scan<'life0, 'life1, 'life2, 'life3, 'async_trait>(
        &'life0 self,
        session: &'life1 dyn Session,
        projection: Option<&'life2 Vec<usize>>,
        filters: &'life3 [Expr],
        limit: Option<usize>,
    ) -> ScanFuture<'async_trait>
    where
        'life0: 'async_trait,
        'life1: 'async_trait,
        'life2: 'async_trait,
        'life3: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            let all = self.source.schema();
            let columns = projection.cloned().unwrap_or_else(|| (0..all.fields().len()).collect());
            let schema: SchemaRef = Arc::new(all.project(&columns)?);
            let names = DFSchema::try_from(all.as_ref().clone())?;
            let mut conditions = Vec::with_capacity(filters.len());
            for filter in filters {
                let Some(used) = self.columns_of(filter) else {
                    return Err(DataFusionError::Internal(format!("a scan was given the filter {filter}")));
                };
                // Names of the plan say which table they are of; the source knows one table alone.
                let plain = datafusion::logical_expr::expr_rewriter::unnormalize_col(filter.clone());
                conditions.push(Condition {
                    expr: session.create_physical_expr(plain, &names)?,
                    columns: used,
                    cheap: !filter.exists(|e| Ok(matches!(e, Expr::ScalarFunction(_))))?,
                });
            }
            let scan = Scan { columns, conditions };
            let exec: Arc<dyn ExecutionPlan> = Arc::new(ScanExec::new(Arc::clone(&self.source), scan, schema, limit));
            Ok(exec)
        })
    }
}
