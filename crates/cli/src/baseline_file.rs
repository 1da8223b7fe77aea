//! Baselines: read from their files, and learnt from evidence.

use crate::args::ResourceArgs;
use crate::command::Context;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::{interrupt, messages};
use anyhow::{Context as _, Result};
use detect::baseline::{self, Baseline};
use detect::{ScanConfig, ScanError};
use std::path::Path;

/// # Errors
/// When the file cannot be read or is no baseline.
pub(crate) fn open(path: &Path) -> Result<Baseline> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read the baseline {shown}"))?;
    Baseline::parse(&text).with_context(|| format!("cannot use {shown}"))
}

/// What the evidence's configurations register; an exit code where they cannot be read.
///
/// # Errors
/// When the machine fails.
pub(crate) fn learn(
    evidence: &[String],
    host: Option<&str>,
    resources: &ResourceArgs,
    context: &Context,
) -> Result<std::result::Result<Baseline, Exit>> {
    let engine = interrupt::engine(resources)?;
    let config = ScanConfig {
        evidence: evidence.to_vec(),
        host: host.map(str::to_owned),
        memory: resources.memory.0,
        threads: resources.threads.map_or(0, usize::from),
        ..ScanConfig::default()
    };
    let progress = Progress::start(context, !resources.no_progress, "reading");
    let learnt = baseline::learn(&config, &engine);
    drop(progress);
    match learnt {
        Ok((baseline, problems)) => {
            messages::problems(context, &problems);
            if baseline.components.is_empty() {
                messages::warning(context, "no configuration that registers components was found in this evidence");
            }
            Ok(Ok(baseline))
        }
        Err(ScanError::NothingRecognised(problems)) => {
            messages::problems(context, &problems);
            Ok(Err(Exit::NOTHING_RECOGNISED))
        }
        Err(ScanError::Cancelled) => Ok(Err(Exit::INTERRUPTED)),
        Err(error) => Err(error.into()),
    }
}
