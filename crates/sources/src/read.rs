use crate::events::EventWriter;
use crate::host::{Host, host_of};
use crate::recognise::{HEAD, Head, Read, ReadOfHost, ReadOne, complaint, fragments, source_of};
use crate::registry::{self, ReadRegistry};
use crate::sink::Sink;
use crate::state;
use crate::value::wall_clock;
use diagnostics::Problem;
use evidence::{Evidence, EvidenceError, Item, RootKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use tables::{SourceId, Store, StoreError};
use thiserror::Error;

/// What the user asks of reading.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The computer's name where the evidence does not tell it.
    pub host: Option<String>,
    /// Take the SHA-256 of every evidence file that is read.
    pub hash: bool,
    /// How many threads may be used; 0 for as many as there are cores. Rows and their order do not depend on it.
    pub threads: usize,
    /// Carve records of event logs from damaged and unused places, and from files of no known kind.
    pub recover: bool,
    /// What time it is, in ticks since 0001-01-01; none for this computer's clock.
    pub wall_clock: Option<i64>,
    /// Ticks, the second excluded: of events at other times only those are kept that are asked for whatever they are.
    pub range: Option<(i64, i64)>,
    /// Make rows of every key of registry hives, not only of those that matter to a web server.
    pub all_registry: bool,
    /// Read every program file, not only those that configuration names or whose place matters.
    pub all_pe: bool,
    /// Roots that are believed beside Microsoft's.
    pub trust: server::signature::Trust,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadSummary {
    /// Records of logs and exports, whether asked for or not.
    pub records: u64,
    /// Files whose kind was recognised.
    pub recognised: usize,
    /// Files that nothing here reads.
    pub unrecognised: usize,
    /// Each event table's oldest and newest time, in ticks; times more than a day after the wall clock do not count.
    pub times: BTreeMap<String, (i64, i64)>,
    /// The computer of each root ([`Evidence::roots`]).
    pub hosts: Vec<Host>,
    /// The SHA-256 of each file, in hexadecimal, when asked for.
    pub hashes: BTreeMap<String, String>,
}

/// Why reading had to stop. What is wrong with evidence is a problem in the store instead.
#[derive(Debug, Error)]
pub enum ReadError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot build a batch: {0}")]
    Batch(arrow::error::ArrowError),
}

/// One file to read.
pub(crate) struct Input<'a> {
    pub(crate) item: &'a Item,
    pub(crate) source: SourceId,
}

/// What readers work with.
pub(crate) struct Reading<'a, 's> {
    pub(crate) sink: Sink<'s>,
    pub(crate) events: EventWriter,
    pub(crate) options: &'a ReadOptions,
    hashes: BTreeMap<String, String>,
}

impl Reading<'_, '_> {
    /// The file's whole content, as far as it can be read; what cannot is listed.
    pub(crate) fn bytes(&mut self, input: &Input<'_>) -> Vec<u8> {
        let (bytes, problem) = input.item.salvage();
        if let Some(problem) = problem {
            self.sink.problem(problem);
        }
        if self.options.hash {
            self.hashes.insert(input.item.path.clone(), crate::hex(&Sha256::digest(&bytes)));
        }
        bytes
    }

    /// Notes the hash of a file that another thread read.
    pub(crate) fn read_elsewhere(&mut self, item: &Item, sha256: &str) {
        if self.options.hash {
            self.hashes.insert(item.path.clone(), sha256.to_owned());
        }
    }

    /// The file's content as a stream; none, and a problem, when it cannot be opened. Give it back to
    /// [`Reading::finish_stream`].
    pub(crate) fn stream<'i>(&mut self, input: &Input<'i>) -> Option<Hashing<'i>> {
        match input.item.stream() {
            Ok(stream) => Some(Hashing { stream, hash: self.options.hash.then(Sha256::new) }),
            Err(error) => {
                self.sink.problem(error.problem());
                None
            }
        }
    }

    /// Ends reading a stream: what is left of it belongs to its hash too.
    pub(crate) fn finish_stream(&mut self, input: &Input<'_>, mut stream: Hashing<'_>) {
        if stream.hash.is_some() {
            // Where it cannot be read, the reader has said so.
            let _ = std::io::copy(&mut stream, &mut std::io::sink());
        }
        if let Some(hash) = stream.hash {
            self.hashes.insert(input.item.path.clone(), crate::hex(&hash.finalize()));
        }
    }
}

/// A file that is read from its start to its end, and its hash when that is asked for.
pub(crate) struct Hashing<'i> {
    stream: Box<dyn std::io::Read + Send + 'i>,
    hash: Option<Sha256>,
}

impl std::io::Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.stream.read(buffer)?;
        if let (Some(hash), Some(bytes)) = (&mut self.hash, buffer.get(..length)) {
            hash.update(bytes);
        }
        Ok(length)
    }
}

