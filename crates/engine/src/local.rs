//! DataFusion in this process: one partition per plan, a memory limit with spilling, its own threads, and a watchdog
//! that waits outside them, so that a join which never yields cannot keep a caller waiting.

use crate::config::EngineConfig;
use crate::error::{EngineError, RunError};
use crate::physical::Read;
use crate::rows::BATCH;
use crate::{Runner, physical};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::BatchCoalescer;
use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::{FairSpillPool, MemoryConsumer};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::{SessionState, SessionStateBuilder, TaskContext};
use datafusion::logical_expr::LogicalPlan;
use datafusion::optimizer::optimizer::Optimizer;
use datafusion::physical_plan::display::DisplayableExecutionPlan;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::SessionConfig;
use futures::StreamExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;
use tokio::runtime::Runtime;

/// How often the watchdog looks whether it should stop.
const WATCH: Duration = Duration::from_millis(20);

/// Optimiser rules that gain nothing here, are for nodes that the planner never makes, or are made for SQL's null rules and
/// functions.
const WITHOUT: &[&str] = &[
    "rewrite_set_comparison",
    "unions_to_filter",
    "replace_distinct_aggregate",
    "decorrelate_predicate_subquery",
    "decorrelate_lateral_join",
    "single_distinct_aggregation_to_group_by",
    "filter_null_join_keys",
    "extract_leaf_expressions",
    "push_down_leaf_projections",
];

/// Stops a [`LocalRunner`]; cheap to clone, callable from a signal handler's thread.
#[derive(Debug, Clone, Default)]
pub struct CancelHandle(Arc<AtomicBool>);

impl CancelHandle {
    /// Ends running queries at once with "cancelled".
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Runs plans with DataFusion in this process.
pub struct LocalRunner {
    state: SessionState,
    runtime: Option<Runtime>,
    cancel: CancelHandle,
}

impl LocalRunner {
    /// # Errors
    /// When threads or the place for temporary files cannot be had.
    pub fn new(config: EngineConfig) -> Result<Self, EngineError> {
        let mut environment =
            RuntimeEnvBuilder::new().with_memory_pool(Arc::new(FairSpillPool::new(config.memory.max(1 << 20))));
        if let Some(dir) = config.temp_dir {
            environment = environment.with_temp_file_path(dir);
        }
        let mut session = SessionConfig::new()
            .with_target_partitions(1)
            .with_information_schema(false)
            .with_extension(Arc::new(physical::Threads(config.threads.max(1))));
        let options = session.options_mut();
        // It compares nullability, which functions of ours do not promise.
        options.execution.skip_physical_aggregate_schema_check = true;
        // What a sort sets aside for merging what it spilled; the default of 10 MB would be all of a small limit.
        options.execution.sort_spill_reservation_bytes =
            options.execution.sort_spill_reservation_bytes.min(config.memory / 16);
        options.optimizer.prefer_existing_sort = true;
        // What a second pass finds is little, and long queries wait for it.
        options.optimizer.max_passes = 1;
        options.optimizer.enable_round_robin_repartition = false;
        // Scans do not take filters that become known while a plan runs, and parts of a join must not wait for each
        // other.
        options.optimizer.enable_dynamic_filter_pushdown = false;
        options.optimizer.enable_join_dynamic_filter_pushdown = false;
        options.optimizer.skip_failed_rules = false;
        options.sql_parser.enable_ident_normalization = false;
        let rules = Optimizer::new().rules.into_iter().filter(|r| !WITHOUT.contains(&r.name())).collect();
        let state = SessionStateBuilder::new()
            .with_config(session)
            .with_runtime_env(environment.build_arc()?)
            .with_optimizer_rules(rules)
            .with_physical_optimizer_rules(physical::rules())
            .build();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(config.threads.max(1))
            .thread_name("kql-run")
            .thread_stack_size(16 << 20)
            .enable_time()
            .build()?;
        Ok(Self { state, runtime: Some(runtime), cancel: CancelHandle::default() })
    }

    pub fn cancel_handle(&self) -> CancelHandle {
        self.cancel.clone()
    }

    /// The plan as it will run, for people who want to know.
    ///
    /// # Errors
    /// When the plan cannot be optimised.
    pub fn explain(&self, plan: &LogicalPlan) -> Result<String, RunError> {
        Ok(optimized(&self.state, plan)?.display_indent().to_string())
    }

