//! What a process costs.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Linux counts the time of processes in hundredths of a second for whoever asks (`USER_HZ`).
const TICKS: f64 = 100.0;

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Of a processor.
    pub(crate) seconds: f64,
    /// Seconds that passed from start to end.
    pub(crate) elapsed: f64,
    /// Bytes of memory at the most.
    pub(crate) peak: u64,
}

impl Cost {
    /// Takes over what is better in time; of memory, what is more.
    pub(crate) fn take(&mut self, other: Self) {
        self.seconds = self.seconds.min(other.seconds);
        self.elapsed = self.elapsed.min(other.elapsed);
        self.peak = self.peak.max(other.peak);
    }
}

/// Runs a command to its end; what it prints is thrown away.
pub(crate) fn measure(command: &mut Command) -> Result<Cost> {
    let (before, start) = (children()?, Instant::now());
    let mut child = command
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{command:?} could not be started"))?;
    let mut peak = 0;
    while child.try_wait()?.is_none() {
        peak = high_water(child.id()).unwrap_or(peak).max(peak);
        thread::sleep(Duration::from_millis(5));
    }
    let elapsed = start.elapsed().as_secs_f64();
    Ok(Cost { seconds: (children()? - before).max(1.0 / TICKS), elapsed, peak })
}

/// The processor time of all processes that this one has waited for.
fn children() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("times of processes are known on Linux only")?;
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: u64 = after_name.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(ticks as f64 / TICKS)
}

fn high_water(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
