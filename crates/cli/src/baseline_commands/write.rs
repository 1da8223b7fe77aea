//! `iiswarden baseline write EVIDENCE...`

use crate::args::ResourceArgs;
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::{baseline_file, output};
use anyhow::Context as _;
use clap::{Args, FromArgMatches};
use std::path::PathBuf;

/// Keep which components the evidence's configurations register, with the hashes of their files
#[derive(Debug, Args)]
struct Arguments {
    /// Files, folders, glob patterns or zip archives of servers that are known to be good
    #[arg(required = true)]
    evidence: Vec<String>,
    /// The file to write; standard output when absent
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The host of evidence that does not tell its own
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
    #[command(flatten)]
    resources: ResourceArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "write",
    clap: |command| Arguments::augment_args(command).display_order(1),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    let host = arguments.host.as_deref();
    let learnt = baseline_file::learn(&arguments.evidence, host, &arguments.resources, context)?;
    let baseline = match learnt {
        Ok(baseline) => baseline,
        Err(exit) => return Ok(exit),
    };
    let text = baseline.to_text();
    match &arguments.output {
        Some(path) => std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?,
        None => {
            let written = output::to_stdout(context, true, |out, _| out.write_all(text.as_bytes()));
            output::quiet(written).context("cannot write to standard output")?;
        }
    }
    Ok(Exit::SUCCESS)
}
