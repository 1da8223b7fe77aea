//! What we add to DataFusion's execution.

mod concat;
mod in_order;
mod keep_order;
mod parallel;
mod scan;

pub(crate) use in_order::Threads;
pub use scan::Read;
pub(crate) use scan::{ScanExec, reads};

use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_optimizer::optimizer::PhysicalOptimizer;
use std::sync::Arc;

/// DataFusion's rules, ours around them.
pub(crate) fn rules() -> Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> {
    let mut rules: Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>> =
        vec![Arc::new(concat::ConcatUnions), Arc::new(keep_order::KeepOrder)];
    rules.extend(PhysicalOptimizer::new().rules);
    rules.push(Arc::new(parallel::InParts));
    rules
}
