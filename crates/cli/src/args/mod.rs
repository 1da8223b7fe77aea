//! Arguments that several commands share, to be flattened into theirs.

mod format;
mod size;
mod surroundings;
mod time;

pub(crate) use format::{QueryFormatArgs, ScanFormatArgs, Target};
pub(crate) use size::Size;
pub(crate) use surroundings::SurroundingsArgs;
pub(crate) use time::TimeArgs;

use anyhow::{Context as _, Result};
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
    /// Root certificates, PEM or DER, that are believed beside Microsoft's; a file, or a folder of them
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) roots: Vec<PathBuf>,
    /// Read every program file, not only those that configuration names or whose place matters
    #[arg(long)]
    pub(crate) all_pe: bool,
    /// Make rows of every key of registry hives
    #[arg(long)]
    pub(crate) all_registry: bool,
}

impl EvidenceArgs {
    /// The roots that the user gave.
    ///
    /// # Errors
    /// When a file cannot be read or has no certificate. Other files of a folder are passed over.
    pub(crate) fn trust(&self) -> Result<sources::Trust> {
        let mut trust = sources::Trust::default();
        for path in &self.roots {
            let is_folder = path.is_dir();
            let mut files = vec![path.clone()];
            if is_folder {
                let listed = std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
                files = listed.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
                files.retain(|file| file.is_file());
                files.sort();
            }
            for file in files {
                let shown = file.display();
                let bytes = std::fs::read(&file).with_context(|| format!("cannot read the roots {shown}"))?;
                match trust.add(&bytes) {
                    Err(sources::RootError::NoCertificate) if is_folder => {}
                    added => {
                        added.with_context(|| format!("cannot use the roots {shown}"))?;
                    }
                }
            }
        }
        Ok(trust)
    }
}
