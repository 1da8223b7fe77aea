use std::path::PathBuf;

/// What the engine may use.
#[derive(Debug, Clone)]
pub struct EngineConfig {
    /// Bytes of memory for running queries; sorts and groups past it go to temporary files.
    pub memory: usize,
    /// Threads that run plans. Each plan runs in one partition, so results do not depend on it.
    pub threads: usize,
    /// Where temporary files go; the system's place when absent.
    pub temp_dir: Option<PathBuf>,
}

impl Default for EngineConfig {
    /// 1 GiB, as many threads as there are processors.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { memory: 1 << 30, threads, temp_dir: None }
    }
}
