//! Program files that matter to a web server: those that its configuration names, and those where web content,
//! its modules and loose copies lie. The rest of Windows and of installed programs is not read.

use super::pe_file::{self, Cell};
use super::signatures::{self, Judged, Signatures, Wishes};
use super::{Files, row};
use crate::read::is_named;
use crate::value::Value;
use crate::{ReadError, Reading, hex};
use diagnostics::Problem;
use evidence::{Evidence, Item, normal_windows_path};
use formats::clr::{Family, IisType, relatives};
use formats::pe::{Pe, PeError};
use server::signature::Signature;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tables::SourceId;

/// Folders, below a drive, of which only files are read that the configuration names.
const PASSED_OVER: [&str; 10] = [
    "\\windows\\assembly\\",
    "\\windows\\installer\\",
    "\\windows\\microsoft.net\\",
    "\\windows\\servicing\\",
    "\\windows\\softwaredistribution\\",
    "\\windows\\system32\\",
    "\\windows\\syswow64\\",
    "\\windows\\winsxs\\",
    "\\program files\\",
    "\\program files (x86)\\",
];
/// The folders of IIS within those.
const READ_ALL_THE_SAME: [&str; 2] = ["\\windows\\system32\\inetsrv\\", "\\windows\\syswow64\\inetsrv\\"];
/// Files read of one root for their place alone.
const MOST_BY_PLACE: usize = 100_000;
/// Files that are read before their rows are written.
const CHUNK: usize = 256;
/// Assemblies that are read only because others take types from them, and how far that goes.
const MOST_BASES: usize = 500;
const MOST_ROUNDS: usize = 4;

/// One file that was read.
pub(super) struct Program {
    pub(super) sha256: String,
    /// None when nobody asks for it.
    pub(super) signature: Option<Signature>,
}

/// Whether an image is in the evidence.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    Yes(&'a Program),
    /// It is there and is no program.
    Unread,
    /// Its folder is there and it is not.
    No,
    CannotTell,
}

impl<'a> Found<'a> {
    pub(super) const fn program(self) -> Option<&'a Program> {
        match self {
            Self::Yes(program) => Some(program),
            Self::Unread | Self::No | Self::CannotTell => None,
        }
    }
}

/// The programs of one root.
#[derive(Default)]
pub(super) struct Programs {
    by_path: BTreeMap<String, Program>,
    /// Where the evidence has files, in the normal form of Windows paths.
    files: BTreeMap<String, String>,
    folders: BTreeSet<String>,
    /// Loose files, whose place on the server is not known, by their names; none when a name is there twice.
    loose: BTreeMap<String, Option<String>>,
}

impl Programs {
    /// Reads the programs of one root that matter, and writes the rows of `PeFiles`.
    pub(super) fn read<'i>(
        reading: &mut Reading<'_, '_>,
        evidence: &Evidence,
        root: usize,
        files: &Files<'_, '_>,
        images: impl Iterator<Item = &'i str>,
        host: &str,
    ) -> Result<Self, ReadError> {
        let mut own = Self::default();
        for item in evidence.items_of(root) {
            if let Some(normal) = item.windows_path().as_deref().and_then(normal_windows_path) {
                own.folders.insert(normal.rsplit_once('\\').map_or("", |(folder, _)| folder).to_owned());
                own.files.insert(normal, item.path.clone());
            }
        }
        for item in files.programs.iter().filter(|item| item.root == root && item.windows_path().is_none()) {
            let name = item.file_name().to_lowercase();
            own.loose.entry(name).and_modify(|path| *path = None).or_insert_with(|| Some(item.path.clone()));
        }
        let named: BTreeSet<String> = images.filter_map(|image| own.place(image).map(str::to_owned)).collect();
        let mut chosen = Vec::new();
        let mut by_place = 0;
        let mut left_out = 0_usize;
        for &item in files.programs.iter().filter(|item| item.root == root) {
            if !named.contains(&item.path) && !is_named(evidence, item) && !reading.options.all_pe {
                if !is_read_for_its_place(item) {
                    continue;
                }
                by_place += 1;
                if by_place > MOST_BY_PLACE {
                    left_out += 1;
                    continue;
                }
            }
            chosen.push(item);
        }
        if left_out > 0 {
            let path = evidence.roots.get(root).map_or("", |root| root.argument.as_str());
            let text = format!("{left_out} program files beyond the first {MOST_BY_PLACE} are not read");
            reading.sink.problem(Problem::warning(path, "", text));
        }
        let catalogs: Vec<&Item> = files.catalogs.iter().copied().filter(|item| item.root == root).collect();
        let mut pass = Pass::new(reading, host, !catalogs.is_empty());
        pass.read(reading, &mut own, &chosen)?;
        for _ in 0..MOST_ROUNDS {
            let bases = pass.bases(files.programs, root, &chosen);
            if bases.is_empty() {
                break;
            }
            pass.read(reading, &mut own, &bases)?;
            chosen.extend(bases);
        }
        pass.finish(reading, &mut own, &catalogs)?;
        Ok(own)
    }

    /// The evidence path of an image.
    fn place(&self, image: &str) -> Option<&str> {
        let exact = normal_windows_path(image).and_then(|normal| self.files.get(&normal));
        exact.or_else(|| self.loose.get(&server::file_name(image).to_lowercase())?.as_ref()).map(String::as_str)
    }

    pub(super) fn find(&self, image: &str) -> Found<'_> {
        if let Some(path) = self.place(image) {
            return self.by_path.get(path).map_or(Found::Unread, Found::Yes);
        }
        let folder = normal_windows_path(image).and_then(|n| Some(n.rsplit_once('\\')?.0.to_owned()));
        if folder.is_some_and(|folder| self.folders.contains(&folder)) { Found::No } else { Found::CannotTell }
    }
}

