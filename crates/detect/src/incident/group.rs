//! Which accused components belong to one story.

use super::RawMoment;
use crate::components::Known;
use crate::model::Step;
use std::collections::{BTreeMap, BTreeSet};

/// Registrations further apart than this are two stories, unless one file ties them.
const GAP: i64 = 24 * super::HOUR;

/// Components on one host whose drops and registrations lie within a day of each other, and components on any host
/// that are one and the same file. A component without any moment joins the only story of its host.
pub(super) fn groups(accused: &[(usize, &Known)], own: &BTreeMap<usize, Vec<RawMoment>>) -> Vec<BTreeSet<usize>> {
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    let mut timed: Vec<(String, (i64, i64), usize)> = Vec::new();
    for (index, known) in accused {
        let moments = own.get(index).map(Vec::as_slice).unwrap_or_default();
        if !moments.is_empty() {
            timed.push((known.host.key(), sure_span(moments.iter()), *index));
        }
    }
    timed.sort();
    let mut last: Option<(&str, i64)> = None;
    for (host, (from, to), index) in &timed {
        match (last, groups.last_mut()) {
            (Some((on, until)), Some(group)) if on == host && *from <= until.saturating_add(GAP) => {
                group.insert(*index);
                last = Some((host, until.max(*to)));
            }
            _ => {
                groups.push(BTreeSet::from([*index]));
                last = Some((host, *to));
            }
        }
    }
    join_by_file(accused, &mut groups);
    for (index, known) in accused {
        if groups.iter().any(|group| group.contains(index)) {
            continue;
        }
        let on_host = |group: &BTreeSet<usize>| {
            accused.iter().any(|(i, other)| group.contains(i) && other.host.key() == known.host.key())
        };
        let mut there: Vec<&mut BTreeSet<usize>> = groups.iter_mut().filter(|group| on_host(group)).collect();
        if let [only] = there.as_mut_slice() {
            only.insert(*index);
        }
    }
    groups
}

fn join_by_file(accused: &[(usize, &Known)], groups: &mut Vec<BTreeSet<usize>>) {
    let mut by_hash: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, known) in accused.iter().filter(|(_, k)| !k.standing.sha256.is_empty()) {
        let Some(at) = groups.iter().position(|group| group.contains(index)) else { continue };
        let first = *by_hash.entry(&known.standing.sha256).or_insert(*index);
        let Some(to) = groups.iter().position(|group| group.contains(&first)) else { continue };
        if to != at {
            let moved = groups.get_mut(at).map(std::mem::take).unwrap_or_default();
            if let Some(group) = groups.get_mut(to) {
                group.extend(moved);
            }
            groups.retain(|group| !group.is_empty());
        }
    }
}

/// From the first to the last drop or registration; the first moment where there is neither, since a worker loads
/// what it has been told to for months.
pub(super) fn sure_span<'a>(moments: impl Iterator<Item = &'a RawMoment>) -> (i64, i64) {
    let (mut sure, mut first): (Option<(i64, i64)>, Option<i64>) = (None, None);
    for moment in moments {
        first = Some(first.map_or(moment.time, |time| time.min(moment.time)));
        if matches!(moment.step, Step::Drop | Step::Register) {
            let (from, to) = sure.unwrap_or((moment.time, moment.until));
            sure = Some((from.min(moment.time), to.max(moment.until)));
        }
    }
    let first = first.unwrap_or(0);
    sure.unwrap_or((first, first))
}
