//! One file for each section, or kind of section, that registers components or holds settings.

mod at;
mod environment_variables;
mod global_modules;
mod handlers;
mod http_handlers;
mod http_modules;
mod isapi_filters;
mod loaders;
mod locks;
mod modules;
mod output;
mod rewrite;
mod settings;
mod type_names;

pub(crate) use at::At;
pub(crate) use output::{Found, Output};

use crate::Environment;
use crate::config::Contribution;
use crate::file::File;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A section that is read: its path below `<configuration>`, and how.
pub(crate) struct Section {
    path: &'static str,
    read: fn(&At<'_, '_>, &mut Output),
}

/// All sections that are read in a way of their own. The loaders and settings, which are single attributes, have
/// tables of their own.
static ALL: &[&[Section]] = &[
    environment_variables::SECTIONS,
    global_modules::SECTIONS,
    handlers::SECTIONS,
    http_handlers::SECTIONS,
    http_modules::SECTIONS,
    isapi_filters::SECTIONS,
    modules::SECTIONS,
    rewrite::SECTIONS,
];

/// The paths of all sections that are read, and the names of their elements.
struct Known {
    paths: BTreeSet<&'static str>,
    names: BTreeSet<&'static str>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let own = ALL.iter().copied().flatten().map(|section| section.path);
    let paths: BTreeSet<&'static str> = own.chain(loaders::sections()).chain(settings::sections()).collect();
    let names = paths.iter().filter_map(|path| path.rsplit('/').next()).collect();
    Known { paths, names }
});

/// Whether an element of this name may be a section that is read.
pub(crate) fn is_read(name: &str) -> bool {
    KNOWN.names.contains(name)
}

/// Whether the section of this path is read.
pub(crate) fn is_section(path: &str) -> bool {
    KNOWN.paths.contains(path)
}

/// Reads all sections that files contribute.
pub(crate) fn read(contributions: &[Contribution<'_>], environment: &Environment, output: &mut Output) {
    for (number, contribution) in contributions.iter().enumerate() {
        let at = At { contribution, number, environment };
        for section in ALL.iter().copied().flatten().filter(|section| section.path == contribution.section) {
            (section.read)(&at, output);
        }
        loaders::read(&at, output);
        settings::read(&at, output);
        locks::read_location(&at, output);
    }
}

/// Reads what stands outside all sections of a file: the declarations of sections, and comments that hide entries.
pub(crate) fn read_file(file: &File, scope: &str, output: &mut Output) {
    locks::read_declarations(file, scope, output);
    locks::read_comments(file, scope, output);
}