fn is_read_for_its_place(item: &Item) -> bool {
    let Some(path) = item.windows_path().as_deref().and_then(normal_windows_path) else { return true };
    let below = path.get(2..).unwrap_or("");
    let starts = |folders: &[&str]| folders.iter().any(|folder| below.starts_with(folder));
    starts(&READ_ALL_THE_SAME) || !starts(&PASSED_OVER)
}

/// What is wanted of programs, and what waits until all of them are read.
struct Pass<'e, 'h> {
    host: &'h str,
    wishes: Wishes,
    /// Columns of `PeFiles` that cost something and are asked for.
    columns: BTreeSet<&'static str>,
    has_rows: bool,
    has_catalogs: bool,
    signatures: Signatures,
    families: Vec<Family>,
    /// Files whose rows need catalogs or other files.
    waiting: Vec<Pending<'e>>,
}

/// Columns that cost a pass over the file or a long text.
const COSTLY: [&str; 8] =
    ["HasModuleStrings", "ImportHash", "Imports", "MD5", "MaxEntropy", "OverlayEntropy", "SHA1", "Sections"];

/// A file whose content is read.
struct Pending<'e> {
    item: &'e Item,
    source: SourceId,
    examined: Examined,
    /// The place of its family among all.
    family: Option<usize>,
}

/// What a file's content tells.
struct Examined {
    problems: Vec<Problem>,
    sha256: String,
    /// Cells of `PeFiles`.
    cells: Vec<Cell>,
    judged: Judged,
    /// What IIS can load the file as by its exports and its own types; and its types.
    classes: Vec<&'static str>,
    types: Vec<IisType>,
    family: Option<Family>,
}

