//! Which of several copies of one file is in force: kept copies are not, and neither is the local configuration
//! when shared configuration is on.

use crate::file::File;
use crate::{Environment, FileKind, folded_path};
use diagnostics::Problem;

/// Whether a file is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    InForce,
    /// An older or generated copy: history, backup, application pool.
    Kept,
    /// Shared configuration is in force instead, and it is in the evidence.
    Replaced,
    /// Shared configuration is in force instead, and it is not in the evidence.
    Doubtful,
}

impl Standing {
    /// Whether what the file registers counts as present.
    pub(crate) const fn counts(self) -> bool {
        matches!(self, Self::InForce | Self::Doubtful)
    }
}

/// Follows `redirection.config`. A shared folder's own redirection file does not count, so there is no cycle.
pub(crate) fn standings(files: &mut [File], environment: &Environment, problems: &mut Vec<Problem>) {
    let redirections: Vec<(String, String, String)> = files
        .iter()
        .filter(|file| file.kind == FileKind::Redirection && file.standing == Standing::InForce)
        .filter_map(|file| {
            let target = file.document.elements.iter().find(|element| {
                element.name == "configurationRedirection" && element.value("enabled").eq_ignore_ascii_case("true")
            })?;
            let place = format!("line {}, column {}", target.line, target.column);
            Some((file.path.clone(), place, environment.expand(target.value("path"))))
        })
        .collect();
    // What a redirection leads to, before any of them changes anything.
    let targets: Vec<Option<Vec<usize>>> = redirections
        .iter()
        .map(|(_, _, path)| {
            let found: Vec<usize> = (0..files.len())
                .filter(|index| files.get(*index).is_some_and(|file| file.is_shared() && is_in(file, path)))
                .collect();
            (!found.is_empty()).then_some(found)
        })
        .collect();
    for ((from, place, path), target) in redirections.iter().zip(targets) {
        let Some(home) = files.iter().find(|file| file.path == *from).map(File::folder) else { continue };
        let is_itself =
            target.iter().flatten().any(|index| files.get(*index).is_some_and(|file| file.folder() == home));
        if is_itself {
            problems.push(Problem::warning(from, place, "shared configuration that leads back to its own folder"));
            continue;
        }
        for file in files.iter_mut().filter(|file| file.is_shared() && file.folder() == home) {
            file.standing = if target.is_some() { Standing::Replaced } else { Standing::Doubtful };
        }
        match target {
            Some(indices) => {
                for index in indices {
                    if let Some(file) = files.get_mut(index) {
                        file.standing = Standing::InForce;
                    }
                }
            }
            None => {
                let text = format!(
                    "shared configuration is on: what is in force lies in `{path}`, which is not in the evidence; the \
                     local files may be out of date"
                );
                problems.push(Problem::warning(from, place, text));
            }
        }
    }
}

/// Whether a file lies in a folder of the server, or of a share whose name its place in the evidence ends with.
fn is_in(file: &File, folder: &str) -> bool {
    let folder = folded_path(folder);
    if folder.is_empty() {
        return false;
    }
    if let Some((own, _)) = file.windows_path.as_deref().and_then(|path| path.rsplit_once('\\'))
        && folded_path(own) == folder
    {
        return true;
    }
    let Some(share) = folder.strip_prefix("\\\\") else { return false };
    let own = file.path.rsplit_once('/').map_or("", |(own, _)| own).to_lowercase().replace("%5c", "/");
    let share = share.replace('\\', "/");
    own == share || own.ends_with(&format!("/{share}"))
}