    /// Makes a plan ready to run.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn prepare(&self, plan: &LogicalPlan) -> Result<(), RunError> {
        let Some(runtime) = &self.runtime else { return Err(RunError::Cancelled) };
        runtime.block_on(physical_plan(&self.state, plan))?;
        Ok(())
    }

    /// Runs a plan, and says what each part of it did.
    ///
    /// # Errors
    /// As [`Runner::run`].
    pub fn analyze(&self, plan: &LogicalPlan) -> Result<String, RunError> {
        let ran = self.ran(plan)?;
        Ok(DisplayableExecutionPlan::with_metrics(ran.as_ref()).indent(false).to_string())
    }

    /// Runs a plan, and says what its scans read.
    ///
    /// # Errors
    /// As [`Runner::run`].
    pub fn reads(&self, plan: &LogicalPlan) -> Result<Vec<Read>, RunError> {
        Ok(physical::reads(&self.ran(plan)?))
    }

    /// A plan that has been run; its rows are thrown away.
    fn ran(&self, plan: &LogicalPlan) -> Result<Arc<dyn ExecutionPlan>, RunError> {
        let Some(runtime) = &self.runtime else { return Err(RunError::Cancelled) };
        runtime.block_on(async {
            let physical = physical_plan(&self.state, plan).await?;
            let mut stream = execute_stream(Arc::clone(&physical), Arc::new(TaskContext::from(&self.state)))?;
            while let Some(batch) = stream.next().await {
                batch?;
            }
            Ok(physical)
        })
    }
}

impl Runner for LocalRunner {
    fn run(&self, plan: LogicalPlan) -> Result<Vec<RecordBatch>, RunError> {
        let Some(runtime) = &self.runtime else { return Err(RunError::Cancelled) };
        let (sender, receiver) = sync_channel(1);
        let state = self.state.clone();
        let task = runtime.spawn(async move {
            let result = collect(state, plan).await;
            // The receiver is gone when the query was cancelled; then nobody wants the result.
            let _ = sender.send(result);
        });
        loop {
            match receiver.recv_timeout(WATCH) {
                Ok(result) => return result,
                Err(RecvTimeoutError::Timeout) if self.cancel.is_cancelled() => {
                    task.abort();
                    return Err(RunError::Cancelled);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(RunError::Internal("the query ended without an answer".to_owned()));
                }
            }
        }
    }
}

impl kql_plan::Preview for LocalRunner {
    fn rows(&self, plan: LogicalPlan) -> Result<Vec<RecordBatch>, String> {
        self.run(plan).map_err(|error| error.to_string())
    }
}

async fn physical_plan(state: &SessionState, plan: &LogicalPlan) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
    let optimized = optimized(state, plan)?;
    state.query_planner().create_physical_plan(&optimized, state).await
}

/// A rule only makes plans faster: where one cannot cope with a plan, it is left out. Before a rule that may be left out
/// the plan is copied, which takes longer than the rule, so all rules are tried without that first.
fn optimized(state: &SessionState, plan: &LogicalPlan) -> Result<LogicalPlan, DataFusionError> {
    state.optimize(plan).or_else(|_| {
        let mut config = state.config().clone();
        config.options_mut().optimizer.skip_failed_rules = true;
        SessionStateBuilder::new_from_existing(state.clone()).with_config(config).build().optimize(plan)
    })
}

async fn collect(state: SessionState, plan: LogicalPlan) -> Result<Vec<RecordBatch>, RunError> {
    let physical = physical_plan(&state, &plan).await?;
    let context = Arc::new(TaskContext::from(&state));
    let reservation = MemoryConsumer::new("result").register(context.memory_pool());
    let mut stream = execute_stream(physical, context)?;
    // Rows that stay must not keep all of what they were read from.
    let mut compact = BatchCoalescer::new(stream.schema(), BATCH);
    let mut batches = Vec::new();
    let mut ended = false;
    while !ended {
        match stream.next().await {
            Some(batch) => compact.push_batch(batch?).map_err(DataFusionError::from)?,
            None => {
                compact.finish_buffered_batch().map_err(DataFusionError::from)?;
                ended = true;
            }
        }
        while let Some(batch) = compact.next_completed_batch() {
            reservation.try_grow(batch.get_array_memory_size())?;
            batches.push(batch);
        }
    }
    Ok(batches)
}

impl Drop for LocalRunner {
    fn drop(&mut self) {
        // A cancelled join may not yield for a while; waiting for it would undo the cancelling.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
