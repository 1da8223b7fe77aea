use super::PERIOD;
use super::flat::Flat;
use crate::FileKind;
use crate::config::Standing;
use crate::file::File;
use std::cell::OnceCell;

/// Why a file was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// The number of its history folder.
    History(u64),
    Backup,
    /// The application pool that it was made for.
    Pool(String),
    /// The file that is in force.
    Current,
}

/// A kept file, and when it was written.
#[derive(Debug)]
pub(super) struct Kept<'f> {
    pub(super) file: &'f File,
    pub(super) origin: Origin,
    /// None when the evidence gives no time, or only that of copying.
    pub(super) time: Option<i64>,
    flat: OnceCell<Flat<'f>>,
}

impl<'f> Kept<'f> {
    const fn new(file: &'f File, origin: Origin, time: Option<i64>) -> Self {
        Self { file, origin, time, flat: OnceCell::new() }
    }

    /// What the file says, for comparing.
    pub(super) fn flat(&self) -> &Flat<'f> {
        self.flat.get_or_init(|| Flat::of(&self.file.document))
    }
}

/// All kept files of a kind: the history by number, then backups by time and name. Of several copies of one the first
/// counts.
pub(super) fn all(files: &[File], kind: FileKind) -> Vec<Kept<'_>> {
    let is_believed = are_times_believed(files, kind);
    let mut kept: Vec<Kept<'_>> = files
        .iter()
        .filter(|file| file.kind == kind && file.standing == Standing::Kept && !is_shadow(file))
        .filter_map(|file| {
            let origin = origin(file)?;
            Some(Kept::new(file, origin, file.modified.filter(|_| is_believed)))
        })
        .filter(|kept| !matches!(kept.origin, Origin::Pool(_)))
        .collect();
    let rank = |kept: &Kept<'_>| match kept.origin {
        Origin::History(number) => (0, number, None, String::new()),
        _ => (1, 0, kept.time, kept.file.path.to_lowercase()),
    };
    kept.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.file.path.cmp(&b.file.path)));
    kept.dedup_by(|b, a| matches!(a.origin, Origin::History(_)) && a.origin == b.origin);
    kept
}

/// The file of a kind that is in force; the first, when there are several.
pub(super) fn current(files: &[File], kind: FileKind) -> Option<Kept<'_>> {
    let is_believed = are_times_believed(files, kind);
    let file = files.iter().find(|file| file.kind == kind && file.standing.counts())?;
    Some(Kept::new(file, Origin::Current, file.modified.filter(|_| is_believed)))
}

/// The configurations that pools were given, by pool.
pub(super) fn of_pools(files: &[File]) -> Vec<(String, &File)> {
    let mut found: Vec<(String, &File)> = files
        .iter()
        .filter(|file| file.standing == Standing::Kept && !is_shadow(file))
        .filter_map(|file| match origin(file) {
            Some(Origin::Pool(pool)) => Some((pool, file)),
            _ => None,
        })
        .collect();
    found.sort_by(|a, b| (&a.0, &a.1.path).cmp(&(&b.0, &b.1.path)));
    found
}

/// Shadow copies and old Windows folders hold whole servers of their own.
fn is_shadow(file: &File) -> bool {
    let (place, path) = (file.place(), file.path.to_lowercase());
    place.contains("/windows.old/") || place.contains("/winsxs/") || path.contains("shadowcopy")
}

fn origin(file: &File) -> Option<Origin> {
    let place = file.place();
    let parts: Vec<&str> = place.split('/').filter(|part| !part.is_empty()).collect();
    let folder = parts.len().checked_sub(2).and_then(|at| parts.get(at)).copied().unwrap_or("");
    if let Some(number) = folder.strip_prefix("cfghistory_") {
        return number.parse().ok().map(Origin::History);
    }
    if place.contains("/temp/apppools/") {
        // The pool's folder and its file have its name.
        let own = file.windows_path.as_deref().unwrap_or(&file.path);
        let pool = own.rsplit(['/', '\\']).nth(1)?;
        return Some(Origin::Pool(pool.to_owned()));
    }
    place.contains("/inetsrv/backup/").then_some(Origin::Backup)
}

/// Whether the times of kept files are those of changes: folders of the history are at least `period` apart, files
/// that somebody copied are not.
fn are_times_believed(files: &[File], kind: FileKind) -> bool {
    let times: Vec<i64> = files
        .iter()
        .filter(|file| file.kind == kind && matches!(origin(file), None | Some(Origin::History(_))))
        .filter(|file| file.standing == Standing::Kept || file.standing.counts())
        .filter_map(|file| file.modified)
        .collect();
    match (times.iter().min(), times.iter().max()) {
        (Some(oldest), Some(newest)) if times.len() > 2 => newest - oldest >= PERIOD,
        _ => true,
    }
}
