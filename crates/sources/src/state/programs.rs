//! Program files that matter to a web server: those that its configuration names, and those where web content,
//! its modules and loose copies lie. The rest of Windows and of installed programs is not read.

use super::pe_file::{self, Cell};
use super::signatures::{self, Judged, Signatures};
use super::{Files, row};
use crate::read::is_named;
use crate::value::Value;
use crate::{Input, ReadError, Reading, hex};
use diagnostics::Problem;
use evidence::{Evidence, Item, normal_windows_path};
use formats::pe::{Pe, PeError};
use server::signature::Signature;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
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
const MOST_BY_PLACE: usize = 5_000;

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
        let mut signatures = Signatures::new(reading);
        let mut pending = Vec::new();
        let mut by_place = 0;
        let mut left_out = 0_usize;
        for item in files.programs.iter().filter(|item| item.root == root) {
            if !named.contains(&item.path) && !is_named(evidence, item) {
                if !is_read_for_its_place(item) {
                    continue;
                }
                by_place += 1;
                if by_place > MOST_BY_PLACE {
                    left_out += 1;
                    continue;
                }
            }
            pending.push(one(reading, item, &mut signatures));
        }
        if left_out > 0 {
            let path = evidence.roots.get(root).map_or("", |root| root.argument.as_str());
            let text = format!("{left_out} program files beyond the first {MOST_BY_PLACE} are not read");
            reading.sink.problem(Problem::warning(path, "", text));
        }
        let catalogs: Vec<&Item> = files.catalogs.iter().copied().filter(|item| item.root == root).collect();
        signatures.read_catalogs(reading, &catalogs);
        for file in pending {
            let signature = signatures.of(&file.judged);
            write(reading, &file, signature.as_ref(), host)?;
            own.by_path.insert(file.item.path.clone(), Program { sha256: file.sha256, signature });
        }
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

/// A file whose content is read; whether a catalog lists it is still open.
struct Pending<'e> {
    item: &'e Item,
    source: SourceId,
    sha256: String,
    /// Cells of `PeFiles` that the content tells.
    cells: Vec<Cell>,
    judged: Judged,
}

fn one<'e>(reading: &mut Reading<'_, '_>, item: &'e Item, signatures: &mut Signatures) -> Pending<'e> {
    let source = reading.sink.add_source(&item.path, "pe", item.size, item.root);
    let bytes = reading.bytes(&Input { item, source });
    let parsed = Pe::parse(&bytes);
    if let Err(error @ PeError::Headers(_)) = &parsed {
        reading.sink.problem(Problem::warning(&item.path, "", error.to_string()));
    }
    let cells = reading.sink.slot("PeFiles").map_or_else(Vec::new, |slot| {
        pe_file::cells(&bytes, parsed.as_ref().ok(), |column| reading.sink.column(slot, column).is_some())
    });
    let judged = signatures.judge(&bytes);
    Pending { item, source, sha256: hex(&Sha256::digest(&bytes)), cells, judged }
}

fn write(
    reading: &mut Reading<'_, '_>,
    file: &Pending<'_>,
    signature: Option<&Signature>,
    host: &str,
) -> Result<(), ReadError> {
    if let Some(signature) = signature {
        signatures::certificate_row(reading, file.source.row(0), &file.judged, signature, host)?;
    }
    let Some(slot) = reading.sink.slot("PeFiles") else { return Ok(()) };
    let windows_path = file.item.windows_path();
    let own = [
        ("Host", Value::text(host)),
        ("Path", Value::text(windows_path.as_deref().unwrap_or(&file.item.path))),
        ("FileName", Value::text(file.item.file_name())),
        ("SHA256", Value::text(&file.sha256)),
        ("EvidencePath", Value::text(&file.item.path)),
    ];
    let judged = signature.map(|signature| signatures::cells(&file.judged, signature)).unwrap_or_default();
    let cells: Vec<(&str, Value<'_>)> = own.into_iter().chain(file.cells.iter().cloned()).chain(judged).collect();
    row(reading, slot, &cells, file.source.row(0))
}