impl<'e, 'h> Pass<'e, 'h> {
    fn new(reading: &Reading<'_, '_>, host: &'h str, has_catalogs: bool) -> Self {
        let slot = reading.sink.slot("PeFiles");
        let wanted = |column: &&str| slot.is_some_and(|slot| reading.sink.column(slot, column).is_some());
        Self {
            host,
            wishes: Wishes::new(reading),
            columns: COSTLY.into_iter().filter(wanted).collect(),
            has_rows: slot.is_some(),
            has_catalogs,
            signatures: Signatures::default(),
            families: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Reads files on several threads, and writes in their order what needs nothing else.
    fn read(&mut self, reading: &mut Reading<'_, '_>, own: &mut Programs, items: &[&'e Item]) -> Result<(), ReadError> {
        for chunk in items.chunks(CHUNK) {
            let examined = in_parallel(reading.options.threads, chunk, |item| self.examine(item));
            for (&item, examined) in chunk.iter().zip(examined) {
                self.take(reading, own, item, examined)?;
            }
        }
        Ok(())
    }

    fn examine(&self, item: &Item) -> Examined {
        let (bytes, problem) = item.salvage();
        let parsed = Pe::parse(&bytes);
        let mut problems: Vec<Problem> = problem.into_iter().collect();
        if let Err(error @ PeError::Headers(_)) = &parsed {
            problems.push(Problem::warning(&item.path, "", error.to_string()));
        }
        let pe = parsed.ok();
        let cells = if self.has_rows {
            pe_file::cells(&bytes, pe.as_ref(), |column| self.columns.contains(column))
        } else {
            Vec::new()
        };
        let assembly = pe.as_ref().and_then(|pe| pe.assembly.as_ref());
        Examined {
            problems,
            sha256: hex(&Sha256::digest(&bytes)),
            cells,
            judged: self.wishes.judge(&bytes),
            classes: pe.as_ref().map(Pe::iis_classes).unwrap_or_default(),
            types: assembly.map(|assembly| assembly.types.clone()).unwrap_or_default(),
            family: assembly.map(|assembly| assembly.family.clone()),
        }
    }

    fn take(
        &mut self,
        reading: &mut Reading<'_, '_>,
        own: &mut Programs,
        item: &'e Item,
        mut examined: Examined,
    ) -> Result<(), ReadError> {
        let source = reading.sink.add_source(&item.path, "pe", item.size, item.root);
        reading.read_elsewhere(item, &examined.sha256);
        for problem in std::mem::take(&mut examined.problems) {
            reading.sink.problem(problem);
        }
        self.signatures.want(&examined.judged);
        let waits_for_others = examined.family.as_ref().is_some_and(|family| !family.takes.is_empty());
        let waits = waits_for_others || (self.has_catalogs && examined.judged.needs_catalogs());
        let given = examined.family.take().filter(|family| !family.takes.is_empty() || !family.gives.is_empty());
        let family = given.map(|family| {
            self.families.push(family);
            self.families.len() - 1
        });
        let file = Pending { item, source, examined, family };
        if waits {
            self.waiting.push(file);
            return Ok(());
        }
        self.write(reading, own, file, &[])
    }

    /// Assemblies of the evidence that types are taken from and that were not read, by their names.
    fn bases(&self, programs: &[&'e Item], root: usize, read: &[&'e Item]) -> Vec<&'e Item> {
        let known: BTreeSet<String> = self.families.iter().map(|family| family.assembly.to_lowercase()).collect();
        let wanted: BTreeSet<String> = self
            .families
            .iter()
            .flat_map(|family| family.wants().map(str::to_lowercase))
            .filter(|name| !known.contains(name))
            .collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let read: BTreeSet<&str> = read.iter().map(|item| item.path.as_str()).collect();
        let is_wanted = |item: &&&Item| {
            let name = item.file_name().to_lowercase();
            let stem = name.strip_suffix(".dll").or_else(|| name.strip_suffix(".exe"));
            item.root == root && stem.is_some_and(|stem| wanted.contains(stem)) && !read.contains(item.path.as_str())
        };
        programs.iter().filter(is_wanted).copied().take(MOST_BASES).collect()
    }

    /// Reads the catalogs and writes the rows that waited.
    fn finish(
        mut self,
        reading: &mut Reading<'_, '_>,
        own: &mut Programs,
        catalogs: &[&Item],
    ) -> Result<(), ReadError> {
        self.signatures.read_catalogs(reading, &self.wishes, catalogs);
        let families: Vec<&Family> = self.families.iter().collect();
        let relatives = relatives(&families);
        for file in std::mem::take(&mut self.waiting) {
            let more = file.family.and_then(|at| relatives.get(at)).map(Vec::as_slice).unwrap_or_default();
            self.write(reading, own, file, more)?;
        }
        Ok(())
    }

    /// Writes the rows of one file; `more` are types that are modules or handlers through other files.
    fn write(
        &self,
        reading: &mut Reading<'_, '_>,
        own: &mut Programs,
        file: Pending<'_>,
        more: &[IisType],
    ) -> Result<(), ReadError> {
        let Pending { item, source, examined, .. } = file;
        let signature = self.signatures.of(&self.wishes, &examined.judged);
        if let Some(signature) = &signature {
            signatures::certificate_row(reading, source.row(0), &examined.judged, signature, self.host)?;
        }
        if let Some(slot) = reading.sink.slot("PeFiles") {
            let windows_path = item.windows_path();
            let place = [
                ("Host", Value::text(self.host)),
                ("Path", Value::text(windows_path.as_deref().unwrap_or(&item.path))),
                ("FileName", Value::text(item.file_name())),
                ("SHA256", Value::text(&examined.sha256)),
                ("EvidencePath", Value::text(&item.path)),
            ];
            let mut types = examined.types.clone();
            types.retain(|own| more.iter().all(|other| other.name != own.name));
            types.extend(more.iter().cloned());
            types.sort();
            // The first value of a cell counts.
            let managed = (!more.is_empty()).then(|| pe_file::iis_types(&examined.classes, &types));
            let judged = signature.as_ref().map(|signature| signatures::cells(&examined.judged, signature));
            let cells: Vec<(&str, Value<'_>)> = place
                .into_iter()
                .chain(managed.into_iter().flatten())
                .chain(examined.cells)
                .chain(judged.into_iter().flatten())
                .collect();
            row(reading, slot, &cells, source.row(0))?;
        }
        own.by_path.insert(item.path.clone(), Program { sha256: examined.sha256, signature });
        Ok(())
    }
}

/// What a function makes of each item, in their order; 0 threads for as many as there are cores.
fn in_parallel<T: Sync, R: Send>(threads: usize, items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    };
    if threads < 2 || items.len() < 2 {
        return items.iter().map(make).collect();
    }
    let next = AtomicUsize::new(0);
    let made = Mutex::new(Vec::with_capacity(items.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { break };
                    let result = make(item);
                    made.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, result));
                }
            });
        }
    });
    let mut made = made.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, result)| result).collect()
}