/// Recognises every file of the evidence, fills the tables that the store asks for, and lists what could not be
/// read. Each file is read once. What the evidence itself could not list is taken over into the store's problems.
///
/// # Errors
/// When the store cannot keep rows (temporary files cannot be written).
pub fn read(evidence: &Evidence, store: &mut Store, options: &ReadOptions) -> Result<ReadSummary, ReadError> {
    let sink = Sink::new(store, options.wall_clock.unwrap_or_else(wall_clock), options.range);
    let events = EventWriter::new(&sink.rows);
    let mut reading = Reading { sink, events, options, hashes: BTreeMap::new() };
    for problem in &evidence.problems {
        reading.sink.problem(problem.clone());
    }
    let mut summary = ReadSummary::default();
    let recognised = recognise_all(evidence, options.recover, &mut reading.sink, &mut summary);
    for (read, input) in &recognised.events {
        read(&mut reading, input)?;
    }
    let registries = registry::read_all(&mut reading, evidence, &recognised.registry);
    summary.hosts = evidence
        .roots
        .iter()
        .enumerate()
        .map(|(root, entry)| {
            let registered = registry::computer_name(&registries, root);
            host_of(entry, registered, reading.sink.computers().get(&root), options.host.as_deref())
        })
        .collect();
    registry::write(&mut reading, &registries, &summary.hosts)?;
    for (read, input) in &recognised.requests {
        let host = summary.hosts.get(input.item.root).map_or("", |host| host.name.as_str());
        read(&mut reading, input, host)?;
    }
    let Recognised { configuration, programs, catalogs, .. } = &recognised;
    state::read(
        &mut reading,
        evidence,
        configuration,
        &state::Files { programs, catalogs },
        &registries,
        &summary.hosts,
    )?;
    let Reading { sink, hashes, .. } = reading;
    summary.records = sink.records;
    summary.hashes = hashes;
    summary.times = sink.finish()?;
    Ok(summary)
}

/// The evidence's files by how they are read, each in the evidence's order.
#[derive(Default)]
struct Recognised<'e> {
    events: Vec<(ReadOne, Input<'e>)>,
    requests: Vec<(ReadOfHost, Input<'e>)>,
    configuration: Vec<Input<'e>>,
    programs: Vec<&'e Item>,
    catalogs: Vec<&'e Item>,
    registry: Vec<(ReadRegistry, Input<'e>)>,
}

/// Tells what each file is and registers it, in the evidence's order.
fn recognise_all<'e>(
    evidence: &'e Evidence,
    recover: bool,
    sink: &mut Sink<'_>,
    summary: &mut ReadSummary,
) -> Recognised<'e> {
    let mut recognised = Recognised::default();
    // Of each argument: its files, and those of a kind that is known.
    let mut counts = vec![(0_usize, 0_usize); evidence.roots.len()];
    for item in &evidence.items {
        let (files, known) = match counts.get_mut(item.root) {
            Some(count) => (&mut count.0, &mut count.1),
            None => continue,
        };
        *files += 1;
        let head = match item.head(HEAD) {
            Ok(head) => head,
            Err(source) => {
                let error = EvidenceError::Io { path: item.path.clone(), source };
                sink.problem(error.problem());
                continue;
            }
        };
        let head = Head::new(&head, &item.path);
        // What nothing else reads may hold pieces of logs.
        let source = source_of(&head).or_else(|| fragments().filter(|_| recover && !head.bytes.is_empty()));
        let complaint = complaint(&head, source);
        let is_told = complaint.is_some();
        if let Some(text) = complaint {
            sink.problem(Problem::warning(&item.path, "", text));
        }
        let Some(source) = source else {
            summary.unrecognised += 1;
            if is_named(evidence, item) && !is_told {
                let text = if head.bytes.is_empty() { "the file is empty" } else { "of no kind that is known" };
                sink.problem(Problem::error(&item.path, "", text));
            }
            continue;
        };
        summary.recognised += 1;
        *known += 1;
        let mut input = || {
            let id = sink.add_source(&item.path, source.name, item.size, item.root);
            Input { item, source: id }
        };
        match source.read {
            Read::Events(read) => recognised.events.push((read, input())),
            Read::Requests(requests) => {
                recognised.requests.push((requests.read, input()));
                if let Some(computer) = (requests.computer)(&head) {
                    sink.saw_computer(item.root, &computer);
                }
            }
            Read::Configuration => recognised.configuration.push(input()),
            Read::Program => recognised.programs.push(item),
            Read::Catalog => recognised.catalogs.push(item),
            Read::Registry(read) => recognised.registry.push((read, input())),
        }
    }
    for (root, (files, known)) in evidence.roots.iter().zip(counts) {
        let is_one_file = matches!(root.kind, RootKind::File | RootKind::Stdin);
        if !is_one_file && files > 0 && known == 0 {
            let files = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
            let text = format!("{files}, none of a kind that is known");
            sink.problem(Problem::warning(&root.argument, "", text));
        }
    }
    recognised
}

/// Whether the user named the file itself.
pub(crate) fn is_named(evidence: &Evidence, item: &Item) -> bool {
    evidence.roots.get(item.root).is_some_and(|root| matches!(root.kind, RootKind::File | RootKind::Stdin))
}
