//! What a query is run over: evidence, and plain files as tables.

use crate::args::{EvidenceArgs, ResourceArgs};
use crate::user_tables::{self, NamedFile};
use anyhow::{Context as _, Result, bail};
use diagnostics::Problem;
use engine::{Planned, Tables, UserTable, request_of};
use evidence::{Evidence, Limits};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use tables::{Filter, Store, registry, workspace};

/// Bytes by which a file is recognised.
const HEAD: u64 = 64 << 10;

/// The arguments, opened but not read.
pub(crate) struct Input {
    evidence: Option<Evidence>,
    user: Vec<UserTable>,
}

/// The arguments, read.
pub(crate) struct Read {
    pub(crate) tables: Tables,
    /// The newest event in the tables that the query names, in ticks.
    pub(crate) newest: Option<i64>,
    pub(crate) problems: Vec<Problem>,
}

impl Input {
    /// # Errors
    /// When an argument is not there, or a file that should be a table is none.
    pub(crate) fn open(arguments: &[String], named: &[NamedFile]) -> Result<Self> {
        let mut files = named.to_vec();
        let mut evidence: Vec<&String> = Vec::new();
        for argument in arguments {
            match plain_table(argument)? {
                Some(file) => files.push(file),
                None => evidence.push(argument),
            }
        }
        let evidence = (!evidence.is_empty()).then(|| evidence::open(&evidence, &Limits::default()));
        Ok(Self { evidence, user: user_tables::open(&files)? })
    }

    /// All tables with their columns, without rows from evidence.
    pub(crate) fn shapes(&self) -> Tables {
        self.with_user_tables(detect::described())
    }

    /// Whether a table is known, and nothing that was given can fill it.
    pub(crate) fn is_unfilled(&self, name: &str) -> bool {
        !self.user.iter().any(|table| table.name() == name) && workspace().get(name).is_some()
    }

    fn with_user_tables(&self, tables: Tables) -> Tables {
        self.user.iter().fold(tables, |tables, user| tables.with_table(user))
    }

    /// Reads what a planned query can use.
    ///
    /// # Errors
    /// When evidence was given, the query needs some, and none was recognised; when rows cannot be kept.
    pub(crate) fn read(&self, planned: &Planned, assume: &EvidenceArgs, resources: &ResourceArgs) -> Result<Read> {
        let mut problems: Vec<Problem> = self.user.iter().flat_map(|table| table.problems.iter().cloned()).collect();
        let is_user = |name: &str| self.user.iter().any(|table| table.name() == name);
        let needed: Vec<&String> =
            planned.tables.iter().filter(|name| !is_user(name) && registry().get(name).is_some()).collect();
        let evidence = match &self.evidence {
            Some(evidence) if !needed.is_empty() => evidence,
            _ => return Ok(Read { tables: self.shapes(), newest: None, problems }),
        };
        let memory = usize::try_from(resources.memory.0 / 2).unwrap_or(usize::MAX);
        let mut request = request_of(&planned.analysis);
        if planned.analysis.other_now {
            // A filter may depend on `now()`, which only the evidence tells.
            request.tables.values_mut().for_each(|table| table.filter = Filter::All);
        }
        let mut store = Store::new(request, memory);
        let options = sources::ReadOptions {
            host: assume.host.clone(),
            recover: assume.recover,
            trust: assume.trust()?,
            all_pe: assume.all_pe,
            all_registry: assume.all_registry,
            threads: resources.threads.map_or(0, usize::from),
            ..sources::ReadOptions::default()
        };
        let summary = sources::read(evidence, &mut store, &options)?;
        problems.append(&mut store.problems);
        if summary.recognised == 0 {
            let listed = problems.iter().map(|p| format!("{}: {}", p.path, p.text)).collect::<Vec<_>>().join("\n");
            bail!("none of this evidence is of a kind that is known\n{listed}");
        }
        let newest = needed.iter().filter_map(|name| summary.times.get(*name)).map(|(_, newest)| *newest).max();
        Ok(Read { tables: self.with_user_tables(detect::tables_of(&store.into_shared()?)), newest, problems })
    }
}

/// A file that the user named and that is a table rather than evidence.
fn plain_table(argument: &str) -> Result<Option<NamedFile>> {
    let path = Path::new(argument);
    if argument == "-" {
        return Ok(None);
    }
    let is_pattern = argument.contains(['*', '?', '[']);
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => {
            let mut head = Vec::new();
            let opened = File::open(path).with_context(|| format!("cannot read {argument}"))?;
            opened.take(HEAD).read_to_end(&mut head).with_context(|| format!("cannot read {argument}"))?;
            Ok(NamedFile::of(path).filter(|_| sources::recognise(&head, argument).is_none()))
        }
        Ok(_) => Ok(None),
        Err(_) if is_pattern => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {argument}")),
    }
}
