//! Keeps sorts that the query wrote.
//!
//! DataFusion drops a sort whose order nothing above it requires. In KQL the order is there for what follows:
//! `sort by x | summarize make_list(y)`, `row_number()`, `take`. So each sort gets a node above it that requires it.

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{LexOrdering, OrderingRequirements, PhysicalExpr};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, Distribution, ExecutionPlan, PlanProperties};
use std::fmt;
use std::sync::Arc;

/// Puts a [`KeepOrderExec`] above every sort.
#[derive(Debug)]
pub(crate) struct KeepOrder;

impl PhysicalOptimizerRule for KeepOrder {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let order = {
                let any: &dyn std::any::Any = node.as_ref();
                any.downcast_ref::<SortExec>().map(|sort| sort.expr().clone())
            };
            Ok(match order {
                Some(order) => {
                    let kept: Arc<dyn ExecutionPlan> = Arc::new(KeepOrderExec::new(node, order));
                    Transformed::yes(kept)
                }
                None => Transformed::no(node),
            })
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "keep_order"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Hands its input on, and requires it to be ordered.
#[derive(Debug)]
struct KeepOrderExec {
    input: Arc<dyn ExecutionPlan>,
    order: LexOrdering,
}

impl KeepOrderExec {
    fn new(input: Arc<dyn ExecutionPlan>, order: LexOrdering) -> Self {
        Self { input, order }
    }
}

impl DisplayAs for KeepOrderExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeepOrderExec")
    }
}

impl ExecutionPlan for KeepOrderExec {
    fn name(&self) -> &'static str {
        "KeepOrderExec"
    }

    fn schema(&self) -> SchemaRef {
        self.input.schema()
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.input.properties()
    }

    fn required_input_distribution(&self) -> Vec<Distribution> {
        vec![Distribution::SinglePartition]
    }

    fn required_input_ordering(&self) -> Vec<Option<OrderingRequirements>> {
        vec![Some(OrderingRequirements::from(self.order.clone()))]
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        match <[Arc<dyn ExecutionPlan>; 1]>::try_from(children) {
            Ok([input]) => Ok(Arc::new(Self::new(input, self.order.clone()))),
            Err(others) => Err(DataFusionError::Internal(format!("one input is wanted, not {}", others.len()))),
        }
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        for key in self.order.iter() {
            if f(&key.expr)? == TreeNodeRecursion::Stop {
                return Ok(TreeNodeRecursion::Stop);
            }
        }
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.input.execute(partition, context)
    }
}
