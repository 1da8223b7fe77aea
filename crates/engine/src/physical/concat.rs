//! Unions one leg after the other.
//!
//! DataFusion's union has a partition for each leg, which are then merged as rows happen to come. Results must not
//! depend on that, so each union becomes one partition that reads its legs in the order in which they are written.

use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::union::UnionExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use futures::{StreamExt, TryStreamExt};
use std::fmt;
use std::sync::Arc;

/// Replaces unions by [`ConcatExec`].
#[derive(Debug)]
pub(crate) struct ConcatUnions;

impl PhysicalOptimizerRule for ConcatUnions {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let union: Option<Arc<dyn ExecutionPlan>> = {
                let any: &dyn std::any::Any = node.as_ref();
                any.downcast_ref::<UnionExec>().map(|union| {
                    let exec: Arc<dyn ExecutionPlan> =
                        Arc::new(ConcatExec::new(union.inputs().clone(), union.schema()));
                    exec
                })
            };
            Ok(match union {
                Some(concat) => Transformed::yes(concat),
                None => Transformed::no(node),
            })
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "concat_unions"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// All partitions of all inputs, one after the other.
#[derive(Debug)]
struct ConcatExec {
    inputs: Vec<Arc<dyn ExecutionPlan>>,
    properties: Arc<PlanProperties>,
}

impl ConcatExec {
    fn new(inputs: Vec<Arc<dyn ExecutionPlan>>, schema: SchemaRef) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Self { inputs, properties: Arc::new(properties) }
    }
}

impl DisplayAs for ConcatExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConcatExec")
    }
}

impl ExecutionPlan for ConcatExec {
    fn name(&self) -> &'static str {
        "ConcatExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false; self.inputs.len()]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        self.inputs.iter().collect()
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self { inputs: children, properties: Arc::clone(&self.properties) }))
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        if partition != 0 {
            return Err(DataFusionError::Internal(format!("a union has no partition {partition}")));
        }
        let parts: Vec<(Arc<dyn ExecutionPlan>, usize)> = self
            .inputs
            .iter()
            .flat_map(|input| {
                let count = input.properties().partitioning.partition_count();
                (0..count).map(move |p| (Arc::clone(input), p))
            })
            .collect();
        let schema = self.schema();
        let wanted = Arc::clone(&schema);
        // A leg starts only when the one before it has ended.
        let stream = futures::stream::iter(parts)
            .map(move |(input, p)| input.execute(p, Arc::clone(&context)))
            .try_flatten()
            .map(move |batch| {
                let batch = batch?;
                let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
                let columns = batch.columns().to_vec();
                Ok(RecordBatch::try_new_with_options(Arc::clone(&wanted), columns, &options)?)
            });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}
