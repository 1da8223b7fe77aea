//! Writes a result to everywhere the user asked for.

use crate::args::Target;
use crate::command::Context;
use anstream::AutoStream;
use anyhow::{Context as _, Result};
use clap::error::ErrorKind;
use report::{Format, Style};
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Checks what can be wrong with targets before any work is done.
///
/// # Errors
/// When two formats would mix on standard output, or bytes that are no text would go to a screen.
pub(crate) fn check(targets: &[Target], context: &Context) -> Result<()> {
    let mut streams = targets.iter().filter(|target| target.path.is_none());
    let first = streams.next();
    if let (Some(first), Some(second)) = (first, streams.next()) {
        let text = format!(
            "`{}` and `{}` would mix on standard output: give one of them a file, `-f {}=FILE`",
            first.format.id, second.format.id, second.format.id
        );
        return Err(usage(&text));
    }
    if context.terminal.out_is_screen() && first.is_some_and(|target| target.format.id == "parquet") {
        return Err(usage("Parquet is not for screens: name a file, `-f parquet=FILE`"));
    }
    Ok(())
}

/// A mistake on the command line that only became clear after it was read.
pub(crate) fn usage(text: &str) -> anyhow::Error {
    crate::command::cli().error(ErrorKind::ValueValidation, text).into()
}

/// Writes to all targets. A reader of standard output that goes away is no error.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write(
    targets: &[Target],
    context: &Context,
    mut show: impl FnMut(&Format, &mut (dyn Write + Send), &Style) -> io::Result<()>,
) -> Result<()> {
    for target in targets {
        match &target.path {
            None => {
                let text = target.format.id == "console";
                let shown = to_stdout(context, text, |out, style| show(target.format, out, style));
                quiet(shown).context("cannot write to standard output")?;
            }
            Some(path) => {
                let mut write = || {
                    let mut out = BufWriter::new(File::create(path)?);
                    show(target.format, &mut out, &Style::file())?;
                    out.flush()
                };
                write().with_context(|| format!("cannot write {}", path.display()))?;
            }
        }
    }
    Ok(())
}

/// Writes to standard output; `text` may have colours.
pub(crate) fn to_stdout(
    context: &Context,
    text: bool,
    show: impl FnOnce(&mut (dyn Write + Send), &Style) -> io::Result<()>,
) -> io::Result<()> {
    let mut style = context.terminal.style();
    style.color &= text;
    // What is no text must not pass through a filter for escape sequences.
    let mut out: BufWriter<Box<dyn Write + Send>> = BufWriter::new(if style.color {
        Box::new(AutoStream::new(io::stdout(), context.terminal.out))
    } else {
        Box::new(io::stdout())
    });
    show(&mut out, &style)?;
    out.flush()
}

/// A closed pipe as success.
pub(crate) fn quiet(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
