//! Turns arguments into a list of items.

use crate::error::io_text;
use crate::item::{Body, ReadCounter};
use crate::{Evidence, Item, Limits, Root, RootKind, member, winpath};
use diagnostics::{Problem, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Lists what the arguments name: files, directories (recursive), glob patterns, zip archives (told by
/// content) and `-` for standard input. Never fails: what cannot be listed is in [`Evidence::problems`].
pub fn open<S: AsRef<OsStr>>(args: &[S], limits: &Limits) -> Evidence {
    open_with_stdin(args, limits, &mut io::stdin())
}

/// [`open`], with the stream that `-` stands for.
pub(crate) fn open_with_stdin<S: AsRef<OsStr>>(args: &[S], limits: &Limits, stdin: &mut dyn Read) -> Evidence {
    let mut collector = Collector {
        limits,
        stdin,
        dedupe: args.len() > 1,
        seen: BTreeSet::new(),
        full: false,
        found: Vec::new(),
        roots: Vec::new(),
        problems: Vec::new(),
    };
    for arg in args {
        collector.argument(Path::new(arg.as_ref()));
    }
    collector.finish()
}

struct Found {
    root: usize,
    below_argument: String,
    size: u64,
    body: Body,
}

struct Collector<'a> {
    limits: &'a Limits,
    stdin: &'a mut dyn Read,
    /// With several arguments one file can be named twice; it is listed once.
    dedupe: bool,
    seen: BTreeSet<PathBuf>,
    full: bool,
    found: Vec<Found>,
    roots: Vec<Root>,
    problems: Vec<Problem>,
}

impl Collector<'_> {
    fn argument(&mut self, path: &Path) {
        let argument = slashed(path);
        let (found, problems) = (self.found.len(), self.problems.len());
        self.roots.push(Root { argument: argument.clone(), kind: RootKind::File, name: folder_name(path) });
        if path.as_os_str() == "-" {
            self.set_root(RootKind::Stdin, "stdin".to_owned());
            match self.read_stream(None) {
                Ok(bytes) => self.add("-".to_owned(), Body::Memory(bytes.into()), "-"),
                Err(text) => self.problems.push(Problem::error("-", "", text)),
            }
            return;
        }
        let is_pattern = argument.contains(['*', '?', '[']);
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                self.set_root(RootKind::Directory, own_name(path));
                self.directory(path, path, &canonical(path));
                if self.found.len() == found && self.problems.len() == problems && !self.dedupe {
                    self.no_files(&argument);
                }
            }
            Ok(metadata) if metadata.is_file() => {
                let name = path.file_name().map_or_else(|| argument.clone(), lossy);
                self.file(name, path, metadata.len(), &argument);
            }
            // A pipe that the user names (`/dev/stdin`, `<(…)`) can be read only once.
            Ok(_) => match File::open(path).map_err(|e| io_text(&e)).and_then(|mut f| self.read_stream(Some(&mut f))) {
                Ok(bytes) => self.add(argument.clone(), Body::Memory(bytes.into()), &argument),
                Err(text) => self.problems.push(Problem::error(argument, "", text)),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_pattern => self.pattern(&argument),
            Err(error) => self.problems.push(Problem::error(argument, "", io_text(&error))),
        }
    }

    fn set_root(&mut self, kind: RootKind, name: String) {
        if let Some(root) = self.roots.last_mut() {
            root.kind = kind;
            root.name = name;
        }
    }

    fn no_files(&mut self, path: &str) {
        let text = "no files in it".to_owned();
        self.problems.push(Problem { severity: Severity::Info, path: path.to_owned(), place: String::new(), text });
    }

    fn read_stream(&mut self, stream: Option<&mut File>) -> Result<Vec<u8>, String> {
        let limit = self.limits.max_file_bytes;
        let mut bytes = Vec::new();
        let stream: &mut dyn Read = match stream {
            Some(file) => file,
            None => self.stdin,
        };
        stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| io_text(&error))?;
        if bytes.len() as u64 > limit {
            return Err(format!("larger than the limit of {limit} bytes; not read"));
        }
        Ok(bytes)
    }

    /// Lists a directory; names are relative to `base`, links must stay within `home`.
    fn directory(&mut self, dir: &Path, base: &Path, home: &Path) {
        let depth = self.limits.max_depth;
        for entry in WalkDir::new(dir).follow_links(false).sort_by_file_name().max_depth(depth) {
            if self.full {
                return;
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().map_or_else(|| slashed(dir), |path| relative(path, base));
                    let text = error.io_error().map_or_else(|| error.to_string(), io_text);
                    self.problems.push(Problem::error(path, "", text));
                    continue;
                }
            };
            let kind = entry.file_type();
            let name = relative(entry.path(), base);
            if kind.is_dir() {
                if entry.depth() == depth {
                    self.problems.push(Problem::warning(name, "", "nested too deeply; not entered"));
                }
            } else if kind.is_symlink() {
                // The root of the walk was resolved before; what a link inside it names is listed there.
                self.link(&name, entry.path(), home);
            } else if kind.is_file() {
                let size = entry.metadata().map_or(0, |metadata| metadata.len());
                self.file(name.clone(), entry.path(), size, &name);
            } else {
                self.problems.push(Problem::warning(name, "", "not a regular file; not read"));
            }
        }
    }

    fn link(&mut self, name: &str, path: &Path, home: &Path) {
        let text = match fs::canonicalize(path) {
            Ok(target) if target.starts_with(home) => return,
            Ok(_) => "a link that leaves the evidence; not followed",
            Err(_) => "a link that leads nowhere",
        };
        self.problems.push(Problem::warning(name, "", text));
    }

    fn pattern(&mut self, argument: &str) {
        let fixed: String = argument.split_inclusive('/').take_while(|part| !part.contains(['*', '?', '['])).collect();
        let base = if fixed.is_empty() { Path::new(".") } else { Path::new(&fixed) };
        self.set_root(RootKind::Glob, own_name(base));
        let home = canonical(base);
        let matches = match glob::glob(argument) {
            Ok(matches) => matches,
            Err(error) => {
                self.problems.push(Problem::error(argument, "", format!("not a pattern: {error}")));
                return;
            }
        };
        // A pattern may match a directory and the files in it: each is listed once.
        self.dedupe = true;
        let mut any = false;
        for found in matches {
            if self.full {
                return;
            }
            any = true;
            let path = match found {
                Ok(path) => path,
                Err(error) => {
                    self.problems.push(Problem::error(relative(error.path(), base), "", io_text(error.error())));
                    continue;
                }
            };
            let name = relative(&path, base);
            match fs::metadata(&path) {
                _ if !canonical(&path).starts_with(&home) => self.link(&name, &path, &home),
                Ok(metadata) if metadata.is_dir() => self.directory(&path, base, &home),
                Ok(metadata) if metadata.is_file() => self.file(name.clone(), &path, metadata.len(), &name),
                Ok(_) => self.problems.push(Problem::warning(name, "", "not a regular file; not read")),
                Err(error) => self.problems.push(Problem::error(name, "", io_text(&error))),
            }
        }
        if !any {
            self.problems.push(Problem::error(argument, "", "matches no file"));
        }
    }

    fn file(&mut self, name: String, path: &Path, size: u64, shown: &str) {
        if self.dedupe && !self.seen.insert(canonical(path)) {
            return;
        }
        self.add_sized(name, Body::File(path.to_owned()), size, shown);
    }

    fn add(&mut self, name: String, body: Body, shown: &str) {
        let size = match &body {
            Body::Memory(bytes) => bytes.len() as u64,
            Body::File(_) | Body::Member(_) => 0,
        };
        self.add_sized(name, body, size, shown);
    }

    /// Adds a file, or the members of it when it is an archive.
    fn add_sized(&mut self, name: String, body: Body, size: u64, shown: &str) {
        let root = self.roots.len().saturating_sub(1);
        let is_zip = match starts_like_zip(&body) {
            Ok(is_zip) => is_zip,
            Err(error) => {
                self.problems.push(Problem::error(shown, "", io_text(&error)));
                return;
            }
        };
        if !is_zip {
            self.push(Found { root, below_argument: name, size, body });
            return;
        }
        if let Some(root) = self.roots.last_mut()
            && root.kind == RootKind::File
        {
            root.kind = RootKind::Zip;
            root.name = Path::new(&name).file_stem().map_or_else(|| name.clone(), lossy);
        }
        let problems = self.problems.len();
        let members = member::list(&body, shown, size, self.limits, &mut self.problems);
        if members.is_empty() && self.problems.len() == problems {
            self.no_files(shown);
        }
        for listed in members {
            let below_argument = format!("{name}!/{}", listed.name);
            self.push(Found { root, below_argument, size: listed.size, body: Body::Member(listed.member) });
        }
    }

    fn push(&mut self, found: Found) {
        if self.found.len() < self.limits.max_files {
            self.found.push(found);
        } else if !self.full {
            self.full = true;
            let limit = self.limits.max_files;
            let text = format!("more than {limit} files: this one and all after it are not read");
            self.problems.push(Problem::error(found.below_argument, "", text));
        }
    }

    fn finish(self) -> Evidence {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for found in &self.found {
            *uses.entry(&found.below_argument).or_default() += 1;
        }
        let mut taken = BTreeSet::new();
        let paths: Vec<String> = self
            .found
            .iter()
            .map(|found| {
                let shared = uses.get(found.below_argument.as_str()).is_some_and(|&uses| uses > 1);
                let root = self.roots.get(found.root).filter(|_| shared);
                let wanted = root.map_or_else(|| found.below_argument.clone(), |root| prefixed(root, found));
                let unique = (1..)
                    .map(|n| if n == 1 { wanted.clone() } else { format!("{wanted}#{n}") })
                    .find(|path| !taken.contains(path));
                let path = unique.unwrap_or(wanted);
                taken.insert(path.clone());
                path
            })
            .collect();
        let max_bytes = self.limits.max_file_bytes;
        let mut items: Vec<Item> = paths
            .into_iter()
            .zip(self.found)
            .map(|(path, found)| Item {
                path,
                root: found.root,
                size: found.size,
                below_argument: found.below_argument,
                body: found.body,
                max_bytes,
                windows_path: None,
                counter: ReadCounter::default(),
            })
            .collect();
        let by_windows_path = winpath::map(&mut items, &self.roots);
        Evidence { items, roots: self.roots, problems: self.problems, by_windows_path }
    }
}

