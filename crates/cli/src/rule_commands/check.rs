//! `iiswarden rules check PATH...`

mod files;
mod lint;
mod lints;
mod sarif;
mod texts;
mod walk;

use crate::args::SurroundingsArgs;
use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::{messages, output};
use clap::{Args, FromArgMatches};
use diagnostics::{Diagnostic, SourceText};
use engine::{Surroundings, Tables};
use serde::Serialize;
use std::io::{Result, Write};
use std::path::PathBuf;

/// Check rules and queries: syntax, names, types and what detections often get wrong, without running them
#[derive(Debug, Args)]
struct Arguments {
    /// Rules (.yaml), queries (.kql) and pages with fenced `kql` blocks (.md), or folders of them
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How to show what was found
    #[arg(short, long, value_name = "ID", value_parser = ["console", "jsonl", "sarif"], default_value = "console")]
    format: String,
    /// Check only the syntax, not whether names and types are known
    #[arg(long)]
    syntax_only: bool,
    /// Refuse column names that Microsoft's engine does not know
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    surroundings: SurroundingsArgs,
}

pub(crate) static COMMAND: Command = Command {
    name: "check",
    clap: |command| Arguments::augment_args(command).display_order(3),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

/// A text with what is wrong in it.
pub(super) struct Checked {
    pub(super) source: SourceText,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// How deeply queries are checked.
pub(super) enum Depth {
    Syntax,
    Names { tables: Box<Tables>, surroundings: Box<Surroundings>, strict: bool },
}

fn run(arguments: &Arguments, context: &Context) -> anyhow::Result<Exit> {
    let depth = if arguments.syntax_only {
        Depth::Syntax
    } else {
        Depth::Names {
            tables: Box::new(detect::described()),
            surroundings: Box::new(arguments.surroundings.open(context)?),
            strict: arguments.strict,
        }
    };
    let files = files::list(&arguments.paths)?;
    let mut all = Vec::new();
    let (mut errors, mut warnings, mut texts) = (0_usize, 0_usize, 0_usize);
    for path in &files {
        for checked in texts::check(path, &depth) {
            texts += 1;
            errors += checked.diagnostics.iter().filter(|d| d.is_error()).count();
            warnings += checked.diagnostics.iter().filter(|d| !d.is_error()).count();
            if arguments.format == "sarif" {
                all.push(checked);
                continue;
            }
            let show = |out: &mut (dyn Write + Send)| match arguments.format.as_str() {
                "jsonl" => json_lines(&checked, out),
                _ => console(&checked, out, context),
            };
            output::quiet(output::to_stdout(context, arguments.format == "console", |out, _| show(out)))?;
        }
    }
    if arguments.format == "sarif" {
        let document = sarif::document(&all);
        output::quiet(output::to_stdout(context, false, |out, _| report::write_json_line(&document, out)))?;
    }
    messages::note(&format!("{} files, {texts} queries: {errors} errors, {warnings} warnings", files.len()));
    Ok(Exit::unless(errors > 0))
}

fn console(checked: &Checked, out: &mut (dyn Write + Send), context: &Context) -> Result<()> {
    let color = context.terminal.style().color;
    checked.diagnostics.iter().try_for_each(|d| writeln!(out, "{}", messages::render(d, &checked.source, color)))
}

#[derive(Serialize)]
struct Line<'a> {
    severity: &'a str,
    code: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    text: &'a str,
}

fn json_lines(checked: &Checked, out: &mut (dyn Write + Send)) -> Result<()> {
    for diagnostic in &checked.diagnostics {
        let at = checked.source.line_column(diagnostic.span().start);
        let line = Line {
            severity: diagnostic.severity.as_str(),
            code: diagnostic.code,
            path: &checked.source.name,
            line: at.line,
            column: at.column,
            text: &diagnostic.message,
        };
        report::write_json_line(&line, out)?;
    }
    Ok(())
}
