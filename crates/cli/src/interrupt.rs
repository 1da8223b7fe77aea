//! Ctrl-C: the engine is told to stop, and the program ends with 130.

use crate::args::ResourceArgs;
use engine::{Engine, EngineConfig};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

static HAPPENED: AtomicBool = AtomicBool::new(false);

/// How long the program may take to end by itself and remove its temporary files.
const GRACE: Duration = Duration::from_secs(1);

/// Rules cannot run with less, however little memory the rows may take, in bytes.
const LEAST_MEMORY: u64 = 64 << 20;

/// Whether the user interrupted the program.
pub(crate) fn happened() -> bool {
    HAPPENED.load(Ordering::SeqCst)
}

/// An engine that Ctrl-C stops.
///
/// # Errors
/// When the engine cannot start.
pub(crate) fn engine(resources: &ResourceArgs) -> anyhow::Result<Engine> {
    let usual = EngineConfig::default();
    let config = EngineConfig {
        // The other half is for the rows of the evidence.
        memory: usize::try_from((resources.memory.0 / 2).max(LEAST_MEMORY)).unwrap_or(usize::MAX),
        threads: resources.threads.map_or(usual.threads, usize::from),
        ..usual
    };
    let engine = Engine::new(config)?;
    let cancel = engine.cancel_handle();
    ctrlc::set_handler(move || {
        HAPPENED.store(true, Ordering::SeqCst);
        cancel.cancel();
        std::thread::sleep(GRACE);
        exit();
    })?;
    Ok(engine)
}

#[expect(clippy::exit, reason = "reading a large file or a long join cannot be stopped otherwise")]
fn exit() {
    std::process::exit(130);
}