/// The path with the argument before it, for files that two arguments call the same.
fn prefixed(root: &Root, found: &Found) -> String {
    let argument = root.argument.trim_end_matches('/');
    let folder = match root.kind {
        RootKind::Directory => argument,
        RootKind::Glob => argument.find(['*', '?', '[']).map_or(argument, |at| argument.get(..at).unwrap_or("")),
        RootKind::File | RootKind::Zip | RootKind::Stdin => {
            argument.rfind('/').map_or("", |at| argument.get(..at).unwrap_or(""))
        }
    };
    let folder = match root.kind {
        RootKind::Glob => folder.rfind('/').map_or("", |at| folder.get(..at).unwrap_or("")),
        _ => folder,
    };
    if folder.is_empty() { found.below_argument.clone() } else { format!("{folder}/{}", found.below_argument) }
}

fn starts_like_zip(body: &Body) -> io::Result<bool> {
    let mut head = Vec::new();
    body.seekable()?.take(member::MAGIC.len() as u64).read_to_end(&mut head)?;
    Ok(head == member::MAGIC)
}

fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn lossy(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

fn relative(path: &Path, base: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    slashed(path.strip_prefix(base.strip_prefix("./").unwrap_or(base)).unwrap_or(path))
}

/// The name of a folder, also when it is written as `.` or `..`.
fn own_name(path: &Path) -> String {
    canonical(path).file_name().map_or_else(String::new, lossy)
}

/// The name of the folder that a file lies in.
fn folder_name(path: &Path) -> String {
    canonical(path).parent().and_then(Path::file_name).map_or_else(String::new, lossy)
}

#[cfg(test)]
mod tests;
