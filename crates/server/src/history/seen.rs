//! When each component appeared among the kept configurations.

use super::kept::{self, Kept, Origin};
use crate::component::{Component, Identity, Seen};
use crate::file::File;
use crate::server::alone;
use crate::{Environment, FileKind};
use std::collections::BTreeSet;

/// Fills in [`Component::seen`] of what the server's own file registers.
pub(crate) fn date(files: &[File], environment: &Environment, components: &mut [Component]) {
    let kind = FileKind::ApplicationHost;
    let Some(current) = kept::current(files, kind) else { return };
    let kept = kept::all(files, kind);
    let mut line: Vec<&Kept<'_>> = kept.iter().filter(|kept| matches!(kept.origin, Origin::History(_))).collect();
    let backups = kept.iter().filter(|kept| kept.origin == Origin::Backup);
    // A backup has its place among the others only by its time.
    line.extend(backups.filter(|backup| backup.time.is_some()));
    if line.iter().all(|kept| kept.time.is_some()) {
        line.sort_by_key(|kept| kept.time);
    } else {
        line.retain(|kept| kept.origin != Origin::Backup);
    }
    if line.is_empty() {
        return;
    }
    let states: Vec<BTreeSet<Identity>> =
        line.iter().map(|kept| alone(kept.file, environment).iter().map(Component::identity).collect()).collect();
    for component in components.iter_mut().filter(|component| component.file == current.file.path) {
        let identity = component.identity();
        let first = states.iter().position(|state| state.contains(&identity));
        let time = |at: usize| line.get(at).and_then(|kept| kept.time);
        // The file in force may be older than a kept one, when somebody put an earlier state back.
        let having = line.iter().zip(&states).filter(|(_, state)| state.contains(&identity));
        let newest = having.filter_map(|(kept, _)| kept.time).chain(current.time).max();
        component.seen = match first {
            Some(0) => Seen { first: time(0), last: newest, after: None, before: None },
            Some(at) => Seen { first: time(at), last: newest, after: time(at - 1), before: time(at) },
            None => Seen {
                first: current.time,
                last: current.time,
                after: line.last().and_then(|kept| kept.time),
                before: current.time,
            },
        };
    }
}
