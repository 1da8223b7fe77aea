//! `iiswarden rules export --to PLATFORM [RULE|PATH...]`

use crate::command::{Command, Context};
use crate::exit::Exit;
use crate::{messages, output, rule_files};
use anyhow::{Context as _, Result, anyhow};
use clap::builder::PossibleValuesParser;
use clap::{Args, FromArgMatches};
use detect::export::{Exported, Target, export};
use detect::rules::{LoadedRules, Rule, builtin};
use std::fs;
use std::path::{Path, PathBuf};

/// Write rules for Sentinel, Defender XDR or Sigma; what a platform cannot say is refused by name
#[derive(Debug, Args)]
struct Arguments {
    /// The platform: `sentinel` (YAML and ARM template), `defender` (custom detection as JSON) or `sigma` (YAML)
    #[arg(long, value_name = "PLATFORM", value_parser = PossibleValuesParser::new(names()))]
    to: String,
    /// Names or GUIDs of built-in rules, or rule files and folders; all built-in rules when absent
    #[arg(value_name = "RULE|PATH")]
    rules: Vec<String>,
    /// Write each file into this folder, which is made if need be; standard output when absent
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(crate) static COMMAND: Command = Command {
    name: "export",
    clap: |command| Arguments::augment_args(command).display_order(5),
    run: |matches, context| run(&Arguments::from_arg_matches(matches)?, context),
};

fn names() -> Vec<&'static str> {
    Target::NAMED.iter().map(|(name, _)| *name).collect()
}

fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let named = Target::NAMED.iter().find(|(name, _)| *name == arguments.to);
    let target = named.map(|(_, target)| *target).ok_or_else(|| anyhow!("there is no platform `{}`", arguments.to))?;
    let loaded = load(&arguments.rules)?;
    let mut failed = rule_files::report_problems(context, &loaded);
    if let Some(folder) = &arguments.output {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let (mut done, mut refused) = (0_usize, 0_usize);
    for rule in &loaded.rules {
        match export(rule, target) {
            Ok(files) => {
                done += 1;
                for file in &files {
                    for text in &file.notes {
                        messages::note(&format!("{}: {text}", file.file_name));
                    }
                    write(file, arguments.output.as_deref(), context)?;
                }
            }
            Err(why) => {
                refused += 1;
                messages::note(&format!("{} is not exported: {why}", rule.name_id));
            }
        }
    }
    messages::note(&format!("{done} rules exported, {refused} refused"));
    // Among all rules some cannot go; a rule that was asked for by name should.
    failed |= refused > 0 && !arguments.rules.is_empty() && loaded.rules.len() == refused;
    Ok(Exit::unless(failed))
}

fn write(file: &Exported, folder: Option<&Path>, context: &Context) -> Result<()> {
    match folder {
        Some(folder) => {
            let path = folder.join(&file.file_name);
            fs::write(&path, &file.text).with_context(|| format!("cannot write {}", path.display()))
        }
        None => {
            output::quiet(output::to_stdout(context, true, |out, _| out.write_all(file.text.as_bytes())))?;
            Ok(())
        }
    }
}

/// Built-in rules by name or GUID; files and folders otherwise.
fn load(wanted: &[String]) -> Result<LoadedRules> {
    if wanted.is_empty() {
        return Ok(builtin());
    }
    let known = builtin();
    let mut loaded = LoadedRules::default();
    for name in wanted {
        let is_named = |rule: &&Rule| rule.name_id == *name || rule.guid.eq_ignore_ascii_case(name);
        if let Some(rule) = known.rules.iter().find(is_named) {
            loaded.rules.push(rule.clone());
        } else if Path::new(name).exists() {
            loaded.extend(rule_files::builtin_or(&[PathBuf::from(name)])?);
        } else {
            return Err(anyhow!("there is no rule and no file `{name}`; `iiswarden rules list` lists the rules"));
        }
    }
    loaded.rules.dedup_by(|a, b| a.name_id == b.name_id);
    Ok(loaded)
}
