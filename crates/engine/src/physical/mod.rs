//! What we add to DataFusion's execution.

mod concat;
mod in_order;
mod keep_order;
mod scan;

pub(crate) use in_order::Threads;
pub(crate) use scan::ScanExec;

use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use std::sync::Arc;

/// DataFusion's rules, ours before them.
pub(crate) fn rules() -> Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> {
    let mut rules: Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> =
        vec![Arc::new(concat::ConcatUnions), Arc::new(keep_order::KeepOrder)];
    rules.extend(PhysicalOptimizer::new().rules);
    rules
}
