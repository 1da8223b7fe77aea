//! Arguments that several commands share, to be flattened into theirs.

mod format;
mod size;
mod surroundings;
mod time;

pub(crate) use format::{QueryFormatArgs, ScanFormatArgs, Target};
pub(crate) use size::Size;
pub(crate) use surroundings::SurroundingsArgs;
pub(crate) use time::TimeArgs;

use clap::Args;
use std::num::NonZeroUsize;
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ColorArgs {
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: clap::ColorChoice,
}

/// How much of the machine to use.
#[derive(Debug, Clone, Args)]
pub(crate) struct ResourceArgs {
    /// Memory for rows; what does not fit goes to temporary files
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = size::parse)]
    pub(crate) memory: Size,
    /// Threads to use; the result is the same with any number
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Do not show progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}

#[derive(Debug, Clone, Args)]
pub(crate) struct RulesArgs {
    /// A file or folder with own rules, used beside the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) rules: Vec<PathBuf>,
}

/// What to assume of evidence.
#[derive(Debug, Clone, Args)]
pub(crate) struct EvidenceArgs {
    /// The host of evidence that does not tell its own
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Option<String>,
    /// Refuse column names that Microsoft's engine does not know
    #[arg(long)]
    pub(crate) strict: bool,
    /// Recover records of event logs from damaged and unused places, and from files of no known kind (free space, memory)
    #[arg(long)]
    pub(crate) recover: bool,
}
