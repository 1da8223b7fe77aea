//! `generated.rs` files: data files of the repository as text inside the program.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, ensure};

use super::rustfmt;
use crate::{outputs::Outputs, repository};

/// Adds all lists.
pub(super) fn add(outputs: &mut Outputs) -> Result<()> {
    outputs.add("crates/tables/src/generated.rs", descriptions("tables", "Table name and description.")?);
    outputs.add("crates/detect/src/generated.rs", rules()?);
    if !repository::files("mappings")?.is_empty() {
        outputs.add("crates/sources/src/generated.rs", descriptions("mappings", "Source name and mapping.")?);
    }
    Ok(())
}

/// `FILES`: one pair of name and text for every TOML file of a folder.
fn descriptions(folder: &str, doc: &str) -> Result<String> {
    let mut source = format!(
        "//! Written by `cargo xtask codegen` from `{folder}/*.toml`. Do not edit.\n\n\
         /// {doc}\n\
         pub(crate) static FILES: &[(&str, &str)] = &[\n"
    );
    for path in repository::files(folder)? {
        if let Some(name) = stem(&path, ".toml") {
            source.push_str(&format!("({name:?}, include_str!(\"../../../{path}\")),\n"));
        }
    }
    source.push_str("];\n");
    rustfmt::format(&source)
}

/// `RULES`: path, rule and page of every rule.
fn rules() -> Result<String> {
    let mut source = "//! Written by `cargo xtask codegen` from `rules/**/*.yaml`. Do not edit.\n\n\
         /// Path in the repository, rule, and the page beside it.\n\
         pub(crate) static RULES: &[(&str, &str, &str)] = &[\n"
        .to_owned();
    let files: BTreeSet<String> = repository::files("rules")?.into_iter().collect();
    for path in &files {
        let Some(bare) = path.strip_suffix(".yaml") else { continue };
        let page = format!("{bare}.md");
        ensure!(files.contains(&page), "{path} has no page: write {page}");
        source
            .push_str(&format!("({path:?}, include_str!(\"../../../{path}\"), include_str!(\"../../../{page}\")),\n"));
    }
    source.push_str("];\n");
    rustfmt::format(&source)
}

fn stem<'a>(path: &'a str, suffix: &str) -> Option<&'a str> {
    Path::new(path).file_name()?.to_str()?.strip_suffix(suffix)
}
