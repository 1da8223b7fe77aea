//! Reading a source. Its parts are read at the same time and come out in order, or are partitions of the plan.

use crate::physical::in_order::{InOrder, Threads};
use crate::rows::{Batches, Part, Parts, RowSource, Scan, slices};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::Statistics;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion::physical_plan::metrics::{Count, ExecutionPlanMetricsSet, MetricBuilder, MetricsSet};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties};
use futures::StreamExt;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Of so many rows whose conditions nobody has tried yet one is taken to pass.
const PASSING: usize = 5;

/// One scan of a source.
#[derive(Debug)]
pub(crate) struct ScanExec {
    source: Arc<dyn RowSource>,
    scan: Scan,
    limit: Option<usize>,
    /// The parts, once they are known; shared by all copies of this scan.
    parts: Arc<OnceLock<Option<Parts>>>,
    properties: Arc<PlanProperties>,
    metrics: ExecutionPlanMetricsSet,
}

impl ScanExec {
    pub(crate) fn new(source: Arc<dyn RowSource>, scan: Scan, schema: SchemaRef, limit: Option<usize>) -> Self {
        let properties = properties(schema, 1);
        Self { source, scan, limit, parts: Arc::default(), properties, metrics: ExecutionPlanMetricsSet::new() }
    }

    /// The names of the columns that are read: those that come out, and those that conditions look at.
    pub(crate) fn columns_read(&self) -> Vec<String> {
        let schema = self.source.schema();
        let used = self.scan.conditions.iter().flat_map(|c| &c.columns);
        let mut positions: Vec<usize> = self.scan.columns.iter().chain(used).copied().collect();
        positions.sort_unstable();
        positions.dedup();
        positions.into_iter().filter_map(|p| Some(schema.fields().get(p)?.name().clone())).collect()
    }

    /// How many parts there are, 1 where there are none or only so many rows are wanted.
    pub(crate) fn part_count(&self) -> usize {
        match self.parts() {
            Ok(Some(parts)) if self.limit.is_none() => parts.parts.len().max(1),
            _ => 1,
        }
    }

    /// The same scan with its parts in so many partitions, each with as many parts that follow each other.
    pub(crate) fn in_partitions(&self, count: usize) -> Self {
        Self {
            source: Arc::clone(&self.source),
            scan: self.scan.clone(),
            limit: self.limit,
            parts: Arc::clone(&self.parts),
            properties: properties(self.schema(), count),
            metrics: self.metrics.clone(),
        }
    }

    fn parts(&self) -> Result<Option<&Parts>> {
        if let Some(known) = self.parts.get() {
            return Ok(known.as_ref());
        }
        let found = self.source.scan(&self.scan)?;
        Ok(self.parts.get_or_init(|| found).as_ref())
    }
}

/// What one scan read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The columns, in the order of the table.
    pub columns: Vec<String>,
    /// Row groups of the file, and those that were not passed over; 0 of what is no such file.
    pub row_groups: usize,
    pub row_groups_read: usize,
    /// Rows that came out.
    pub rows: usize,
}

/// What the scans of a plan read that has been run.
pub(crate) fn reads(plan: &Arc<dyn ExecutionPlan>) -> Vec<Read> {
    let mut found = Vec::new();
    let mut pending = vec![plan];
    while let Some(plan) = pending.pop() {
        let any: &dyn std::any::Any = plan.as_ref();
        if let Some(scan) = any.downcast_ref::<ScanExec>() {
            let metrics = scan.metrics.clone_inner();
            let sum = |name: &str| metrics.sum_by_name(name).map_or(0, |value| value.as_usize());
            found.push(Read {
                columns: scan.columns_read(),
                row_groups: sum("row_groups"),
                row_groups_read: sum("row_groups_read"),
                rows: sum("rows"),
            });
        }
        pending.extend(plan.children().into_iter().rev());
    }
    found
}

fn properties(schema: SchemaRef, partitions: usize) -> Arc<PlanProperties> {
    Arc::new(PlanProperties::new(
        EquivalenceProperties::new(schema),
        Partitioning::UnknownPartitioning(partitions),
        EmissionType::Incremental,
        Boundedness::Bounded,
    ))
}

