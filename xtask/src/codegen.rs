//! Generated sources, checked in: lists of modules and lists of embedded data files.
//!
//! A file is a thing: a table, a mapping, a rule, a function, an operator, a format, a subcommand. What lists the
//! things of a kind is written here from a listing of their folder, so that nobody keeps it by hand.

mod embedded;
mod modules;
mod rustfmt;

use anyhow::Result;

use crate::outputs::Outputs;

/// Everything that `cargo xtask codegen` writes.
///
/// `docs/kql-support.md` is not among it: the engine's own tests write and check it, because only code that links
/// the engine can list what the engine supports.
pub(crate) fn outputs() -> Result<Outputs> {
    let mut outputs = Outputs::default();
    embedded::add(&mut outputs)?;
    modules::add(&mut outputs)?;
    Ok(outputs)
}

#[cfg(test)]
mod tests {
    use crate::repository;

    #[test]
    fn generated_files_are_fresh() {
        let stale = super::outputs().unwrap().stale(&repository::root()).unwrap();
        assert!(stale.is_empty(), "stale: {}\nrun `cargo xtask codegen` and commit what it writes", stale.join(", "));
    }
}
