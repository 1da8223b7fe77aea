//! Evidence, read into tables.

use crate::model::EvidenceFile;
use crate::scan::{ScanConfig, ScanError};
use diagnostics::Problem;
use std::sync::Arc;
use tables::{Request, Store};

/// Evidence that was read, and what came up on the way.
pub(crate) struct Opened {
    pub(crate) store: Arc<Store>,
    pub(crate) files: Vec<EvidenceFile>,
    /// Event records that were read.
    pub(crate) records: u64,
    /// The oldest and the newest event, in ticks.
    pub(crate) oldest: Option<i64>,
    pub(crate) newest: Option<i64>,
    pub(crate) problems: Vec<Problem>,
}

/// Reads what a request asks for.
///
/// # Errors
/// When no evidence is of a kind that is known, and when the store fails.
pub(crate) fn open(config: &ScanConfig, request: Request) -> Result<Opened, ScanError> {
    let evidence = evidence::open(&config.evidence, &evidence::Limits::default());
    let mut store = Store::new(request, usize::try_from(config.memory / 2).unwrap_or(usize::MAX));
    let options = sources::ReadOptions {
        host: config.host.clone(),
        hash: config.hash,
        recover: config.recover,
        trust: config.trust.clone(),
        all_pe: config.all_pe,
        all_registry: config.all_registry,
        threads: config.threads,
        range: crate::scan::range(config, config.now),
        ..sources::ReadOptions::default()
    };
    let read = sources::read(&evidence, &mut store, &options).map_err(|e| ScanError::Read(e.to_string()))?;
    let problems = std::mem::take(&mut store.problems);
    if store.sources().is_empty() {
        return Err(ScanError::NothingRecognised(problems));
    }
    let files = store
        .sources()
        .iter()
        .map(|s| EvidenceFile {
            path: s.path.clone(),
            format: s.format.clone(),
            bytes: s.bytes,
            sha256: read.hashes.get(&s.path).cloned(),
        })
        .collect();
    Ok(Opened {
        store: store.into_shared()?,
        files,
        records: read.records,
        oldest: read.times.values().map(|(oldest, _)| *oldest).min(),
        newest: read.times.values().map(|(_, newest)| *newest).max(),
        problems,
    })
}
