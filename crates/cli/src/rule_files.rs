//! Rules from the program and from the user.

use crate::args::RulesArgs;
use crate::command::Context;
use crate::messages;
use anyhow::{Context as _, Result};
use detect::rules::{LoadedRules, builtin, load_path};
use std::path::{Path, PathBuf};

/// The built-in rules and the user's own.
///
/// # Errors
/// When a path of the user's cannot be read.
pub(crate) fn builtin_and(arguments: &RulesArgs) -> Result<LoadedRules> {
    let mut loaded = builtin();
    for path in &arguments.rules {
        loaded.extend(load(path)?);
    }
    Ok(loaded)
}

/// The rules of these paths, or the built-in ones when there are no paths.
///
/// # Errors
/// When a path cannot be read.
pub(crate) fn builtin_or(paths: &[PathBuf]) -> Result<LoadedRules> {
    if paths.is_empty() {
        return Ok(builtin());
    }
    let mut loaded = LoadedRules::default();
    for path in paths {
        loaded.extend(load(path)?);
    }
    Ok(loaded)
}

fn load(path: &Path) -> Result<LoadedRules> {
    load_path(path).with_context(|| format!("cannot read rules from {}", path.display()))
}

/// Shows what was wrong with rule files; true when any of it is an error.
pub(crate) fn report_problems(context: &Context, loaded: &LoadedRules) -> bool {
    for (source, diagnostic) in &loaded.problems {
        messages::diagnostics(context, source, std::slice::from_ref(diagnostic));
    }
    loaded.problems.iter().any(|(_, diagnostic)| diagnostic.is_error())
}
