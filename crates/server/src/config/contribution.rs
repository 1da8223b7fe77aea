use super::folders::unknown;
use super::pools::Pool;
use super::scope::{APPHOST, Scope};
use super::topology::Topology;
use crate::file::File;
use crate::{FileKind, sections};
use formats::iis_xml::{Document, Element};
use std::collections::BTreeSet;

/// A section as one file has it for one configuration path.
#[derive(Debug)]
pub(crate) struct Contribution<'a> {
    /// Index among the files, and the file.
    pub(crate) file: usize,
    pub(crate) source: &'a File,
    /// The section's element.
    pub(crate) index: usize,
    pub(crate) element: &'a Element,
    /// The section's path, `system.webServer/modules`.
    pub(crate) section: String,
    pub(crate) scope: Scope,
    /// The application that the path belongs to.
    pub(crate) owner: Option<usize>,
    /// False for `inheritInChildApplications="false"`.
    pub(crate) inherits: bool,
    /// What `overrideMode` or `allowOverride` of its `<location>` says of files below.
    pub(crate) allows: Option<bool>,
    /// False where `allowSubDirConfig` keeps IIS from reading the file.
    pub(crate) is_read: bool,
    view: View,
}

/// The worker processes that read a .NET file: one of each bitness and runtime has its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct View {
    is_32: Option<bool>,
    runtime: Option<char>,
}

impl View {
    /// `C:\Windows\Microsoft.NET\Framework64\v4.0.30319\Config\machine.config` serves 64-bit workers with .NET 4.
    fn of(file: &File) -> Self {
        if !matches!(file.kind, FileKind::Machine | FileKind::RootWeb) {
            return Self::default();
        }
        let place = file.place();
        let after = place.split("/microsoft.net/framework").nth(1);
        Self {
            is_32: after.map(|after| !after.starts_with("64")),
            runtime: after.and_then(|after| after.split("/v").nth(1)?.chars().next()),
        }
    }

    fn serves(self, pool: &Pool) -> bool {
        let bitness = self.is_32.is_none_or(|is_32| is_32 == pool.is_32);
        let own = pool.runtime.as_deref().unwrap_or("v4.0").chars().nth(1);
        bitness && self.runtime.is_none_or(|runtime| own.is_none_or(|own| own == runtime))
    }
}

impl Contribution<'_> {
    pub(crate) fn document(&self) -> &Document {
        &self.source.document
    }

    /// Which worker processes read the file, when that is for one bitness only.
    pub(crate) fn is_32(&self) -> Option<bool> {
        self.view.is_32
    }

    pub(crate) fn serves(&self, pool: Option<&Pool>) -> bool {
        pool.is_none_or(|pool| self.view.serves(pool))
    }

    /// Whether another one is read by the same worker processes.
    pub(crate) fn shares_view(&self, other: &Self) -> bool {
        let fits = |a: Option<bool>, b: Option<bool>| a.is_none() || b.is_none() || a == b;
        let same = |a: Option<char>, b: Option<char>| a.is_none() || b.is_none() || a == b;
        fits(self.view.is_32, other.view.is_32) && same(self.view.runtime, other.view.runtime)
    }
}

/// One server: its files and what they say of each other.
pub(crate) struct Setup<'a> {
    pub(crate) files: &'a [File],
    /// The `applicationHost.config` whose server this is; none when the evidence has none.
    pub(crate) host: Option<usize>,
    pub(crate) topology: &'a Topology,
    /// The files that no site serves and that belong to this server all the same.
    pub(crate) strays: &'a BTreeSet<usize>,
    /// Of several servers in one evidence, the one that files without a server belong to.
    pub(crate) is_first: bool,
    /// Whether files that are not in force are read as if they were.
    pub(crate) takes_kept: bool,
}

/// All sections that matter of all files of one server, by file and place.
pub(crate) fn contributions<'a>(setup: &Setup<'a>) -> Vec<Contribution<'a>> {
    let mut all = Vec::new();
    for (number, file) in setup.files.iter().enumerate().filter(|(_, file)| setup.takes_kept || file.standing.counts())
    {
        let at = |scope: &str| vec![(Scope::new(scope), true)];
        let scopes = match file.kind {
            FileKind::Machine => at("MACHINE"),
            FileKind::RootWeb => at("MACHINE/WEBROOT"),
            FileKind::ApplicationHost if setup.host != Some(number) => continue,
            FileKind::ApplicationHost => at(APPHOST),
            FileKind::Administration | FileKind::Redirection if setup.is_first => at(APPHOST),
            FileKind::Administration | FileKind::Redirection | FileKind::Schema => continue,
            FileKind::WebConfig => served(setup, number, file),
        };
        for (scope, is_read) in scopes {
            of_file(setup, number, file, &scope, is_read, &mut all);
        }
    }
    all
}

fn served(setup: &Setup<'_>, number: usize, file: &File) -> Vec<(Scope, bool)> {
    let (path, windows_path) = (file.path.as_str(), file.windows_path.as_deref());
    let mut served = setup.topology.folders.served(path, windows_path);
    if served.is_empty() && setup.strays.contains(&number) {
        served.push(unknown(path, windows_path));
    }
    served.into_iter().map(|served| (served.scope, served.is_read)).collect()
}

fn of_file<'a>(
    setup: &Setup<'a>,
    number: usize,
    file: &'a File,
    file_scope: &Scope,
    is_read: bool,
    all: &mut Vec<Contribution<'a>>,
) {
    let view = View::of(file);
    for (index, element) in file.document.elements.iter().enumerate() {
        if !sections::is_read(&element.name) {
            continue;
        }
        let Some((section, location)) = place(&file.document, index) else { continue };
        if !sections::is_section(&section) {
            continue;
        }
        let is = |name: &str, value: &str| location.is_some_and(|l| l.value(name).eq_ignore_ascii_case(value));
        let scope = below(file_scope, location.map_or("", |location| location.value("path")));
        all.push(Contribution {
            file: number,
            source: file,
            index,
            element,
            section,
            owner: setup.topology.owner(&scope),
            scope,
            inherits: !is("inheritInChildApplications", "false"),
            allows: if is("overrideMode", "Allow") || is("allowOverride", "true") {
                Some(true)
            } else if is("overrideMode", "Deny") || is("allowOverride", "false") {
                Some(false)
            } else {
                None
            },
            is_read,
            view,
        });
    }
}

/// A section's path below `<configuration>`, and the `<location>` around it.
fn place(document: &Document, index: usize) -> Option<(String, Option<&Element>)> {
    let mut names = Vec::new();
    let mut location = None;
    let mut at = document.element(index)?;
    loop {
        let parent = document.element(at.parent?)?;
        match (at.name.as_str(), parent.name.as_str()) {
            ("location", _) => location = Some(at),
            (name, _) => names.push(name),
        }
        // No section is nested more deeply; a path that long is no section's.
        if names.len() > 8 {
            return None;
        }
        if parent.name == "configuration" && parent.parent.is_none() {
            names.reverse();
            return Some((names.join("/"), location));
        }
        at = parent;
    }
}

/// The configuration path of a `<location>`: below the server for files above it, else below the file's.
fn below(file_scope: &Scope, path: &str) -> Scope {
    let path = path.trim_matches('/');
    if path.is_empty() || path == "." {
        return file_scope.clone();
    }
    let server = Scope::new(APPHOST);
    if file_scope.contains(&server) { server.below(path) } else { file_scope.below(path) }
}
