//! `mod.rs` files of folders in which one file is one thing.

use anyhow::Result;

use super::rustfmt;
use crate::{outputs::Outputs, repository};

/// A folder of things.
struct Folder {
    path: &'static str,
    /// Said at the top of its `mod.rs`, one line each: what the folder holds, and that the file is written.
    doc: &'static [&'static str],
    /// How modules are declared: `mod` or `pub mod`.
    module: &'static str,
    /// Modules that serve the things and are none themselves.
    helpers: &'static [&'static str],
    /// Said after the declarations.
    also: &'static str,
    /// Said of the list.
    list_doc: &'static str,
    /// Visibility, name and type of the list.
    list: &'static str,
    /// What a module adds to the list; `@` stands for the module.
    item: &'static str,
}

/// All folders of things. To add a kind of thing, add its folder here.
const FOLDERS: &[Folder] = &[
    Folder {
        path: "crates/cli/src/baseline_commands",
        doc: &["Written by `cargo xtask codegen` from the files of this directory. Do not edit."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All subcommands of `baseline`, sorted by file name.",
        list: "pub(crate) static ALL: &[&crate::command::Command]",
        item: "&@::COMMAND",
    },
    Folder {
        path: "crates/cli/src/commands",
        doc: &["Written by `cargo xtask codegen` from the files of this directory. Do not edit."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All subcommands, sorted by file name.",
        list: "pub(crate) static ALL: &[&crate::command::Command]",
        item: "&@::COMMAND",
    },
    Folder {
        path: "crates/cli/src/rule_commands",
        doc: &["Written by `cargo xtask codegen` from the files of this directory. Do not edit."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All subcommands of `rules`, sorted by file name.",
        list: "pub(crate) static ALL: &[&crate::command::Command]",
        item: "&@::COMMAND",
    },
    Folder {
        path: "crates/detect/src/functions",
        doc: &[
            "Our own KQL functions, in addition to Microsoft's. Written by `cargo xtask codegen`: a file is a function.",
        ],
        module: "pub mod",
        helpers: &[],
        also: "",
        list_doc: "Every function of this folder, by name.",
        list: "pub static ALL: &[&kql_functions::Scalar]",
        item: "&@::FUNCTION",
    },
    Folder {
        path: "crates/kql-functions/src/aggregate",
        doc: &["Aggregate functions, one a file. Written by `cargo xtask codegen`."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All of them.",
        list: "pub static ALL: &[&crate::Aggregate]",
        item: "&@::FUNCTION",
    },
    Folder {
        path: "crates/kql-functions/src/operator",
        doc: &["Operators, one family a file. Written by `cargo xtask codegen`."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All of them.",
        list: "pub static ALL: &[&[crate::Scalar]]",
        item: "@::FUNCTIONS",
    },
    Folder {
        path: "crates/kql-functions/src/scalar",
        doc: &["Scalar functions, one a file. Written by `cargo xtask codegen`."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All of them.",
        list: "pub static ALL: &[&crate::Scalar]",
        item: "&@::FUNCTION",
    },
    Folder {
        path: "crates/kql-plan/src/aggregates",
        doc: &["Aggregates whose meaning the planner knows, one file each. Written by `cargo xtask codegen`."],
        module: "pub(crate) mod",
        helpers: &[],
        also: "",
        list_doc: "All of them.",
        list: "pub(crate) static ALL: &[&crate::aggregate::AnyAggregate]",
        item: "&@::AGGREGATE",
    },
    Folder {
        path: "crates/kql-plan/src/operators",
        doc: &[
            "Tabular operators, one file each: how its names are bound and what plan it becomes.",
            "",
            "Written by `cargo xtask codegen`.",
        ],
        module: "pub(crate) mod",
        helpers: &[],
        also: "",
        list_doc: "All of them.",
        list: "pub(crate) static ALL: &[&crate::operator::Operator]",
        item: "&@::OPERATOR",
    },
    Folder {
        path: "crates/kql-plan/src/plugins",
        doc: &["Plugins of `evaluate`, one file each. Written by `cargo xtask codegen`."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All of them.",
        list: "pub(crate) static ALL: &[&crate::plugin::Plugin]",
        item: "&@::PLUGIN",
    },
    Folder {
        path: "crates/kql-syntax/src/operators",
        doc: &[
            "The grammar of each tabular operator, one file per operator or family. Written by `cargo xtask codegen`.",
        ],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "Every operator's grammar.",
        list: "pub(crate) static ALL: &[&crate::operator::OperatorSyntax]",
        item: "&@::SYNTAX",
    },
    Folder {
        path: "crates/report/src/formats",
        doc: &["Written by `cargo xtask codegen` from the files of this directory. Do not edit."],
        module: "mod",
        helpers: &[],
        also: "",
        list_doc: "All formats, sorted by file name.",
        list: "pub static ALL: &[&crate::Format]",
        item: "&@::FORMAT",
    },
    Folder {
        path: "crates/sources/src/source",
        doc: &["Written by `cargo xtask codegen` from the files in this directory. Do not edit."],
        module: "mod",
        helpers: &[],
        also: "use crate::recognise::Source;",
        list_doc: "Every source, by file name.",
        list: "pub(crate) static ALL: &[&Source]",
        item: "&@::SOURCE",
    },
];

/// Adds the `mod.rs` of every folder.
pub(super) fn add(outputs: &mut Outputs) -> Result<()> {
    for folder in FOLDERS {
        let names = names(folder.path)?;
        if !names.is_empty() {
            outputs.add(format!("{}/mod.rs", folder.path), rustfmt::format(&source(folder, &names))?);
        }
    }
    Ok(())
}

/// The modules of a folder: its files and its folders, sorted. Tests are not things.
fn names(folder: &str) -> Result<Vec<String>> {
    let mut names: Vec<String> = repository::files(folder)?
        .iter()
        .filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/'))
        .filter_map(|path| path.split('/').next())
        .map(|name| name.strip_suffix(".rs").unwrap_or(name).to_owned())
        .filter(|name| !matches!(name.as_str(), "mod" | "tests"))
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// The text of a `mod.rs`. A name that is a keyword is declared as a raw name.
fn source(folder: &Folder, names: &[String]) -> String {
    let mut source = String::new();
    for line in folder.doc {
        source.push_str(format!("//! {line}").trim_end());
        source.push('\n');
    }
    source.push('\n');
    for name in names {
        source.push_str(&format!("{} {};\n", folder.module, raw(name)));
    }
    if !folder.also.is_empty() {
        source.push_str(&format!("\n{}\n", folder.also));
    }
    source.push_str(&format!("\n/// {}\n{} = &[\n", folder.list_doc, folder.list));
    for name in names.iter().filter(|name| !folder.helpers.contains(&name.as_str())) {
        source.push_str(&format!("{},\n", folder.item.replace('@', &raw(name))));
    }
    source.push_str("];\n");
    source
}

fn raw(name: &str) -> String {
    const KEYWORDS: &[&str] =
        &["as", "do", "in", "let", "loop", "match", "mod", "move", "ref", "static", "type", "where"];
    if KEYWORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_becomes_declarations_and_a_list() {
        let folder = Folder {
            path: "",
            doc: &["Shapes.", "", "Written."],
            module: "pub mod",
            helpers: &["point"],
            also: "use point::Point;",
            list_doc: "All shapes.",
            list: "pub static ALL: &[&crate::Shape]",
            item: "&@::SHAPE",
        };
        let names = ["circle", "point", "where"].map(str::to_owned);
        let text = rustfmt::format(&source(&folder, &names)).unwrap();
        let expected = "\
//! Shapes.
//!
//! Written.

pub mod circle;
pub mod point;
pub mod r#where;

use point::Point;

/// All shapes.
pub static ALL: &[&crate::Shape] = &[&circle::SHAPE, &r#where::SHAPE];
";
        assert_eq!(text, expected);
    }
}