impl DisplayAs for ScanExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let conditions: Vec<String> = self.scan.conditions.iter().map(|c| c.expr.to_string()).collect();
        let columns = self.columns_read().join(", ");
        write!(f, "ScanExec: columns=[{columns}], conditions=[{}]", conditions.join(", "))
    }
}

impl ExecutionPlan for ScanExec {
    fn name(&self) -> &'static str {
        "ScanExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn with_new_children(self: Arc<Self>, _: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        for condition in &self.scan.conditions {
            if f(&condition.expr)? == TreeNodeRecursion::Stop {
                return Ok(TreeNodeRecursion::Stop);
            }
        }
        Ok(TreeNodeRecursion::Continue)
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn partition_statistics(&self, _: Option<usize>) -> Result<Arc<Statistics>> {
        let mut statistics = Statistics::new_unknown(&self.schema());
        if let Some(rows) = self.source.row_count() {
            statistics.num_rows = match (self.scan.conditions.is_empty(), self.limit) {
                (true, None) => Precision::Exact(rows),
                (true, Some(limit)) => Precision::Inexact(rows.min(limit)),
                (false, _) => Precision::Inexact(rows / PASSING),
            };
        }
        Ok(Arc::new(statistics))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let schema = self.schema();
        let count = |name: &'static str| MetricBuilder::new(&self.metrics).counter(name, partition);
        let rows = count("rows");
        let Some(parts) = self.parts()? else {
            let batches = one_after_the_other(self.source.read(&self.scan.columns)?, Arc::clone(&schema));
            return Ok(limited(batches, schema, self.limit, rows));
        };
        if partition == 0 {
            count("row_groups").add(parts.groups);
            count("row_groups_read").add(parts.groups_read);
        }
        let partitions = self.properties.partitioning.partition_count().max(1);
        let all = parts.parts.len();
        let own = parts.parts.get(all * partition / partitions..all * (partition + 1) / partitions);
        let own: Vec<Part> = own.unwrap_or_default().to_vec();
        let threads = context.session_config().get_extension::<Threads>().map_or(1, |t| t.0);
        let wanted = Arc::clone(&schema);
        let stream: SendableRecordBatchStream = if own.len() <= 1 || partitions > 1 {
            let batches = own.into_iter().flat_map(|part| opened(&part));
            one_after_the_other(Box::new(batches), wanted)
        } else {
            let stream = wanted;
            let streams = own.into_iter().map(move |part| {
                // Opened by whoever reads it, not by whoever wants it read.
                let late = futures::stream::once(futures::future::ready(part)).flat_map({
                    let wanted = Arc::clone(&stream);
                    move |part| one_after_the_other(opened(&part), Arc::clone(&wanted))
                });
                late.boxed()
            });
            let in_order = InOrder::new(streams, threads).into_stream();
            Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&schema), in_order))
        };
        Ok(limited(stream, schema, self.limit, rows))
    }
}

fn opened(part: &Part) -> Batches {
    match part() {
        Ok(batches) => batches,
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

fn one_after_the_other(batches: Batches, schema: SchemaRef) -> SendableRecordBatchStream {
    let wanted = Arc::clone(&schema);
    let batches = batches.flat_map(move |batch| slices(batch, &wanted));
    Box::pin(RecordBatchStreamAdapter::new(schema, futures::stream::iter(batches)))
}

/// Counts rows, and ends after enough of them.
fn limited(
    stream: SendableRecordBatchStream,
    schema: SchemaRef,
    limit: Option<usize>,
    rows: Count,
) -> SendableRecordBatchStream {
    let mut left = limit.unwrap_or(usize::MAX);
    let stream = stream.map(move |batch: Result<RecordBatch>| {
        let batch = batch?;
        let batch = if batch.num_rows() > left { batch.slice(0, left) } else { batch };
        left -= batch.num_rows();
        rows.add(batch.num_rows());
        Ok::<_, DataFusionError>((batch, left == 0))
    });
    // The batch that brings the last wanted row still comes out; the source is not asked again after it.
    let stream = stream.scan(false, |ended, item| {
        let next = (!*ended).then(|| {
            item.map(|(batch, last)| {
                *ended = last;
                batch
            })
        });
        futures::future::ready(next)
    });
    Box::pin(RecordBatchStreamAdapter::new(schema, stream))
}
