//! Work on parts of a file at the same time, with the result that one after the other would give.
//!
//! What works row by row above a scan is done part by part; the parts' rows are put back in order. A `summarize` above
//! that sums up each of a few runs of parts, and then these sums in order. How many runs there are depends on the file
//! alone, so that sums of reals, which depend on it, do not change with the number of threads.

use super::ScanExec;
use super::in_order::{InOrder, Threads};
use datafusion::common::JoinType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::aggregates::{AggregateExec, AggregateMode};
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, replace_children_if_necessary};
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::{HashJoinExec, PartitionMode};
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::unnest::UnnestExec;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use futures::StreamExt;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// Runs of parts that are summed up apart: enough that two or four threads end at about the same time.
const RUNS: usize = 4;

/// The rule that does it; the last one, because others would put the parts together in no order.
#[derive(Debug)]
pub(crate) struct InParts;

impl PhysicalOptimizerRule for InParts {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        in_parts(plan)
    }

    fn name(&self) -> &'static str {
        "in_parts"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

type Plan = Arc<dyn ExecutionPlan>;

fn as_node<T: 'static>(plan: &Plan) -> Option<&T> {
    let any: &dyn Any = plan.as_ref();
    any.downcast_ref()
}

fn in_parts(plan: Plan) -> Result<Plan> {
    if let Some(aggregate) = as_node::<AggregateExec>(&plan)
        && *aggregate.mode() == AggregateMode::Single
        && aggregate.limit_options().is_none()
        && let Some(chain) = Chain::below(aggregate.input())
    {
        return summed_up(aggregate, chain.parts.min(RUNS));
    }
    if let Some(chain) = Chain::below(&plan)
        && chain.works
    {
        let parts = with_partitions(&plan, chain.parts)?;
        return Ok(Arc::new(InOrderExec::new(parts)));
    }
    let children = plan.children();
    if children.is_empty() {
        return Ok(plan);
    }
    let children = children.into_iter().map(|child| in_parts(Arc::clone(child))).collect::<Result<_>>()?;
    replace_children_if_necessary(plan, children)
}

fn summed_up(aggregate: &AggregateExec, runs: usize) -> Result<Plan> {
    let input = with_partitions(aggregate.input(), runs)?;
    let (keys, calls) = (aggregate.group_expr(), aggregate.aggr_expr().to_vec());
    let schema = aggregate.input_schema();
    let filters = aggregate.filter_expr().to_vec();
    let partial = AggregateExec::try_new(
        AggregateMode::Partial,
        keys.clone(),
        calls.clone(),
        filters,
        input,
        Arc::clone(&schema),
    )?;
    let ordered = Arc::new(InOrderExec::new(Arc::new(partial)));
    let none = vec![None; calls.len()];
    Ok(Arc::new(AggregateExec::try_new(AggregateMode::Final, keys.as_final(), calls, none, ordered, schema)?))
}

/// Operators that work row by row, one above the other, down to a scan that has parts.
struct Chain {
    parts: usize,
    /// Whether any of them does more than pass columns on.
    works: bool,
}

impl Chain {
    fn below(plan: &Plan) -> Option<Self> {
        if let Some(scan) = as_node::<ScanExec>(plan) {
            let parts = scan.part_count();
            return (parts > 1).then_some(Self { parts, works: false });
        }
        let below = Self::below(streamed(plan)?)?;
        let passes = as_node::<CooperativeExec>(plan).is_some()
            || as_node::<ProjectionExec>(plan)
                .is_some_and(|p| p.expr().iter().all(|e| (e.expr.as_ref() as &dyn Any).is::<Column>()));
        Some(Self { works: below.works || !passes, ..below })
    }
}

/// The child that an operator takes row by row, if it does.
fn streamed(plan: &Plan) -> Option<&Plan> {
    if let Some(join) = as_node::<HashJoinExec>(plan) {
        // The left side is held in memory and shared; which of its rows found no partner is known only at the end.
        let by_row = matches!(
            join.join_type(),
            JoinType::Inner | JoinType::Right | JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark
        );
        return (by_row && *join.partition_mode() == PartitionMode::CollectLeft).then(|| join.right());
    }
    let by_row = as_node::<ProjectionExec>(plan).is_some()
        || as_node::<UnnestExec>(plan).is_some()
        || as_node::<CooperativeExec>(plan).is_some()
        || as_node::<FilterExec>(plan).is_some_and(|f| f.fetch().is_none());
    if by_row { plan.children().first().copied() } else { None }
}

/// The same operators over a scan in so many partitions.
fn with_partitions(plan: &Plan, partitions: usize) -> Result<Plan> {
    if let Some(scan) = as_node::<ScanExec>(plan) {
        return Ok(Arc::new(scan.in_partitions(partitions)));
    }
    let Some(child) = streamed(plan) else {
        return Err(DataFusionError::Internal(format!("{} does not work row by row", plan.name())));
    };
    let child = with_partitions(child, partitions)?;
    let children = match as_node::<HashJoinExec>(plan) {
        Some(join) => vec![in_parts(Arc::clone(join.left()))?, child],
        None => vec![child],
    };
    replace_children_if_necessary(Arc::clone(plan), children)
}

/// The partitions of a plan, some of which run at the same time, in order.
#[derive(Debug)]
struct InOrderExec {
    input: Plan,
    properties: Arc<PlanProperties>,
}

impl InOrderExec {
    fn new(input: Plan) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(input.schema()),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Self { input, properties: Arc::new(properties) }
    }
}

impl DisplayAs for InOrderExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InOrderExec: parts={}", self.input.properties().partitioning.partition_count())
    }
}

impl ExecutionPlan for InOrderExec {
    fn name(&self) -> &'static str {
        "InOrderExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn benefits_from_input_partitioning(&self) -> Vec<bool> {
        vec![false]
    }

    fn children(&self) -> Vec<&Plan> {
        vec![&self.input]
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Plan>) -> Result<Plan> {
        match <[Plan; 1]>::try_from(children) {
            Ok([input]) => Ok(Arc::new(Self::new(input))),
            Err(others) => Err(DataFusionError::Internal(format!("one input is wanted, not {}", others.len()))),
        }
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        if partition != 0 {
            return Err(DataFusionError::Internal(format!("parts in order have no partition {partition}")));
        }
        let (input, schema) = (Arc::clone(&self.input), self.schema());
        let threads = context.session_config().get_extension::<Threads>().map_or(1, |t| t.0);
        let streams = (0..input.properties().partitioning.partition_count()).map(move |partition| {
            match input.execute(partition, Arc::clone(&context)) {
                Ok(stream) => stream.boxed(),
                Err(error) => futures::stream::once(futures::future::ready(Err(error))).boxed(),
            }
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, InOrder::new(streams, threads).into_stream())))
    }
}
